// Outlines on the picture around the values that an explained one came from.

import { keyOf } from '../run/trace.js';
import { withStage } from '../stage/stage.js';

/** @typedef {import('./told.js').Told} Told */
/** @typedef {import('./told.js').Source} Source */
/** @typedef {import('../stage/stage.js').Stage} Stage */
/** @typedef {import('../stage/layout/layout.js').Box} Box */

/** @type {{source: Source, kind: string}[]} */
let shown = [];
/** @type {HTMLElement[]} */
const frames = [];
/** @type {Stage | null} */
let on = null;

/** Outline what a value came from; null for nothing. @param {Told | null} told @param {{original?: boolean}} [selection] */
export function outline(told, selection) {
  shown = told && !selection?.original ? [...(told.field ? [{ source: told.field, kind: 'field' }] : []), ...told.sources.map((source) => ({ source, kind: source.role === 'winner' ? 'winner' : 'source' }))] : [];
  if (on) draw(on);
  else if (shown.length) {
    withStage((stage) => {
      on = stage;
      stage.add({ layout: draw, run: draw });
      draw(stage);
    });
  }
}

/** @param {Stage} stage */
function draw(stage) {
  const boxes = shown.flatMap(({ source, kind }) => byMap(source).flatMap((one) => {
    const box = boxOf(stage, one);
    return box ? [{ box, kind }] : [];
  }));
  boxes.forEach(({ box, kind }, k) => {
    frames[k] ??= stage.place.appendChild(document.createElement('i'));
    if (!frames[k].isConnected) stage.place.append(frames[k]);
    frames[k].className = `pg-came-from ${kind}`;
    Object.assign(frames[k].style, { transform: `translate(${box.x}px, ${box.y}px)`, width: `${box.width}px`, height: `${box.height}px` });
  });
  frames.forEach((frame, k) => (frame.hidden = k >= boxes.length));
}

const MOST = 64; // maps that get a frame each

/** A source in several maps map by map: each has its place in the picture. @param {Source} source @returns {Source[]} */
function byMap(source) {
  const [[first, end], ...place] = source.ranges.length === 3 ? source.ranges : [[0, 1]];
  if (source.ranges.length !== 3 || end - first > MOST) return [source];
  return Array.from({ length: end - first }, (_, k) => ({ ...source, ranges: [/** @type {[number, number]} */ ([first + k, first + k + 1]), ...place] }));
}

/** The box around all maps, units or values of a source: around its first and its last. @param {Stage} stage @param {Source} source @returns {Box | null} */
function boxOf(stage, source) {
  const { quantity, t, ranges } = source;
  if (ranges.some(([first, end]) => end <= first)) return null;
  const key = keyOf(source);
  const find = (/** @type {number[]} */ index) => stage.boxOf(key, index, { quantity, t });
  const [first, last] = [find(ranges.map(([start]) => start)), find(ranges.map(([, end]) => end - 1))];
  if (!first || !last) return null;
  const [x, y] = [Math.min(first.x, last.x), Math.min(first.y, last.y)];
  return { x, y, width: Math.max(first.x + first.width, last.x + last.width) - x, height: Math.max(first.y + first.height, last.y + last.height) - y };
}

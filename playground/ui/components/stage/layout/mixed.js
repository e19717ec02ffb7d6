// A network of which some stages are in time and some are not: the parts beside each other, on a phone below each other.

import { spatialLayout } from './spatial.js';
import { timedLayout } from './timed.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {{before: Shown[], timed: Shown[], after: Shown[]}} Parts */

const LEAST = 320; // CSS px of the time axis and its words
const SHARE = { least: 0.14, most: 0.42 }; // of the width, for a part that is of no time
const HEIGHTS = ['y', 'top', 'bottom', 'head', 'numbers']; // of what an axis tells, all that is measured from the top

/** What comes before the steps and what comes after them; a picture or a readout that the steps themselves show is neither. @param {Shown[]} shown @returns {Parts} */
export function partsOf(shown) {
  const first = shown.findIndex(({ timed }) => timed);
  const isInTime = (/** @type {Shown} */ one) => one.timed || (one.role === 'input' && one.shape.length === 2);
  const before = shown.slice(0, first).filter((one) => !isInTime(one));
  const after = shown.slice(first).filter((one) => !isInTime(one));
  const isGiven = before.every(({ role }) => role === 'input');
  const isReadout = after.every(({ role }) => role === 'logits' || role === 'probabilities');
  return { before: isGiven ? [] : before, timed: shown.filter(isInTime), after: isReadout ? [] : after };
}

/** @param {Parts} parts @param {Size} size @returns {Layout} */
export function mixedLayout({ before, timed, after }, size) {
  return size.phone ? below({ before, timed, after }, size) : beside({ before, timed, after }, size);
}

/** @param {Parts} parts @param {Size} size */
function beside({ before, timed, after }, size) {
  const { width, dpr } = size;
  const layers = before.length + timed.length + after.length;
  const widthOf = (/** @type {Shown[]} */ part) => Math.floor(Math.min(SHARE.most, Math.max(SHARE.least, part.length / layers)) * width * dpr) / dpr;
  const left = before.length ? spatialLayout(before, { ...size, width: widthOf(before) }) : null;
  const right = after.length ? spatialLayout(after, { ...size, width: widthOf(after) }) : null;
  const middle = timedLayout(timed, { ...size, width: Math.max(LEAST, width - (left?.width ?? 0) - (right?.width ?? 0)) });
  return joined([left, middle, right], (part) => ({ x: part.width, y: 0 }));
}

/** @param {Parts} parts @param {Size} size */
function below({ before, timed, after }, size) {
  const heightOf = (/** @type {Shown[]} */ part) => Math.round(size.height * Math.min(SHARE.most, part.length / (before.length + timed.length + after.length)));
  const high = before.length ? spatialLayout(before, { ...size, height: heightOf(before) }) : null;
  const low = after.length ? spatialLayout(after, { ...size, height: heightOf(after) }) : null;
  const middle = timedLayout(timed, { ...size, height: size.height - (high?.height ?? 0) - (low?.height ?? 0) });
  return joined([high, middle, low], (part) => ({ x: 0, y: part.height }));
}

/** One layout of several, each moved by what those before it take. @param {(Layout | null)[]} parts @param {(part: Layout) => {x: number, y: number}} step @returns {Layout} */
function joined(parts, step) {
  const by = { x: 0, y: 0 };
  const placed = parts.flatMap((part) => {
    if (!part) return [];
    const one = { ...moved(part, by), width: by.x + part.width, height: by.y + part.height };
    const { x, y } = step(part);
    by.x += x;
    by.y += y;
    return [one];
  });
  return {
    blocks: placed.flatMap(({ blocks }) => blocks),
    labels: placed.flatMap(({ labels }) => labels),
    entry: placed[0].entry,
    exit: placed[placed.length - 1].exit,
    axis: placed.find(({ axis }) => axis)?.axis ?? null,
    width: Math.max(...placed.map(({ width }) => width)),
    height: Math.max(...placed.map(({ height }) => height)),
  };
}

/** @param {Layout} layout @param {{x: number, y: number}} by @returns {Layout} */
function moved({ blocks, labels, axis, entry, exit, ...rest }, { x, y }) {
  const place = (/** @type {any} */ one) => ({ ...one, x: one.x + x, y: one.y + y });
  return { ...rest, blocks: blocks.map(place), labels: labels.map(place), axis: axis && movedAxis(axis, x, y), entry: place(entry), exit: place(exit) };
}

/** @param {any} axis @param {number} x @param {number} y */
function movedAxis(axis, x, y) {
  const { left, right, edge, overview } = axis;
  return { ...lowered(axis, y), x: axis.x + x, left: left + x, right: right + x, edge: edge + x, overview: overview && { ...overview, x: overview.x + x, y: overview.y + y } };
}

/** @param {any} part @param {number} dy @returns {any} */
function lowered(part, dy) {
  if (Array.isArray(part)) return part.map((one) => lowered(one, dy));
  if (!part || typeof part !== 'object') return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, typeof value === 'number' && HEIGHTS.includes(name) ? value + dy : lowered(value, dy)]));
}

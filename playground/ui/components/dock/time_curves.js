// Curves of one unit over all steps as paths: what is drawn where, in which stroke, and between which values; no DOM.

import { withRole } from '../run/declarations.js';

/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {{quantity: string, symbol: string, stroke: 'gate' | 'solid' | 'dashed' | 'dotted' | 'soft'}} Curve */
/** @typedef {{curves: Curve[], low: number, high: number}} Chart values from low to high */

const STROKES = /** @type {const} */ (['dashed', 'dotted', 'soft']);

/** Gates in one chart, from 0 to 1; states in another, beside them the candidate where there is one state alone; all there is of a layer that has neither. @param {Stage} stage @param {number} unit @param {string | null} first the gate on the line that is kept @param {Stage | null} [was] the same without changes @returns {Chart[]} */
export function chartsOf(stage, unit, first, was = null) {
  const { declared } = stage;
  if (!declared) return [];
  const there = (/** @type {string} */ name) => stage.arrays[name] !== undefined;
  const gates = withRole(declared, 'gate').filter(there).sort((a, b) => Number(b === first) - Number(a === first));
  const states = withRole(declared, 'state').filter(there);
  const some = states.length > 1 ? states : [...states, ...withRole(declared, 'candidate').filter(there)];
  const others = gates.length || some.length ? some : Object.keys(declared.quantities).filter(there);
  const symbol = (/** @type {string} */ name) => declared.quantities[name].symbol || name;
  const charts = [];
  if (gates.length) charts.push({ curves: gates.map((quantity, k) => ({ quantity, symbol: symbol(quantity), stroke: k ? STROKES[(k - 1) % 3] : /** @type {const} */ ('gate') })), low: 0, high: 1 });
  if (others.length) charts.push({ curves: others.map((quantity, k) => ({ quantity, symbol: symbol(quantity), stroke: k ? /** @type {const} */ ('dashed') : /** @type {const} */ ('solid') })), ...limits([stage, ...(was ? [was] : [])], others, unit) });
  return charts;
}

/** Round numbers between which all values lie, 0 among them. @param {Stage[]} stages @param {string[]} quantities @param {number} unit */
function limits(stages, quantities, unit) {
  let [low, high] = [0, 0];
  for (const [stage, name] of stages.flatMap((one) => quantities.map((quantity) => /** @type {const} */ ([one, quantity])))) {
    const { values, size } = stage.arrays[name];
    for (let at = unit; at < stage.filled * size; at += size) [low, high] = [Math.min(low, values[at]), Math.max(high, values[at])];
  }
  return { low: -beyond(-low), high: beyond(high) };
}

const ROUND = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The next round number. @param {number} most */
function beyond(most) {
  if (!(most > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  return Number((power * (ROUND.find((round) => round * power >= most * 0.999) ?? 10)).toPrecision(3));
}

/** @typedef {{left: number, top: number, width: number, height: number, count: number}} Field of a chart, and how many steps it has */

/** @param {Field} field @param {number} t */
export const xOf = ({ left, width, count }, t) => left + (count > 1 ? (width * t) / (count - 1) : width / 2);
/** @param {Field} field @param {Chart} chart @param {number} value */
export const yOf = ({ top, height }, { low, high }, value) => top + height * (1 - (value - low) / (high - low || 1));

/** @param {Field} field @param {Chart} chart @param {import('../run/trace.js').Values} array @param {number} unit @param {number} filled */
export function pathOf(field, chart, { values, size }, unit, filled) {
  let path = '';
  for (let t = 0; t < Math.min(filled, field.count); t++) path += `${t ? 'L' : 'M'}${xOf(field, t).toFixed(1)} ${yOf(field, chart, values[t * size + unit]).toFixed(1)}`;
  return path;
}

/** Where the symbols stand at the right end of the curves, at least `gap` apart, in the order of the values. @param {number[]} ys @param {number} gap @param {number} top @param {number} bottom @returns {number[]} */
export function apart(ys, gap, top, bottom) {
  const order = ys.map((_, k) => k).sort((a, b) => ys[a] - ys[b]);
  const placed = [...ys];
  let last = top - gap;
  for (const k of order) last = placed[k] = Math.max(ys[k], last + gap);
  let next = bottom + gap;
  for (const k of order.reverse()) next = placed[k] = Math.min(placed[k], next - gap);
  return placed;
}

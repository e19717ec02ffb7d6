// The numbers on the lines of a cell's diagram: those of the trace, and what products, sums and functions make of them.

import { halfStep } from '../../server/wire.js';

/** @typedef {import('./structure.js').Graph} Graph */
/** @typedef {import('../../run/trace.js').Stage} Stage */
/** A value, and by how much it may be off where the trace came coarse. @typedef {{value: number, half: number}} Certain */
/** One unit at one time step. @typedef {{stage: Stage, unit: number, t: number}} Place */

/** @type {Record<string, {of: (x: number) => number, slope: (x: number) => number}>} slope: the steepest near x */
const FUNCTIONS = {
  tanh: { of: Math.tanh, slope: () => 1 },
  sigmoid: { of: (x) => 1 / (1 + Math.exp(-x)), slope: () => 0.25 },
  relu: { of: (x) => Math.max(0, x), slope: () => 1 },
  identity: { of: (x) => x, slope: () => 1 },
};

/**
 * The value of each node that stands for one number and is known: traced quantities, states of the step before, and what
 * is computed from them in double precision. `more`: values of other nodes, such as products of matrices. `instead`: a gate
 * that is being moved has this value at this step, and what it goes into follows as far as no matrix lies between.
 * @param {Graph} graph
 * @param {Place} place
 * @param {{more?: Map<string, number>, instead?: Map<string, number>}} [options]
 * @returns {Map<string, Certain>}
 */
export function valuesOf(graph, place, { more = new Map(), instead = new Map() } = {}) {
  /** @type {Map<string, Certain>} */
  const found = new Map();
  const moved = movedBy(graph, instead);
  for (const { name, operation } of graph.nodes.values()) {
    if (moved.has(name)) continue;
    const value = operation === 'quantity' ? traced(place, name, place.t) : operation === 'before' ? before(place, name.replace('′', '')) : null;
    if (value) found.set(name, value);
  }
  for (const [name, value] of [...more].filter(([name]) => !moved.has(name))) found.set(name, { value, half: 0 });
  for (const [name, value] of instead) found.set(name, { value, half: 0 });
  // What is made of known parts; nodes come after those that they are made from.
  for (const { name, operation, into } of graph.nodes.values()) {
    const parts = into.map((part) => found.get(part)).filter((part) => part !== undefined);
    if (found.has(name) || parts.length < into.length || !parts.length) continue;
    const made = computed(operation, parts);
    if (made) found.set(name, made);
  }
  return found;
}

/** All nodes that follow from some. @param {Graph} graph @param {Map<string, number>} instead */
function movedBy(graph, instead) {
  const moved = new Set(instead.keys());
  if (moved.size) for (const { name, into } of graph.nodes.values()) if (into.some((part) => moved.has(part))) moved.add(name);
  return moved;
}

/** @param {string} operation @param {Certain[]} parts @returns {Certain | null} */
export function computed(operation, parts) {
  const [a, b = a] = parts;
  if (operation === 'product') return { value: a.value * b.value, half: Math.abs(a.value) * b.half + Math.abs(b.value) * a.half + a.half * b.half };
  if (operation === 'sum') return { value: sum(parts.map(({ value }) => value)), half: sum(parts.map(({ half }) => half)) };
  if (operation === 'quantity') return a;
  if (operation === 'less') return { value: 1 - a.value, half: a.half };
  if (!Object.hasOwn(FUNCTIONS, operation)) return null;
  const { of, slope } = FUNCTIONS[operation];
  return { value: of(a.value), half: slope(a.value) * a.half };
}

/** @param {number[]} values */
const sum = (values) => values.reduce((a, b) => a + b, 0);

/** @param {Place} place @param {string} quantity @param {number} t @returns {Certain | null} */
function traced({ stage, unit }, quantity, t) {
  const array = stage.arrays[quantity];
  if (!array || unit >= array.size || (t + 1) * array.size > array.values.length) return null;
  return { value: array.values[t * array.size + unit], half: halfStep(array) };
}

/** Of the step before, in the order in which the direction computes; before the first step a state is 0. @param {Place} place @param {string} quantity @returns {Certain | null} */
function before(place, quantity) {
  const { stage, t } = place;
  const earlier = stage.direction ? t + 1 : t - 1;
  const isFirst = earlier < 0 || earlier >= stage.filled;
  return isFirst && stage.arrays[quantity] ? { value: 0, half: 0 } : traced(place, quantity, earlier);
}

/** The largest size of what runs through the cell of a unit, over all steps: the measure of its lines. @param {Graph} graph @param {Stage} stage @param {number} unit */
export function largestOf(graph, stage, unit) {
  let most = 0;
  for (const name of graph.nodes.keys()) {
    const array = graph.quantities[name]?.range === 'share' ? null : stage.arrays[name];
    if (array) for (let at = unit; at < stage.filled * array.size; at += array.size) most = Math.max(most, Math.abs(array.values[at]));
  }
  return most;
}

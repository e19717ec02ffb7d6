// A series in its own unit: what the network says of the value after each step, and how far off that is.

import { near } from '../text/numbers.js';

/**
 * A run on a series, or as much of it as these functions read.
 * @typedef {Pick<import('./trace.js').Trace, 'stages' | 'input'> & {encoded: any}} SeriesTrace
 */
/** @type {WeakMap<object, number[]>} */
const known = new WeakMap(); // predictions by trace

/** Of value t + 1 for t = 0, 1, ..., as many as are in: value t + scale t * y t (tasks/series.py). @param {SeriesTrace} trace */
export function predictions(trace) {
  const list = known.get(trace) ?? [];
  known.set(trace, list);
  const { read, scale } = trace.encoded;
  const output = trace.stages.get('StepOutput');
  for (let t = list.length; t < (output?.filled ?? 0); t++) {
    list.push(valueAt(trace, t) + scale[Math.min(t, read - 1)] * (output?.arrays.logits.values[t] ?? 0));
  }
  return list;
}

/** What stands at a step: a value that was given, or one that the network went on with. @param {SeriesTrace} trace @param {number} step @returns {number} */
export function valueAt(trace, step) {
  const { values, read } = trace.encoded;
  return step < read ? values[step] : (known.get(trace) ?? predictions(trace))[step - 1];
}

/** Whether the network had to take its own prediction for the value of this step. @param {{encoded: any}} trace @param {number} step */
export const isFree = ({ encoded }, step) => encoded?.kind === 'Series' && step >= encoded.read;

/** A value of the series, rounded to what matters in it. @param {{encoded: any}} trace @param {number} value */
export const inUnit = ({ encoded: { scale } }, value) => near(value, scale.at(-1));

/** What a recurrent network was given at a step: the last change over the scale, or its own output. @param {SeriesTrace} trace @param {number} step */
export function inputAt(trace, step) {
  const { arrays } = trace.stages.get('StepOutput') ?? {};
  return step < trace.encoded.read ? trace.input.values[step] : /** @type {number} */ (arrays?.logits.values[step - 1]);
}

/** What an FNN was given at a step of going on freely: the last values about their mean, over the scale. @param {SeriesTrace} trace @param {number} step @param {number} size */
export function windowAt(trace, step, size) {
  const seen = Array.from({ length: size }, (_, k) => valueAt(trace, Math.max(0, step - size + 1 + k)));
  const mean = seen.reduce((a, b) => a + b) / size;
  const scale = trace.encoded.scale.at(-1);
  return seen.map((value) => (scale ? (value - mean) / scale : 0));
}

/** [mean absolute, root mean square error] of the network: one step ahead on values[first:read], and going on freely. @param {SeriesTrace} trace */
export function errors(trace) {
  const { values, first, read } = trace.encoded;
  const predicted = predictions(trace);
  const misses = (/** @type {number} */ from, /** @type {number} */ to) => values.slice(from, to).map((/** @type {number} */ value, /** @type {number} */ k) => value - predicted[from + k - 1]);
  return { ahead: sizes(misses(first, read)), free: sizes(misses(read, values.length)) };
}

/** @param {number[]} misses */
function sizes(misses) {
  if (!misses.length) return [];
  const mean = (/** @type {number[]} */ list) => list.reduce((a, b) => a + b, 0) / list.length;
  return [mean(misses.map(Math.abs)), Math.sqrt(mean(misses.map((miss) => miss * miss)))];
}

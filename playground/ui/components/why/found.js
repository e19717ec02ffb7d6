// What the server found (playground/attribution.py), as those that show it need it.

import { decimals } from '../text/numbers.js';

/**
 * @typedef {object} Found
 * @property {string} method
 * @property {string | null} target
 * @property {any[]} values of a picture by rows, else one after another
 * @property {number} output
 * @property {number} baseline
 * @property {number} total
 * @property {number} [points]
 * @property {number[]} [window]
 * @property {number[]} [stride]
 * @property {number[]} [maps]
 */
/** What was found, of which run. @typedef {{found: Found, trace: import('../run/trace.js').Trace}} Answer */
/** Something that shows it over the input; `say` is told what the pointer is at. @typedef {{draw: (answer: Answer) => void, end: () => void}} Over */

/** All values in one row. @param {Found} found @returns {Float32Array} */
export const values = (found) => Float32Array.from(found.values.flat());

/** The largest size of the values, 1 if all are zero. @param {ArrayLike<number>} list */
export const largest = (list) => Array.from(list).reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

/** Rounded alike for all numbers of one answer, so that they can be added up; with a sign where one is wanted. @param {number} value @param {number} size @param {{sign?: boolean}} [options] */
export function number(value, size, { sign = false } = {}) {
  const words = value.toFixed(Math.max(2, decimals(size || 1)));
  const zero = Number(words) === 0;
  if (zero) return words.replace('-', '');
  return words.startsWith('-') ? words.replace('-', '−') : `${sign ? '+' : ''}${words}`;
}

/** One value for each time step of a recurrent network: of a picture the sums of its rows; null where there are no steps. @param {Answer} answer @returns {Float32Array | null} */
export function bySteps({ found, trace }) {
  const kind = trace.encoded?.kind;
  const all = values(found);
  if (kind === 'Features') return null;
  if (kind !== 'Pictures') return all;
  if (!trace.recurrent || found.method === 'occlusion') return null; // patches that overlap have no sum by rows
  const [height, width] = trace.input.shape.slice(-2);
  return Float32Array.from({ length: height }, (_, y) => all.subarray(y * width, (y + 1) * width).reduce((a, b) => a + b, 0));
}

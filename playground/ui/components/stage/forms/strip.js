// A long row of values as a strip: a row of pixels shows the strongest of the values that share it, of gates their mean.

import { strongest } from '../../run/largest.js';
import { Pixels, valuesOf } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

/** @param {number[]} shape */
const countOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** The values that row `p` of `length` stands for. @param {number} p @param {number} length @param {number} count @returns {[number, number]} */
function sharing(p, length, count) {
  const first = Math.floor((p * count) / length);
  return [first, Math.max(first + 1, Math.floor(((p + 1) * count) / length))];
}

/** The place of the one of largest size. @param {Float32Array} values @param {number} first @param {number} last */
export const strongestOf = (values, first, last) => first + strongest(values.subarray(first, last));

/** @param {ArrayLike<number>} values @param {number} first @param {number} last */
function mean(values, first, last) {
  let sum = 0;
  for (let i = first; i < last; i++) sum += values[i];
  return sum / (last - first);
}

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const known = valuesOf(block, run, look);
  if (!known) return;
  const pixels = new Pixels(context, look);
  const { thin } = pixels;
  const [width, height] = [pixels.width - 2 * thin, pixels.height - 2 * thin];
  const [length, thick] = block.turned ? [width, height] : [height, width];
  const isFaded = look.faded([]);
  const isMean = look.scale.ramp === 'gate';
  const sides = known.before ? /** @type {const} */ ([[known.before, 0, thick >> 1], [known.values, thick >> 1, thick]]) : /** @type {const} */ ([[known.values, 0, thick]]);
  const [stepP, stepQ] = block.turned ? [1, pixels.width] : [pixels.width, 1];
  for (const [values, from, to] of sides) {
    for (let p = 0; p < length; p++) {
      const [first, last] = sharing(p, length, values.length);
      const colour = pixels.colour(isMean ? mean(values, first, last) : values[strongestOf(values, first, last)], isFaded);
      const start = thin * (pixels.width + 1) + p * stepP;
      for (let q = from; q < to; q++) pixels.data[start + q * stepQ] = colour;
    }
  }
  pixels.frame(thin, thin, width, height, isFaded);
  pixels.put();
}

/** @param {number[]} shape @param {number} offset */
function indexAt(shape, offset) {
  const index = [];
  for (let rest = offset, k = shape.length - 1; k >= 0; rest = Math.floor(rest / shape[k]), k--) index.unshift(rest % shape[k]);
  return index;
}

/** The value that is painted at a place: the strongest of those that share it. @param {Block} block @param {number} x @param {number} y @param {import('../../run/trace.js').Trace} run */
export function at(block, x, y, run) {
  const { key, quantity, shape, inset, turned, width, height } = block;
  const values = run.stages.get(key)?.arrays[quantity]?.values;
  const [along, length] = turned ? [x - inset, width - 2 * inset] : [y - inset, height - 2 * inset];
  if (!values || along < 0 || along >= length) return null;
  const [first, last] = sharing(Math.floor(along), Math.ceil(length), values.length);
  return { index: indexAt(shape, strongestOf(values, first, last)) };
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf({ x, y, width, height, shape, turned, inset }, index) {
  if (!index.length) return { x, y, width, height };
  const offset = index.reduce((sum, i, k) => sum * shape[k] + i, 0) * shape.slice(index.length).reduce((a, b) => a * b, 1);
  const share = shape.slice(index.length).reduce((a, b) => a * b, 1) / countOf(shape);
  const from = offset / countOf(shape);
  const length = (turned ? width : height) - 2 * inset;
  const thick = Math.max(2, share * length);
  const place = inset + Math.min(length - thick, from * length);
  return turned ? { x: x + place, y, width: thick, height } : { x, y: y + place, width, height: thick };
}

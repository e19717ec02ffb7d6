// A sum as it is printed: a few terms, the rest as one, and the result, with so many decimals that what is printed adds up.

import { fixed, significant } from '../text/numbers.js';

/** Of a sum, what is printed: each text has its sign apart from the first. @typedef {{terms: string[], rest: string[], total: string, equals: string}} Printed */

const MOST = 6; // decimals

/** @param {number} value @param {number} places */
const whole = (value, places) => Math.round(Number(value.toFixed(places)) * 10 ** places);

/** How many decimals let rounded parts give the rounded result; -1 where none do. @param {number[]} parts @param {number} total @param {number} places */
export function placesThatAddUp(parts, total, places) {
  for (let p = places; p <= MOST; p++) if (parts.reduce((sum, value) => sum + whole(value, p), 0) === whole(total, p)) return p;
  return -1;
}

/**
 * The strongest `count` of the terms, the other terms as one number, what stands apart (a bias) each by itself, and the total.
 * @param {number[]} terms in the order in which they are printed
 * @param {number[]} rest each printed by itself after the terms
 * @param {number} total
 * @param {number} [places]
 * @returns {Printed}
 */
export function printedSum(terms, rest, total, places = 2) {
  const found = placesThatAddUp([...terms, ...rest], total, places);
  const used = found < 0 ? places + 1 : found;
  const text = (/** @type {number} */ value) => fixed(value, used);
  return { terms: terms.map(text), rest: rest.map(text), total: text(total), equals: found < 0 ? '≈' : '=' };
}

/**
 * How a sum is printed with few decimals and yet adds up: how many of the strongest terms stand by themselves, whether the
 * bias does or is one number with the other terms, and how many decimals.
 * @param {number[]} terms the strongest first
 * @param {number} rest of what is not among them
 * @param {number} bias
 * @param {number} total
 * @param {number} places to begin with
 * @param {number} [fewest] terms
 * @returns {{count: number, merged: boolean, places: number}}
 */
export function grouped(terms, rest, bias, total, places, fewest = 4) {
  for (let p = places; p <= MOST; p++) {
    for (const merged of [false, true]) {
      for (let count = terms.length; count >= Math.min(fewest, terms.length); count--) {
        const others = terms.slice(count).reduce((sum, value) => sum + value, rest);
        const parts = [...terms.slice(0, count), ...(merged ? [others + bias] : [others, bias])];
        if (placesThatAddUp(parts, total, p) === p) return { count, merged, places: p };
      }
    }
  }
  return { count: terms.length, merged: false, places: MOST };
}

/** A value with so many decimals, or with as many as show that it is not 0. @param {number} value @param {number} places */
export function notZero(value, places) {
  if (value === 0 || Number(value.toFixed(places))) return fixed(value, places);
  for (let p = places + 1; p <= MOST; p++) if (Number(value.toFixed(p))) return fixed(value, p);
  return significant(value, 1);
}

/** Indices of the values, the largest size first. @param {ArrayLike<number>} values */
export const strongestFirst = (values) => Array.from(values, (_, i) => i).sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]) || a - b);

/** The index of the largest value, or with `size` of the largest size. @param {ArrayLike<number>} values @param {boolean} [size] */
export function strongest(values, size = false) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (size ? Math.abs(values[i]) > Math.abs(values[best]) : values[i] > values[best]) best = i;
  return best;
}

/** The sum of products. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Products of a block of `size` values each, summed: what each map adds to a logit. @param {ArrayLike<number>} weights @param {ArrayLike<number>} values @param {number} size */
export function blockSums(weights, values, size) {
  const sums = new Float64Array(Math.floor(weights.length / size));
  for (let i = 0; i < sums.length * size; i++) sums[Math.floor(i / size)] += weights[i] * values[i];
  return sums;
}

// Sums of products: which of their terms are printed by themselves, which are strongest, and what blocks of them make.

import { addsUp } from '../text/worked.js';

const MOST = 6; // decimals

/**
 * How a sum is printed with few decimals and yet adds up: how many of the strongest terms stand by themselves, whether the
 * bias does or is one number with the other terms, and how many decimals; those to begin with where no number of them lets it.
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
        if (addsUp(parts, total, p)) return { count, merged, places: p };
      }
    }
  }
  return { count: terms.length, merged: false, places };
}

/** Indices of the values, the largest size first. @param {ArrayLike<number>} values */
export const strongestFirst = (values) => Array.from(values, (_, i) => i).sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]) || a - b);

/** Products of a block of `size` values each, summed: what each map adds to a logit. @param {ArrayLike<number>} weights @param {ArrayLike<number>} values @param {number} size */
export function blockSums(weights, values, size) {
  const sums = new Float64Array(Math.floor(weights.length / size));
  for (let i = 0; i < sums.length * size; i++) sums[Math.floor(i / size)] += weights[i] * values[i];
  return sums;
}

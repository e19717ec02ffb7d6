// What the server found (playground/attribution.py), as the views of it need it.
// @ts-nocheck: untyped until the next issue replaces it

import { decimals } from '../text/numbers.js';

/** All values in one row. */
export const values = (found) => Float32Array.from(found.values.flat());

/** Rounded alike for all numbers of one answer, so that they can be added up; with a sign where one is wanted. */
export function number(value, size, { sign = false } = {}) {
  const words = value.toFixed(Math.max(2, decimals(size || 1)));
  const zero = Number(words) === 0;
  if (zero) return words.replace('-', '');
  return words.startsWith('-') ? words.replace('-', '−') : `${sign ? '+' : ''}${words}`;
}

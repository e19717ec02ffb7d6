// The loss with its formula and the numbers in it, from the logits that it was computed from. Pure.

import { fixed, significant } from '../text/numbers.js';

/** @typedef {import('../run/gradient_trace.js').Loss} Loss */

const PLACES = 4;

/** A number of a probability's size with four decimals; where these would be those of 1 or of 0, as a power of ten. @param {number} value */
function share(value) {
  const text = fixed(value, PLACES);
  return Number(text) === 0 ? significant(value, 3) : text;
}

/**
 * "−log p(3)", "−log 0.9850", "0.0151": the formula, its numbers, the value. Of several outputs the mean of squares.
 * @param {Loss} loss
 * @param {(label: string) => string} titleOf a label in the language of the page
 * @returns {string[]}
 */
export function worked({ name, target, value, logits, right }, titleOf) {
  const k = right.indexOf(1);
  const label = typeof target === 'string' ? `“${titleOf(target)}”` : '';
  if (name === 'cross_entropy') return [`−log p(${label})`, `−log ${share(Math.exp(-value))}`, share(value)];
  if (name === 'logit') return [label ? `y(${label})` : 'y', significant(value)];
  if (logits.length === 1) return ['(y − r)²', `(${significant(logits[0])} − ${bracketed(right[0])})²`, significant(value)];
  return [`⅟${logits.length} Σ (y_k − r_k)²`, `⅟${logits.length} ((${significant(logits[k])} − 1)² + ⋯)`, significant(value)];
}

/** @param {number} value */
const bracketed = (value) => (value < 0 ? `(${significant(value)})` : significant(value));

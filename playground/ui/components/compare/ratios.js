// What was measured of a GRU beside an LSTM of the same sizes, of which the textbook says that one is faster.

import { nameOf } from '../network/picker.js';
import { significant } from '../text/numbers.js';
import { currentLanguage, t } from '../text/text.js';

/** @typedef {import('../store/state.js').Network} Network */
/** Milliseconds: forwards, and forwards and backwards, of one input and of a batch. @typedef {{one: number, one_learning: number, many: number, many_learning: number}} Times */
/** @typedef {Times & {batch: number, times: number[], parameters: number, parts: {module: string, formula: string, parameters: number}[], multiply_adds: number | null}} Measured */

export const FIGURES = /** @type {(keyof Times)[]} */ (['one', 'one_learning', 'many', 'many_learning']);
const CLAIMED = /** @type {(keyof Times)[]} */ (['one', 'many', 'many_learning']);

/** A GRU and an LSTM that differ in nothing else; null where there are none. @param {Network[]} all @returns {[Network, Network] | null} */
export function pairOf(all) {
  const sizes = (/** @type {Network} */ { arguments: given }) => JSON.stringify(Object.entries(given).sort());
  for (const gru of all.filter(({ architecture }) => architecture === 'gru')) {
    const lstm = all.find((other) => other.architecture === 'lstm' && sizes(other) === sizes(gru));
    if (lstm) return [gru, lstm];
  }
  return null;
}

/** How many times as long each figure of the first takes as of the second. @param {Times} one @param {Times} other @returns {number[]} in the order of CLAIMED */
export const ratiosOf = (one, other) => CLAIMED.map((figure) => one[figure] / other[figure]);

/** "GRU against LSTM: one input forwards takes 1.72 times as long, ..."; '' where there is nothing to compare. @param {Network[]} all @param {Record<string, Measured>} measured */
export function against(all, measured) {
  const pair = pairOf(all);
  const [gru, lstm] = pair ? pair.map(({ name }) => measured[name]) : [];
  if (!pair || !gru || !lstm) return '';
  const figures = ratiosOf(gru, lstm).map((ratio, k) => t('compare.measured.figure', { what: t(`compare.measured.claims_${CLAIMED[k]}`), ratio: significant(ratio, 2) }));
  const weights = t('compare.measured.weights', { ratio: significant(gru.parameters / lstm.parameters, 2) });
  const list = new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(figures);
  return [t('compare.measured.found', { gru: nameOf(pair[0]), lstm: nameOf(pair[1]), list }), weights].join(' ');
}

// What the numbers say, in sentences that are chosen and filled by the numbers alone. Pure.

import { raised, significant } from '../text/numbers.js';

/** @typedef {import('./state.js').Answer} Answer */
/** @typedef {import('./state.js').Told} Told */
/** @typedef {import('./question.js').Question} Question */
/** @typedef {(key: string, values?: Record<string, any>) => string} Words */

const LARGE = 1e5;

/** Two digits that count; a large number as a power of ten. @param {number} value */
export function short(value) {
  if (Math.abs(value) < LARGE) return significant(value, 2);
  const [factor, exponent] = value.toExponential(1).replace('-', '−').split('e');
  return `${factor}×10${raised(exponent.replace('+', ''))}`;
}

const LEARNT = 90; // percent
const GATED = ['lstm', 'gru'];

/** @param {Answer} answer @param {Question} question @param {Words} t @returns {string[]} */
export function sentencesOf(answer, question, t) {
  const name = (/** @type {string} */ network) => t(`memory.networks.${network}`);
  const say = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) => t(`memory.measured.${key}`, values);
  const { networks, lag, chance } = answer;
  const list = networks.map(({ network, accuracy }) => `${name(network)} ${accuracy.toFixed(1)}%`).join(say('between'));
  const here = say('here', { lag, weights: t(`memory.trained.${question.weights}`), factor: question.factor.toFixed(2), list, chance: `${chance.toFixed(1)}%` });
  return [here, ...compared(answer, name, say), ...learnt(answer, question, name, say), gradient(answer, name, say), ...faded(answer, name, say)];
}

/** Percentage points within which two shares of so many sequences do not differ: two standard errors. @param {number} a @param {number} b percent @param {number} count */
export const margin = (a, b, count) => 200 * Math.sqrt(((a / 100) * (1 - a / 100) + (b / 100) * (1 - b / 100)) / count);

/** Which of them is ahead, and by how much, where that is more than chance does. @param {Answer} answer @param {(network: string) => string} name @param {Words} say */
function compared({ networks, chance, fresh: count }, name, say) {
  const by = (/** @type {boolean} */ gated) => networks.filter(({ network }) => GATED.includes(network) === gated).reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  const [plain, gated] = [by(false), by(true)];
  if (Math.max(plain.accuracy, gated.accuracy) - chance <= margin(chance, chance, count)) return [say('none_better', { count })];
  const [ahead, most] = [plain.accuracy - gated.accuracy, margin(plain.accuracy, gated.accuracy, count)];
  const points = Math.abs(ahead).toFixed(1);
  const first = ahead > most ? say('rnn_better', { network: name(plain.network), points }) : ahead >= -most ? say('rnn_alike', { network: name(plain.network), count }) : say('gates_better', { network: name(gated.network), points });
  const [lstm, gru] = GATED.map((one) => networks.find(({ network }) => network === one)?.accuracy ?? 0);
  const between = Math.abs(gru - lstm);
  const second = between <= margin(lstm, gru, count) ? say('gated_alike', { count }) : say(gru > lstm ? 'gru_better' : 'lstm_better', { points: between.toFixed(1) });
  return [first, second];
}

/** The longest lag up to which every training that was measured ended well; null at none. @param {number[]} lags @param {(number | null)[]} each */
export function reachOf(lags, each) {
  const missed = each.findIndex((percent) => percent === null || percent < LEARNT);
  return lags[(missed < 0 ? lags.length : missed) - 1] ?? null;
}

/** How far learning came, and what the networks of one lag do at another. @param {Answer} answer @param {Question} question @param {(network: string) => string} name @param {Words} say */
function learnt({ networks, lags, most_updates: updates }, { weights, lag: trained }, name, say) {
  const known = lags.filter((_, k) => networks.every(({ measured: { each } }) => each[k] !== null));
  const reached = networks.map(({ network, measured: { each } }) => {
    const lag = reachOf(known, known.map((one) => each[lags.indexOf(one)]));
    return lag === null ? say('reach_none', { network: name(network) }) : say('reach_one', { network: name(network), lag });
  });
  const told = !known.length ? [] : [say('reach', { first: known[0], last: known.at(-1), updates: updates.toLocaleString('en'), list: reached.join(say('between')) })];
  const at = lags.indexOf(trained);
  if (weights !== 'same' || at < 0) return told;
  const other = at + 1 < lags.length ? at + 1 : at - 1;
  const asked = networks.filter(({ measured: { elsewhere } }) => elsewhere[other] !== null && elsewhere[other] !== undefined);
  const list = asked.map(({ network, measured: { elsewhere } }) => `${name(network)} ${elsewhere[other]?.toFixed(1)}%`).join(say('between'));
  return list ? [...told, say('elsewhere', { lag: trained, other: lags[other], list })] : told;
}

/** First beside last of a network's own state: that of the cell where there is one. @param {Told} told @returns {number | null} null where it overflows */
export function fading({ hidden, cell, finite }) {
  if (!finite) return null;
  const values = cell ?? hidden;
  const [first, last] = [values[0], values.at(-1)];
  return typeof first !== 'number' || typeof last !== 'number' || last === 0 ? null : first / last;
}

/** @param {Answer} answer @param {(network: string) => string} name @param {Words} say */
function gradient({ networks }, name, say) {
  const list = networks.map((told) => {
    const ratio = fading(told);
    const network = name(told.network);
    if (ratio === null) return say('gradient_none', { network });
    return ratio === 0 ? say('gradient_zero', { network }) : `${network} ${short(ratio)}`;
  });
  return say('gradient', { list: list.join(say('between')) });
}

const GONE = 1e-6;

/** Right all the same, though nothing comes back to the first step. @param {Answer} answer @param {(network: string) => string} name @param {Words} say */
function faded({ networks, chance, right }, name, say) {
  const held = networks.filter((told) => right.length === 1 && told.accuracy > Math.max(LEARNT, chance) && Math.abs(fading(told) ?? 1) < GONE);
  return held.length ? [say('faded', { networks: held.map(({ network }) => name(network)).join(say('between')) })] : [];
}

/** The spectral radius of the matrix that makes a network's new values: the candidate's, or the state's own. @param {Pick<Told, 'radii'>} told */
export const radiusOf = ({ radii }) => radii.candidate ?? radii.hidden;

// The six ways in which a digit can be changed after it was centred, in numbers and in words.

import { session } from '../run/session.js';
import { t } from '../text/text.js';

/** @typedef {import('../entries/moved.js').Move} Move */
/** @typedef {'right' | 'down' | 'turn' | 'size' | 'thicker' | 'noise'} Name */
/** How many real digits each network reads, as a change grows. @typedef {{amounts: number[], accuracy: Record<string, number[]>}} Curve */
/** @typedef {{curves: Record<string, Curve>, apart: Record<string, Record<string, number>>, count: number, data: string, command: string}} Measured */

/** Where a move leaves the picture as it is, the steps of its slider, and the curve of the file that says its ends. @type {Record<string, {rest: number, step: number, curve: string}>} */
export const MOVES = {
  right: { rest: 0, step: 0.5, curve: 'across' },
  down: { rest: 0, step: 0.5, curve: 'down' },
  turn: { rest: 0, step: 1, curve: 'turn' },
  size: { rest: 1, step: 0.05, curve: 'size' },
  thicker: { rest: 0, step: 0.25, curve: 'thicker' },
  noise: { rest: 0, step: 0.02, curve: 'noise' },
};
export const BOTH_WAYS = ['right', 'down']; // of these the file has the size only

/** What is moved, without what is as it was: {right: 3}. @returns {Move} */
export const currentMove = () => {
  const entries = Object.entries(/** @type {Move} */ (session.changes?.move ?? {}));
  return Object.fromEntries(entries.filter(([name, value]) => name in MOVES && value !== MOVES[name].rest));
};

/** In words, in the language of the page: "3 pixels right, 10° clockwise". @param {Move} move */
export const inWords = (move) =>
  Object.entries(move)
    .map(([name, value]) => t(`sharing.moves.${name}.${value < MOVES[name].rest ? 'less' : 'more'}`, { value: name === 'size' ? value : Math.abs(value) }))
    .join(t('sharing.comma'));

/** The curve that a move belongs to: of the first of its kinds. @param {Move} move */
export function curveOf(move) {
  if (BOTH_WAYS.every((way) => move[way])) return 'shift';
  const [name] = Object.keys(move);
  return name ? MOVES[name].curve : 'shift';
}

/** Whether a move is of other kinds, too, than a curve. @param {string} curve @param {Move} move */
export const isMore = (curve, move) => Object.keys(move).some((name) => MOVES[name].curve !== curve && !(curve === 'shift' && BOTH_WAYS.includes(name)));

/** How far a move goes along a curve. @param {string} curve @param {Move} move */
export function amountOf(curve, { right = 0, down = 0, ...others }) {
  if (curve === 'shift') return Math.hypot(right, down);
  if (curve === 'across') return Math.abs(right);
  if (curve === 'down') return Math.abs(down);
  return others[curve] ?? MOVES[curve].rest;
}

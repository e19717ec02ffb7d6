// Which units are on in a range of steps: beyond a threshold at every one of them, as playground/similar.py has it.

import { scaleOf } from '../run/declarations.js';
import { session } from '../run/session.js';

/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {{quantity: string, first: number, last: number}} Range */
/** @typedef {'share' | 'signed'} Kind */

// From where on a unit is on, of a gate and of what has two signs; where that says little, another that says more.
const USUAL = { share: 0.5, signed: 0.3 };
const GRID = Array.from({ length: 20 }, (_, k) => k / 20);
const TELLING = [0.05, 0.25]; // of the units are on

/** As the visitor set them, for all layers. @type {Record<Kind, number | null>} */
export const thresholds = { share: null, signed: null };
export const settings = { below: false, before: false, after: false };

/** Choose the thresholds for each range again. */
export const automatic = () => Object.assign(thresholds, { share: null, signed: null });

/** @param {{range: string}} array @returns {Kind} */
export const kindOf = ({ range }) => (scaleOf(range) === 'share' ? 'share' : 'signed');

/** What a value is compared with; where values have two signs, below means far below zero. @param {Stage} stage @param {Range} range */
export function threshold(stage, range) {
  const kind = kindOf(stage.arrays[range.quantity]);
  const signed = (/** @type {number} */ size) => (settings.below && kind === 'signed' ? -size : size);
  const own = thresholds[kind];
  if (own !== null) return signed(own);
  const far = (/** @type {number} */ size) => Math.abs(size - USUAL[kind]);
  const sizes = [...GRID].sort((a, b) => far(a) - far(b));
  const units = stage.arrays[range.quantity].size;
  const shares = sizes.map((size) => unitsOn(stage, range, signed(size)).length / units);
  const best = shares.findIndex((share) => share >= TELLING[0] && share <= TELLING[1]);
  return signed(sizes[best >= 0 ? best : Math.max(0, shares.findIndex((share) => share > 0))]);
}

/** The units that are on at every step of the range. @param {Stage} stage @param {Range} range @param {number} limit @returns {number[]} */
export function unitsOn(stage, { quantity, first, last }, limit) {
  const { values, size: units } = stage.arrays[quantity];
  const least = Math.fround(limit); // as precise as the values
  const steps = session.trace?.steps ?? 0;
  const isOn = (/** @type {number} */ step, /** @type {number} */ unit) => {
    if (step < 0 || step >= steps) return false;
    const value = values[step * units + unit];
    return settings.below ? value < least : value > least;
  };
  const stays = (/** @type {number} */ unit) => {
    for (let step = first; step <= last; step++) if (!isOn(step, unit)) return false;
    return !(settings.before && isOn(first - 1, unit)) && !(settings.after && isOn(last + 1, unit));
  };
  return Array.from({ length: units }, (_, unit) => unit).filter(stays);
}

// Steps of learning as they are asked for: by which optimiser, how far each goes, how many. Pure.

/** As playground/changes has them. @typedef {{target: string | number, loss: string, optimiser: string, learning_rate: number, steps: number}} Learning */
/** @typedef {Pick<Learning, 'optimiser' | 'learning_rate'>} Settings */
/** @typedef {{target: string | number | null, loss: string | null}} Question */

export const OPTIMISERS = ['sgd', 'momentum', 'adam'];
export const MOST = 100; // steps
export const MANY = 10; // by the second button
export const RATES = [-4, -3, -2, -1].flatMap((power) => [1, 2, 5].map((factor) => Number(`${factor}e${power}`))).concat(1);

/** What an optimiser begins with (playground/descent/update.py). @type {Record<string, number>} */
export const USUAL = { sgd: 0.01, momentum: 0.01, adam: 0.001 };

/** The place of a rate on the slider, which is logarithmic: that of the nearest there. @param {number} rate */
export function placeOfRate(rate) {
  const apart = RATES.map((known) => Math.abs(Math.log(known / Math.max(rate, 1e-30))));
  return apart.indexOf(Math.min(...apart));
}

/** Why nothing can be learnt: the key of the words, or null. @param {string[]} labels @param {Question} question */
export function hindrance(labels, { target, loss }) {
  if (loss === 'logit' && (labels.length || target !== null)) return 'logit';
  return !labels.length && target === null ? 'number' : null;
}

/** What is to be learnt, of a loss that can be descended. @param {string[]} labels @param {Question} question @param {string} predicted @returns {Pick<Learning, 'target' | 'loss'>} */
export function lessonOf(labels, { target, loss }, predicted) {
  if (!labels.length) return { target: Number(target), loss: 'mse' };
  return { target: target !== null && labels.includes(String(target)) ? String(target) : predicted, loss: loss ?? 'cross_entropy' };
}

/** @param {number} steps */
export const within = (steps) => Math.max(0, Math.min(MOST, steps));

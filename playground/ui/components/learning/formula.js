// The update of one weight as its optimiser has it: formulas with their numbers, as few digits as show the change. Pure.

import { near, significant } from '../text/numbers.js';

/** As learning/unit_update.py has it. @typedef {{step: number, optimiser: string, settings: Record<string, number>, numbers: Record<string, number>}} Update */
/** One line of symbols and the same with numbers, what they give last. @typedef {{symbols: string, numbers: string, result: string}} Line */

/** Of a number that may stand behind a minus or a dot. @param {number} value @param {number} [digits] */
const inside = (value, digits) => (value < 0 ? `(${significant(value, digits)})` : significant(value, digits));

/** The lines of an update, the new weight last. @param {Update} update @returns {Line[]} */
export function linesOf({ optimiser, step, settings, numbers }) {
  const { w, g } = numbers;
  const rate = significant(settings.learning_rate);
  const change = Math.abs(numbers.new - w);
  const result = near(numbers.new, change);
  const weight = near(w, change);
  if (optimiser === 'sgd') return [{ symbols: 'w ← w − η g', numbers: `${weight} − ${rate} · ${inside(g)}`, result }];
  if (optimiser === 'momentum') {
    const { momentum } = settings;
    const { v, v_before: before } = numbers;
    const kept = before === undefined ? { symbols: 'v ← g', numbers: '', result: significant(v) } : { symbols: 'v ← μ v + g', numbers: `${significant(momentum)} · ${inside(before)} + ${inside(g)}`, result: significant(v) };
    return [kept, { symbols: 'w ← w − η v', numbers: `${weight} − ${rate} · ${inside(v)}`, result }];
  }
  return [...adam(step, settings, numbers), { symbols: 'w ← w − η m̂ / (√v̂ + ε)', numbers: `${weight} − ${rate} · ${inside(numbers.m_hat)} / (√${significant(numbers.v_hat)} + ${power(settings.epsilon)})`, result }];
}

/** Both moments, and what makes up for their beginning with 0. @param {number} step @param {Record<string, number>} settings @param {Record<string, number>} numbers @returns {Line[]} */
function adam(step, { beta1, beta2 }, { g, m, v, m_before: m0 = 0, v_before: v0 = 0, m_hat: mHat, v_hat: vHat }) {
  const rest = (/** @type {number} */ beta) => significant(1 - beta);
  return [
    { symbols: 'm ← β_1 m + (1 − β_1) g', numbers: `${significant(beta1)} · ${inside(m0)} + ${rest(beta1)} · ${inside(g)}`, result: significant(m) },
    { symbols: 'v ← β_2 v + (1 − β_2) g^2', numbers: `${significant(beta2)} · ${significant(v0)} + ${rest(beta2)} · ${inside(g)}^2`, result: significant(v) },
    { symbols: `m̂ = m / (1 − β_1^{${step}})`, numbers: `${inside(m)} / ${significant(1 - beta1 ** step)}`, result: significant(mHat) },
    { symbols: `v̂ = v / (1 − β_2^{${step}})`, numbers: `${significant(v)} / ${significant(1 - beta2 ** step)}`, result: significant(vHat) },
  ];
}

/** "10^{−8}" @param {number} value */
function power(value) {
  const exponent = Math.log10(value);
  return Number.isInteger(exponent) ? `10^{${exponent}}`.replace('-', '−') : significant(value);
}

// What is said of an attribution: the method and its limits, what the values sum to, and which of them is the largest.

import { place } from '../run/time_axis.js';
import { significant } from '../text/numbers.js';
import { session } from '../run/session.js';
import { inUnit } from '../run/series.js';
import { currentLanguage, t } from '../text/text.js';
import { number, values as flat } from './found.js';

/** @typedef {import('./found.js').Answer} Answer */

const RUGGED = 0.02; // of the difference that should be shared out, from where on it is said why the sum misses it
/** @type {Record<string, string>} */
export const EQUATIONS = {
  gradient_x_input: 'φ_i = x_i · ∂y/∂x_i',
  integrated_gradients: 'φ_i = x_i · ∫ ∂y(αx)/∂x_i dα,  0 ≤ α ≤ 1',
  occlusion: 'φ_i = y(x) − y(x | x_i = 0)',
  grad_cam: 'L = ReLU(Σ_k a_k A_k),  a_k = 1/(HW) · Σ ∂y/∂A_k',
};

/** The method in a few sentences, with its limits. @param {Answer} answer */
export function about({ found, trace }) {
  const name = baselineOf(trace);
  if (found.method === 'integrated_gradients') return t('why.about.integrated_gradients', { name, points: found.points });
  if (found.method === 'grad_cam') return t('why.about.grad_cam', { size: found.maps?.join(' × '), to: trace.input.shape.slice(-2).join(' × ') });
  if (found.method === 'gradient_x_input') return t('why.about.gradient_x_input');
  if (trace.encoded?.kind === 'Pictures') return t('why.about.covered', { window: found.window?.join(' × '), stride: found.stride?.[0] });
  const part = t(`why.part.${trace.task}`);
  const blank = t(`why.blank.${trace.task === 'series' && !trace.recurrent ? 'window' : trace.task}`);
  const [wide] = found.window ?? [1];
  return wide > 1 ? t('why.about.many', { name: blank, count: wide }) : t('why.about.replaced', { name: blank, part });
}

/** What an input of zeros is. @param {{task: string}} trace */
export const baselineOf = ({ task }) => t(`why.baseline.${task}`);

/** Whether the values sum to what they should, or what is the largest drop and rise; and the unit of a number. @param {Answer} answer */
export function check(answer) {
  const { method } = answer.found;
  const sentences = method === 'occlusion' ? extremes(answer) : method === 'grad_cam' ? strongest(answer) : sums(answer);
  return [...sentences, unit(answer.trace)].filter(Boolean).join(currentLanguage() === 'zh' ? '' : ' ');
}

/** @param {Answer} answer */
function sums({ found: { method, total, output, baseline, points }, trace }) {
  const difference = output - baseline;
  const size = Math.max(Math.abs(total), Math.abs(difference));
  const kind = trace.labels.length ? 'logit' : 'output';
  const off = total - difference;
  const said = Object.fromEntries(Object.entries({ total, output, difference, off: Math.abs(off), baseline }).map(([name, value]) => [name, number(value, size)]));
  if (said.baseline.startsWith('−')) said.baseline = `(${said.baseline})`;
  const sum = t(`why.sum.${method}`, { ...said, name: baselineOf(trace), quantity: t(`why.quantity.${kind}`) });
  const rugged = method === 'integrated_gradients' && Math.abs(off) > RUGGED * Math.max(1, Math.abs(difference));
  return [sum, rugged ? t('why.sum.rugged', { points }) : ''];
}

/** The part whose loss lowers the output most, and the one whose loss raises it most. @param {Answer} answer */
function extremes({ found, trace }) {
  const values = flat(found);
  const most = values.reduce((best, value, k) => (value > values[best] ? k : best), 0);
  const least = values.reduce((best, value, k) => (value < values[best] ? k : best), 0);
  const size = Math.max(Math.abs(values[most]), Math.abs(values[least]));
  const say = (/** @type {number} */ k, /** @type {'drop' | 'rise'} */ way) => {
    if (values[k] === 0 || values[k] > 0 !== (way === 'drop')) return '';
    const [from, to] = [found.output, found.output - values[k]];
    const numbers = { size: number(Math.abs(values[k]), size), from: number(from, size), to: number(to, size) };
    const quantity = t(`why.quantity.${trace.labels.length ? 'logit' : 'output'}`);
    const picture = trace.encoded?.kind === 'Pictures';
    return t(`why.${way}.${picture ? 'picture' : 'part'}`, { ...numbers, quantity, place: partName(found, trace, k) });
  };
  return [say(most, 'drop'), say(least, 'rise')];
}

/** @param {Answer} answer */
function strongest({ found, trace }) {
  const values = flat(found);
  const best = values.reduce((most, value, k) => (value > values[most] ? k : most), 0);
  return [values[best] > 0 ? t('why.strongest', { place: partName(found, trace, best), value: significant(values[best], 3) }) : t('why.nothing')];
}

/** What a value stands for, in words; of a long sequence several steps were covered at once. @param {Answer['found']} found @param {Answer['trace']} trace @param {number} k */
function partName(found, trace, k) {
  const { kind, read } = trace.encoded ?? { kind: '', read: 0 };
  if (kind === 'Pictures') {
    const width = trace.input.shape.at(-1) ?? 1;
    return t('where.pixel', { row: Math.floor(k / width) + 1, column: (k % width) + 1 });
  }
  if (kind === 'Features') return t(`features.${trace.task}.${session.catalogue?.examples.features[k].name}`);
  const first = kind === 'Series' ? read - found.values.length : 0;
  const [wide] = found.window ?? [1];
  if (wide === 1) return place(trace, Math.max(0, first + k));
  const from = k - (k % wide);
  return t('why.range', { from: first + from + 1, to: Math.min(first + from + wide, first + found.values.length) });
}

/** In what unit the output is, where it is a number. @param {Answer['trace']} trace */
function unit({ task, encoded }) {
  if (task === 'series') return t('why.unit.series', { size: inUnit({ encoded }, encoded?.scale.at(-1)) });
  if (task === 'diabetes') return t('why.unit.diabetes', { size: significant(session.catalogue?.examples.target.sd, 3) });
  return '';
}

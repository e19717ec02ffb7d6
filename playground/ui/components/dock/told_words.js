// The parts of an explanation as words and HTML: its kind, the products of a sum, where the value came from, the code.

import { needModule } from '../loading/wanted.js';
import { labelOf } from '../run/time_axis.js';
import { withRole } from '../run/declarations.js';
import { stageTitle } from '../run/quantity_names.js';
import { session } from '../run/session.js';
import { point, select } from '../stage/selecting.js';
import { significant } from '../text/numbers.js';
import { equation } from '../text/equations.js';
import { measureName } from '../text/feature_names.js';
import { t } from '../text/text.js';
import { productColumns } from '../text/worked.js';
import { button, caption, el } from './parts.js';
import { keyOf } from '../run/trace.js';
import { stageOf } from './where.js';

/** @typedef {import('./told.js').Told} Told */
/** @typedef {import('./told.js').Sum} Sum */
/** @typedef {import('./told.js').Source} Source */
/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */

/** What is explained: by the texts where they have a word for its kind, else by its role and its symbol, "Gate f". @param {Told} told */
export const kindOf = ({ kind, role, symbol }) => t(`explain.kinds.${kind}`) || [t(`explain.roles.${role}`), symbol].filter(Boolean).join(' ');

/** The terms of a sum, and its rest as one. @param {Sum} sum @param {Told} told */
export function termsTable(sum, told) {
  const { kind } = told;
  const powers = kind === 'softmax';
  const most = kind === 'max_pooling';
  const heads = powers ? ['', 'value', 'power'] : most ? ['', 'value'] : ['', 'weight', 'value', 'product'];
  const rows = el('table', 'pg-terms-table', el('tr', '', ...heads.map((name) => el('th', '', name ? t(`explain.${name}`) : ''))));
  for (const term of sum.terms) {
    const label = powers ? [labelOf(session.trace?.labels[term.index[0]] ?? '')] : [...equation(term.label), ...(term.padding ? [' (0)'] : []), ...measured(term.label, term.index, told.selection)];
    const numbers = powers ? [significant(term.value), significant(term.product)] : most ? [significant(term.value)] : productColumns(term.weight, term.value, 4);
    rows.append(row(most && term.weight === 1 ? 'winner' : '', label, numbers));
  }
  const wide = heads.length - 1;
  if (sum.more) rows.append(last(t('explain.more', { count: sum.more }), sum.rest, wide));
  if (!most) rows.append(last(t('explain.total'), sum.total, wide));
  const name = kind.endsWith('pooling') ? 'window' : powers ? 'powers' : 'terms';
  return el('section', '', caption(t(`explain.${name}`)), rows, ...(sum.padding ? [el('p', 'pg-muted', t('explain.padding', { count: sum.padding }))] : []));
}

/** @param {string} className @param {(Node | string)[]} label @param {string[]} numbers */
const row = (className, label, numbers) => el('tr', className, el('td', 'pg-maths', ...label), ...numbers.map((text) => el('td', 'pg-digits', text)));

/** @param {string} name @param {number} value @param {number} wide */
function last(name, value, wide) {
  const cell = Object.assign(el('td', '', name), { colSpan: wide });
  return el('tr', 'last', cell, el('td', 'pg-digits', significant(value)));
}

/** What the inputs of a table are called. @param {string} label @param {number[]} index @param {Selection} selection */
function measured(label, [i], { layer }) {
  const { features } = session.catalogue?.examples ?? {};
  return features && layer === 0 && label.startsWith('x') ? [` ${measureName(features[i].name)}`] : [];
}

/** Where the value came from: a button that shows it; a single value is selected. @param {Source} source @param {Selection} selection @param {Trace} run */
export function sourceItem(source, selection, run) {
  const name = `${t(`explain.sources.${source.role}`)}: ${placeOf(source, run)}`;
  const stage = run.stages.get(keyOf(source));
  const one = source.ranges.every(([first, end]) => end === first + 1);
  if (!stage && source.role !== 'logits') return el('li', '', name);
  const { role, ranges, ...place } = source;
  const act = () => {
    if (role === 'logits') select({ ...selection, quantity: 'logits' });
    else if (one) select({ ...place, index: ranges.map(([first]) => first), original: selection.original });
    else point({ ...place, index: ranges.map(([first, end]) => Math.floor((first + end - 1) / 2)) });
  };
  return el('li', '', button(name, act, 'pg-as-text'));
}

/** "Convolution 1 [3, 4–8, 1–5]": the layer's title and the ranges, from 1. @param {Source} source @param {Trace} run */
function placeOf(source, run) {
  const stage = run.stages.get(keyOf(source));
  const title = stage ? stageTitle(stage, run) : source.stage;
  const ranges = source.ranges.map(([first, end]) => (end - first > 1 ? `${first + 1}–${end}` : `${first + 1}`)).join(', ');
  return `${title} [${ranges}]${source.t === null ? '' : ` · t = ${source.t + 1}`}`;
}

/** A receptive field in words. @param {Source} field */
export function fieldWords({ ranges: [, [top, bottom], [left, right]] }) {
  if (bottom <= top || right <= left) return t('explain.nowhere');
  return t('explain.field', { top: top + 1, bottom, left: left + 1, right });
}

/** The line of PyTorch, which can be copied. @param {Told} told */
export function codeOf({ where, torch }) {
  const code = el('code', '', [...where.map(([name, what]) => `${name} = ${what}`), torch].join('\n'));
  const copy = button(t('explain.copy'), async () => {
    getSelection()?.selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(code.textContent ?? '');
      copy.textContent = t('explain.copied');
    } catch {
      // Where that is not allowed the code is marked, and can be copied by hand.
    }
  }, 'pg-copy');
  const script = button(t('explain.script'), async () => (await needModule(() => import('./code.js'))).openCode('plain'), 'pg-copy');
  script.dataset.open = 'script';
  return [el('p', 'pg-caption', t('explain.torch'), ' ', copy, ' ', script), Object.assign(el('pre', '', code), { tabIndex: 0 })];
}

/** What a visitor has made of a gate or a unit, where the equation alone would show but the means of it; else null. @param {Selection} selection @param {Told} told @param {Trace} run */
export function changedTo(selection, { kind }, run) {
  /** @type {{gates?: {gate: string, value: number, layer?: number, units?: number[]}[], off?: {layer: number, direction?: number, units: number[]}[]}} */
  const { gates = [], off = [] } = run.of?.changes ?? {};
  const { layer, direction, quantity, index: [unit] } = selection;
  const gate = gates.findLast((entry) => entry.gate === quantity && (entry.layer ?? layer) === layer && (entry.units ?? [unit]).includes(unit));
  const isOff = off.some((entry) => entry.layer === layer && (entry.direction ?? 0) === (direction ?? 0) && entry.units.includes(unit));
  // A unit is switched off where its value is made: in the candidate of a gated one.
  const { declared } = stageOf(run, selection) ?? {};
  const [candidate = quantity] = declared ? withRole(declared, 'candidate') : [];
  if (isOff && quantity === candidate && !kind.endsWith('pooling')) return t('tries.switched_off');
  return gate ? t('tries.held', { value: gate.value }) : null;
}

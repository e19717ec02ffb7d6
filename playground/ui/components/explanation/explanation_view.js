// The parts of an explanation as words and HTML: its place, the products of a sum, and where the value came from.
// @ts-nocheck: untyped until the next issue replaces it

import { labelOf } from '../run/time_axis.js';
import { significant } from '../text/numbers.js';
import { withRole } from '../run/declarations.js';
import { equation } from '../text/equations.js';
import { measureName } from '../text/feature_names.js';
import { boxesOf, cellOf } from './outlines.js';
import { runOf, session } from '../run/session.js';
import { t } from '../text/text.js';

/** The terms of a sum, and its rest as one. */
export function table(sum, { kind, selection }) {
  const powers = kind === 'softmax';
  const pooled = kind.endsWith('pooling');
  const section = make('section', '');
  const rows = make('table', 'pg-terms');
  const most = kind === 'max_pooling';
  const heads = powers ? ['', 'value', 'power'] : most ? ['', 'value'] : ['', 'weight', 'value', 'product'];
  rows.append(head(heads.map((name) => (name ? t(`explain.${name}`) : ''))));
  for (const term of sum.terms) {
    const label = powers ? labelOf(session.trace.labels[term.index[0]]) : [...equation(term.label), ...(term.padding ? [' (0)'] : []), ...measured(term, selection)];
    const numbers = powers ? [term.value, term.product] : most ? [term.value] : [term.weight, term.value, term.product];
    const line = row(label, ...numbers.map((n) => significant(n)));
    line.classList.toggle('winner', most && term.weight === 1);
    rows.append(line);
  }
  const wide = heads.length - 1;
  if (sum.more) rows.append(last(t('explain.more', { count: sum.more }), sum.rest, wide));
  if (!most) rows.append(last(t('explain.total'), sum.total, wide));
  section.append(words('h4', t(pooled ? 'explain.window' : powers ? 'explain.powers' : 'explain.terms')));
  if (sum.terms.length > 2) section.append(words('p', ...equation(sum.symbol)));
  section.append(rows);
  if (sum.padding) section.append(words('p', t('explain.padding', { count: sum.padding })));
  return section;
}

/** What the inputs of a table are called. */
function measured({ label, index: [i] }, { layer }) {
  const { features } = session.catalogue.examples;
  return features && layer === 0 && label.startsWith('x') ? [` ${measureName(features[i].name)}`] : [];
}

/** Where the value came from: a button that shows it; a single value, and the logits of a class, are given to `open`. */
export function source(from, selection, open) {
  const [box] = boxesOf(from, selection.original);
  const name = `${t(`explain.sources.${from.role}`)}: ${placeOf(from, box)}`;
  const item = make('li', '');
  const one = from.ranges.every(([first, end]) => end === first + 1);
  if (!box && !one && from.role !== 'logits') {
    item.textContent = name;
    return item;
  }
  const { role, ranges, ...place } = from;
  const button = words('button', name);
  button.type = 'button';
  button.onclick = () => {
    box?.canvas.scrollIntoView({ behavior: 'smooth', block: 'center' });
    if (one) open({ ...place, index: ranges.map(([first]) => first), original: selection.original });
    if (role === 'logits') open({ ...selection, quantity: 'logits' });
  };
  item.append(button);
  return item;
}

/** "Convolution 1 [3, 4–8, 1–5]": the panel's title and the ranges, from 1. */
function placeOf(from, box) {
  const panel = box?.canvas.closest('.pg-stage').querySelector('h3').textContent ?? from.stage;
  const ranges = from.ranges.map(([first, end]) => (end - first > 1 ? `${first + 1}–${end}` : `${first + 1}`)).join(', ');
  return `${panel} [${ranges}]${from.t === null ? '' : ` · t = ${from.t + 1}`}`;
}

export function make(tag, className) {
  return Object.assign(document.createElement(tag), { className });
}

export function words(tag, ...content) {
  const element = document.createElement(tag);
  element.append(...content);
  return element;
}

export const row = (...cells) => words('tr', ...cells.map((cell) => words('td', ...[cell].flat())));
const head = (cells) => words('tr', ...cells.map((cell) => words('th', cell)));

function last(name, value, wide) {
  const line = row(name, significant(value));
  line.className = 'last';
  line.firstChild.colSpan = wide;
  return line;
}

/** What is explained: by the texts where they have a word for its kind, else by its role and its symbol, "Gate f". */
export const kindOf = ({ kind, role, symbol }) => t(`explain.kinds.${kind}`) || [t(`explain.roles.${role}`), symbol].filter(Boolean).join(' ');

/** Where a value stands, in the words of its panel. */
export function describe(selection) {
  const cell = cellOf(selection);
  if (cell) {
    const side = cell.canvas.closest('.half') ? t(selection.original ? 'tries.original' : 'tries.changed') : '';
    return [side, cell.canvas.cells.describe(cell.x, cell.y)].filter(Boolean).join(' · ');
  }
  const label = runOf(selection).labels[selection.index[0]];
  return label === undefined ? '' : labelOf(label);
}

/** A receptive field in words. */
export function fieldWords({ ranges: [, [top, bottom], [left, right]] }) {
  if (bottom <= top || right <= left) return t('explain.nowhere');
  return t('explain.field', { top: top + 1, bottom, left: left + 1, right });
}

/** Put the code into the clipboard; false where that is not allowed: it is marked then, and can be copied by hand. */
export async function copy(code) {
  getSelection().selectAllChildren(code);
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    return false;
  }
}

/** What a visitor has made of a gate or a unit, where the equation alone would show but the means of it; else null. */
export function changedTo(selection, { kind }) {
  const { gates = [], off = [] } = runOf(selection).of?.changes ?? {};
  const { stage, layer, direction, quantity, index: [unit] } = selection;
  const gate = gates.findLast((entry) => entry.gate === quantity && (entry.layer ?? layer) === layer);
  const isOff = off.some((entry) => entry.layer === layer && (entry.direction ?? 0) === (direction ?? 0) && entry.units.includes(unit));
  // A unit is switched off where its value is made: in the candidate of a gated one.
  const { declared } = runOf(selection).get(stage, layer) ?? {};
  const [candidate = quantity] = declared ? withRole(declared, 'candidate') : [];
  const made = quantity === candidate && !kind.endsWith('pooling');
  if (isOff && made) return t('tries.switched_off');
  return gate ? t('tries.held', { value: gate.value }) : null;
}

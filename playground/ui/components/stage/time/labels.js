// The words along a time axis: what it counts, the numbers of its steps, the name of each layer and of each lane.

import { pixelRatio } from '../../dom/zoom.js';
import { timedNote } from '../../run/quantity_names.js';
import { labelOf } from '../../run/time_axis.js';
import { t } from '../../text/text.js';
import { session } from '../../run/session.js';
import { select } from '../selecting.js';
import { perRowOf } from '../forms/lane.js';
import { likeOf } from '../../tasks.js';

/** @typedef {import('../layout/timed.js').Axis} Axis */
/** @typedef {import('../layout/timed.js').GroupPlace} GroupPlace */
/** @typedef {import('../layout/timed.js').LanePlace} LanePlace */
/** The picture that they are of, and its run. @typedef {import('../picture.js').Picture} Picture */

export const TWO_LINES = 31; // px of a lane from which on its label has a second line
const TITLE = 6.7; // px a letter of a turned title takes

/** @param {string} tag @param {string} className @param {string} [words] @returns {HTMLElement} */
export const made = (tag, className, words = '') => Object.assign(document.createElement(tag), { className, textContent: words });

/** Round numbers of steps, each over its column; the first, the last, and the last that is given stand before others. @param {HTMLElement} place @param {Axis} axis @param {Picture} stage */
export function writeNumbers(place, axis, { run }) {
  const { x, step, from, count, numbers } = axis;
  const total = run?.encoded?.kind === 'Series' ? run.encoded.values.length + run.encoded.ahead : from + count;
  const last = axis.chart ? Math.min(from + count + 1, total) : from + count;
  const every = [1, 2, 5, 10, 20, 50].find((size) => size * step >= 30 && count / size <= 12) ?? 100;
  const round = Array.from({ length: count }, (_, k) => from + k + 1).filter((number) => number % every === 0);
  const written = /** @type {number[]} */ ([]);
  for (const number of [from + 1, last, ...(axis.chart ? [run?.encoded?.read] : []), ...round]) {
    if (number <= from || number > last || written.some((other) => Math.abs(other - number) * step < 26)) continue;
    written.push(number);
    const mark = made('span', 'pg-step-number', String(number));
    mark.style.transform = `translate(${x + (number - from - 0.5) * step}px, ${numbers}px) translateX(-50%)`;
    place.append(mark);
  }
}

/** @param {HTMLElement} place @param {Axis} axis @param {Picture} stage */
export function writeLabels(place, axis, stage) {
  const { run } = stage;
  if (!run) return;
  const layers = new Set(axis.groups.map(({ layer }) => layer)).size;
  const isPhone = axis.head === null;
  for (const group of axis.groups) {
    const name = nameOf(group, layers, { both: run.bidirectional, isPhone });
    const title = [`${name} · ${t('time.units', { count: group.units })}`, name].find((words) => group.height > words.length * TITLE);
    const isTurned = !isPhone && group.isOpen && title !== undefined;
    if (isTurned) writeTurned(place, axis, title, group, noteOf(run, group.key));
    if (run.bidirectional && !isPhone) writeWay(place, axis, group);
    group.lanes.forEach((lane, k) => writeLane(place, axis, group, lane, { title: !isTurned && k === 0 && (group.canClose || !isPhone) ? name : '', isPhone, stage }));
  }
  const { given, guess } = axis;
  if (given) place.append(label(axis, { ...given, title: givenName(run, given.kind), symbol: 'x', note: '' }));
  if (guess?.rows && guess.height > 90 && !isPhone) writeTurned(place, axis, t('time.guess'), guess);
  else if (guess && !guess.rows) place.append(label(axis, { y: guess.y, height: guess.height - 14, title: t(isPhone ? 'time.guess_short' : 'time.guess'), symbol: '', note: isPhone ? '' : `${labelOf(run.labels[0])} ${t('time.to')} ${labelOf(run.labels.at(-1) ?? '')}`, hint: t(`stages.guess.${run.bidirectional ? 'note_both' : 'note'}`), isBold: true }));
}

/** "LSTM 1", "GRU backwards": the layer, and its direction where there are two. @param {GroupPlace} group @param {number} layers @param {{both: boolean, isPhone: boolean}} how */
function nameOf({ kind, layer, direction }, layers, { both, isPhone }) {
  const known = t(`time.kinds.${kind}`) || kind.replace(/Step$/, '');
  return [known, layers > 1 ? String(layer + 1) : '', both && isPhone ? (direction ? '←' : '→') : '', both && !isPhone ? t(`stages.steps.${direction ? 'backward' : 'forward'}`) : ''].filter(Boolean).join(' ');
}

/** What is to be known of a layer's kind. @param {import('../../run/trace.js').Trace} run @param {string} key */
function noteOf(run, key) {
  const stage = run.stages.get(key);
  return stage ? timedNote(stage) : '';
}

/** An arrow behind the lanes, in the direction in which they were computed. @param {HTMLElement} place @param {Axis} axis @param {GroupPlace} group */
function writeWay(place, { x, width }, { y, height, direction }) {
  const arrow = made('div', 'pg-lane-way', direction ? '←' : '→');
  arrow.setAttribute('aria-hidden', 'true');
  Object.assign(arrow.style, { left: `${x + width + 6}px`, top: `${y + height / 2 - 10}px` });
  place.append(arrow);
}

/** @param {import('../../run/trace.js').Trace} run @param {string} kind */
function givenName({ task, input }, kind) {
  const count = input.shape[input.shape.length - 1];
  if (kind === 'rows') return t(`time.given.${likeOf(task) === 'digits' ? 'pixels' : 'rows'}`, { count });
  return t(`time.given.${kind === 'values' && count > 1 ? 'rows' : kind}`, { count });
}

/** A layer's name beside a bracket over all its lanes. @param {HTMLElement} place @param {Axis} axis @param {string} title @param {{y: number, height: number}} where @param {string} [hint] */
function writeTurned(place, { edge, left }, title, { y, height }, hint = '') {
  const words = made('div', 'pg-layer-title', title);
  words.title = hint;
  Object.assign(words.style, { left: `${edge}px`, top: `${y}px`, height: `${height}px` });
  const bracket = made('div', 'pg-layer-bracket');
  Object.assign(bracket.style, { left: `${left - 11}px`, top: `${y}px`, height: `${height}px` });
  place.append(words, bracket);
}

/** @param {HTMLElement} place @param {Axis} axis @param {GroupPlace} group @param {LanePlace} lane @param {{title: string, isPhone: boolean, stage: Picture}} how */
function writeLane(place, axis, group, lane, { title, isPhone, stage }) {
  const { run } = stage;
  const { quantity, role, symbol, y, height } = lane;
  const isBackward = Boolean(run?.stages.get(group.key)?.backward);
  const name = ((isPhone || isBackward) && t(`time.short.${quantity}`)) || t(`time.lanes.${quantity}`) || quantity.replaceAll('_', ' ');
  const block = /** @type {any} */ (stage.view(group.key, quantity)?.block);
  const isSplit = Boolean(session.original && run === session.trace);
  const perRow = block ? perRowOf(block, lane.units, isSplit, pixelRatio()) : lane.perRow;
  const note = perRow > 1 ? t(`time.rows.${role === 'gate' ? 'mean' : 'strongest'}`, { count: perRow }) : '';
  const hint = [t(`quantities.${quantity}.name`, { symbol }), note && t(`time.rows.${role === 'gate' ? 'mean_long' : 'strongest_long'}`, { count: perRow }), isSplit ? t('time.split') : ''].filter(Boolean).join('. ');
  const sign = isBackward ? '∂' : '';
  const element = label(axis, { y, height, title: title ? '' : name, symbol: sign + symbol, note: height >= TWO_LINES && !title ? note : '', hint });
  if (title) {
    const layer = made(group.canClose && (isPhone || !group.isOpen) ? 'button' : 'b', 'pg-layer-name', title);
    if (layer instanceof HTMLButtonElement) {
      layer.type = 'button';
      layer.prepend(made('i', group.isOpen ? 'is-open' : 'is-closed'));
      layer.setAttribute('aria-expanded', String(group.isOpen));
      layer.onclick = () => select({ stage: group.kind, layer: group.layer, direction: group.direction || undefined, t: null, quantity: group.lanes[group.lanes.length - 1].quantity, index: [] });
    }
    element.prepend(layer);
  }
  place.append(element);
}

/** @param {Axis} axis @param {{y: number, height: number, title: string, symbol: string, note: string, hint?: string, isBold?: boolean}} what */
function label({ left, right }, { y, height, title, symbol, note, hint = '', isBold = false }) {
  const element = made('div', isBold ? 'pg-lane-label strong' : 'pg-lane-label');
  Object.assign(element.style, { left: `${left}px`, width: `${right - left}px`, top: `${y}px`, height: `${height}px` });
  const words = made('span', '', title);
  if (symbol) words.append(' ', made('i', 'pg-symbol', symbol));
  element.append(words);
  if (note) element.append(made('small', '', note));
  if (hint) element.title = hint;
  return element;
}

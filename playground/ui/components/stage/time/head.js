// The line over a time axis: what a column is, how the units stand, and which step turned the guess.

import { percent } from '../../answer/percent.js';
import { view } from '../../playback/view.js';
import { argmax } from '../../run/largest.js';
import { session } from '../../run/session.js';
import { labelOf, axisOf as axisName } from '../../run/time_axis.js';
import { t } from '../../text/text.js';
import { goTo } from './cursor.js';
import { roughly, turningPoint } from './guesses.js';
import { made, TWO_LINES } from './labels.js';
import { sortedBy } from './order.js';

/** @typedef {import('../layout/timed.js').Axis} Axis */
/** @typedef {import('../stage.js').Stage} Stage */
/** @typedef {import('../../run/trace.js').Trace} Trace */

/** What a column is, how the units stand, what a line of pixels stands for; and at the right the step that turned the guess. @param {HTMLElement} place @param {Axis} axis @param {Stage} stage */
export function writeHead(place, axis, stage) {
  place.querySelector('.pg-time-head')?.remove();
  const { run } = stage;
  if (!run || axis.head === null) return;
  const head = made('p', 'pg-time-head');
  Object.assign(head.style, { left: `${axis.x}px`, top: `${axis.head}px`, width: `${axis.width - stage.corner}px` });
  if (run.forward) {
    head.append(made('b', '', `← ${t('shows.gradients')}`), made('span', '', t(`backward.head.${axisName(run)}`) || t('backward.head.step')));
    place.append(head);
    return;
  }
  const all = headWords(axis, stage);
  const words = made('span', '', all.join(t('time.joint')));
  words.title = words.textContent ?? '';
  head.append(made('b', '', `${t('time.title')} →`), words, ...turnButton(run), ...lateButton(run));
  place.append(head);
  // What has no room is left to the tip, from the end on.
  for (let count = all.length - 1; count && words.scrollWidth > words.clientWidth; count--) words.textContent = all.slice(0, count).join(t('time.joint'));
}

/** @param {Axis} axis @param {Stage} stage */
function headWords(axis, { run }) {
  if (!run) return [];
  const read = run.encoded?.kind === 'Series' ? run.encoded.read : 0;
  const column = read && read < run.steps ? t('time.head.free', { read }) : t(`time.head.${axisName(run)}`);
  const [group] = axis.groups;
  const stage = group && run.stages.get(group.key);
  const by = stage ? t(`time.state.${sortedBy(stage)}`) || t('time.state.any') : '';
  const order = axis.groups.length ? t(`time.order.${view.order}`, { by }) : '';
  const isSplit = Boolean(session.original && run === session.trace);
  const gate = axis.groups.flatMap(({ lanes }) => lanes).find(({ role, perRow, height }) => role === 'gate' && perRow > 1 && height < TWO_LINES);
  const rows = gate && !isSplit ? t('time.rows.head', { count: gate.perRow }) : '';
  const both = run.bidirectional ? t('time.both') : '';
  return [column, both, isSplit ? t('time.split') : '', order, rows].filter(Boolean);
}

/** @param {string} words @param {string} hint @param {number} step to which it leads */
function button(words, hint, step) {
  const element = /** @type {HTMLButtonElement} */ (made('button', 'pg-turn', words));
  element.type = 'button';
  element.title = hint;
  element.onclick = () => goTo(step);
  return element;
}

/** The step that changed the guess most. @param {Trace} run */
function turnButton(run) {
  const stage = run.stages.get('StepOutput');
  const array = stage?.arrays.probabilities;
  if (!stage || !array || !run.of || run.bidirectional || run.milliseconds === null) return [];
  const turn = turningPoint({ values: array.values, size: array.size, filled: Math.min(stage.filled, run.steps) });
  if (!turn) return [];
  const { step, gained, before, after } = turn;
  const words = { step: step + 1, label: labelOf(run.labels[gained], run.task), before: roughly(before), after: roughly(after) };
  return [button(t('time.turn', words), t('time.turned', words), step)];
}

/** What a network of both directions says where only one of them has read all: at the last step, which other code takes. @param {Trace} run */
function lateButton(run) {
  const ends = run.bidirectional && run.of && run.milliseconds !== null ? run.probabilities : null;
  const late = ends && run.guess(run.steps - 1);
  if (!ends || !late) return [];
  const name = (/** @type {number[]} */ p) => `${labelOf(run.labels[argmax(p)], run.task)} (${percent(Math.max(...p))})`;
  const moved = ends.reduce((sum, p, k) => sum + Math.abs(p - late[k]), 0) / 2;
  const hint = t('stages.output.readouts', { ends: name(ends), late: name(late), moved: percent(moved) });
  return [button(t('time.late', { late: name(late) }), hint, run.steps - 1)];
}

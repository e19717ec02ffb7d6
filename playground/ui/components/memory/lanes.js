// The four networks over each other on one time axis: each with its gates and states as lanes, its answer at the end, one cursor through all.

import { find, findAll } from '../dom/find.js';
import { el } from '../dock/parts.js';
import { fixed } from '../text/numbers.js';
import { t } from '../text/text.js';
import { heightsOf, lanesOf } from './lane_list.js';
import { paintInput, paintLane } from './painting.js';
import { short } from './sentences.js';
import { memory } from './state.js';

/** @typedef {import('./lane_list.js').Lane} Lane */
/** @typedef {import('./state.js').Told} Told */
/** @typedef {{step: number, steps: number, canvases: HTMLCanvasElement[]}} Axis */

const FAR = 100; // a sum so far off needs no decimals

/** What is returned draws it anew. @param {HTMLElement} element */
export function showLanes(element) {
  const cursor = find(element, '.pg-memory-cursor', HTMLElement);
  const line = find(element, '.pg-memory-step', HTMLElement);
  /** @type {Axis | null} */
  let axis = null;
  const move = (/** @type {number | null} */ moment) => {
    memory.moment = moment;
    point(element, cursor, line, axis);
  };
  element.tabIndex = 0;
  element.onpointermove = ({ clientX }) => {
    const box = axis?.canvases[0]?.getBoundingClientRect();
    if (!axis || !box) return;
    const at = Math.floor((clientX - box.left) / axis.step);
    if (at >= 0 && at < axis.steps) move(at);
  };
  element.onkeydown = (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way || !axis) return;
    event.preventDefault();
    move(Math.max(0, Math.min(axis.steps - 1, (memory.moment ?? (way > 0 ? -1 : axis.steps)) + way)));
  };
  element.role = 'group';
  return () => {
    element.ariaLabel = t('memory.hint');
    axis = draw(element);
    point(element, cursor, line, axis);
  };
}

/** Rows for the input and for each network, and all of their lanes. @param {HTMLElement} element @returns {Axis | null} */
function draw(element) {
  const { answer, traces } = memory;
  const names = answer?.networks.map(({ network }) => network) ?? [];
  const runs = names.map((name) => traces.get(name));
  const first = runs[0];
  for (const old of findAll(element, '.pg-memory-row', HTMLElement)) old.remove();
  if (!answer || !first) return null;
  const rows = names.map((name) => ({ name, run: /** @type {import('../run/trace.js').Trace} */ (traces.get(name)), lanes: lanesOf(/** @type {any} */ (traces.get(name))) }));
  const part = heightsOf(element.clientHeight, rows.map(({ lanes }) => lanes));
  const given = rowOf(el('b', '', t('memory.given')), [], el('span', 'pg-memory-right', t('memory.right', { right: saidAll(answer.right) })));
  given.row.classList.add('given');
  element.append(given.row);
  const steps = first.steps;
  const step = given.canvas.clientWidth / steps;
  paintInput(given.canvas, first, answer.tokens, { step, height: Math.max(16, part) });
  const canvases = [given.canvas];
  for (const [k, { name, run, lanes }] of rows.entries()) {
    const told = answer.networks[k];
    const title = el('div', '', el('b', '', t(`memory.networks.${name}`)), el('span', 'pg-muted', t('memory.parameters', { count: told.parameters.toLocaleString('en') })));
    title.title = t(`memory.networks_about.${name}`);
    const { row, canvas, labels } = rowOf(title, lanes, answerOf(told, answer.right));
    row.dataset.network = name;
    canvas.role = 'img';
    canvas.ariaLabel = t('memory.lanes', { network: t(`memory.networks.${name}`), steps });
    element.append(row);
    const heights = paintLane(canvas, run, lanes, { step, part });
    for (const [at, height] of heights.entries()) labels[at].style.height = labels[at].style.lineHeight = `${height}px`;
    canvases.push(canvas);
  }
  return { step, steps, canvases };
}

/** @param {HTMLElement} title @param {Lane[]} lanes @param {HTMLElement} end */
function rowOf(title, lanes, end) {
  const labels = lanes.map(({ words }) => el('span', '', words));
  const canvas = document.createElement('canvas');
  const row = el('div', 'pg-memory-row', el('div', 'pg-memory-name', title), el('div', 'pg-memory-labels', ...labels), canvas, el('div', 'pg-memory-answer', end));
  return { row, canvas, labels };
}

/** What is said of an answer: a letter, a number, with decimals enough to tell whether it is right. @param {string | number | null} said */
const saidOne = (said) => (typeof said === 'number' ? (Math.abs(said) < FAR ? fixed(said, 2) : short(said)) : (said ?? '–'));
/** @param {(string | number)[]} all */
const saidAll = (all) => all.map(saidOne).join('');

/** @param {Told} told @param {(string | number)[]} right */
function answerOf({ answers, correct, finite }, right) {
  if (!finite) return el('span', 'pg-muted', t('memory.not_finite'));
  const said = answers.map((one, k) => el('b', correct[k] ? '' : 'wrong', saidOne(one)));
  const all = correct.every(Boolean);
  const mark = el('span', 'mark', all ? '✓' : right.length > 1 ? `${correct.filter(Boolean).length}/${right.length}` : '✗');
  return el('span', '', ...said, mark);
}

/** The frame around the step under the pointer, and what it says. @param {HTMLElement} element @param {HTMLElement} cursor @param {HTMLElement} line @param {Axis | null} axis */
function point(element, cursor, line, axis) {
  const { answer, moment } = memory;
  cursor.hidden = !axis || moment === null || moment >= axis.steps;
  line.textContent = axis ? t('memory.hint') : '';
  if (!axis || !answer || moment === null || cursor.hidden) return;
  const [box, outer] = [axis.canvases[0].getBoundingClientRect(), element.getBoundingClientRect()];
  const last = /** @type {HTMLCanvasElement} */ (axis.canvases.at(-1)).getBoundingClientRect();
  Object.assign(cursor.style, { left: `${box.left - outer.left + moment * axis.step}px`, top: `${box.top - outer.top + element.scrollTop}px`, width: `${Math.max(2, axis.step)}px`, height: `${last.bottom - box.top}px` });
  const guesses = answer.networks.flatMap(({ network }) => {
    const { logits, probabilities } = memory.traces.get(network)?.stages.get('StepOutput')?.arrays ?? {};
    if (!logits) return [];
    const at = Array.from((probabilities ?? logits).values.subarray(moment * logits.size, (moment + 1) * logits.size));
    const labels = memory.traces.get(network)?.labels ?? [];
    const best = at.indexOf(Math.max(...at));
    const said = labels.length ? (best < 0 ? '–' : `${labels[best]} ${Math.round(100 * at[best])}%`) : fixed(at[0], 2);
    return [`${t(`memory.networks.${network}`)} ${said}`];
  });
  line.textContent = [t('memory.step', { step: moment + 1, steps: axis.steps, token: answer.tokens[moment] }), ...guesses].join(' · ');
}

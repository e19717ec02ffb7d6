// Similar steps as a tool in the dock: steps that are marked in a lane, the units that are on in them, and where in the
// example set the same units are on (playground/similar.py).

import { quantityName, stageTitle } from '../run/quantity_names.js';
import { token } from '../run/time_axis.js';
import { Waiting } from '../dom/waiting.js';
import { showInput } from '../input.js';
import { on, session } from '../run/session.js';
import { search } from '../server/similar_search.js';
import { t } from '../text/text.js';
import { look, onView, reveal, view } from '../playback/view.js';
import { matchItem } from './similar_match.js';
import { automatic, kindOf, settings, threshold, thresholds, unitsOn } from './similar_units.js';
import { closeTool, isOpen, openInDock, toolButtons } from './tool.js';

/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {NonNullable<typeof view.range>} Range */

const LONGEST = 40; // characters of the steps' own text that are shown
const HTML = `
<div class="pg-asked">
  <div><label><span data-text="similar.steps"></span><input type="number" min="1" data-first></label>
    <label><span data-text="similar.to"></span><input type="number" min="1" data-last></label></div>
  <div><label><span data-text="similar.quantity"></span><select data-quantity-of></select></label>
    <select data-side></select><label><input type="range" step="0.05" data-threshold><output></output></label></div>
  <div><label><input type="checkbox" data-before><span data-text="similar.before"></span></label>
    <label><input type="checkbox" data-after><span data-text="similar.after"></span></label></div>
  <p data-count></p>
  <p class="pg-muted" role="status" data-said></p>
</div>
<ol class="pg-matches"></ol>`;

/** @type {{input: any, range: Range} | null} */
let coming = null; // an input that was put in to show some of its steps
/** @type {{input: any, label: string | undefined, range: Range} | null} */
let origin = null; // what the visitor had before

/** Make `input` the input, and mark `range` in it when the network has read it. @param {any} input @param {string | undefined} label @param {Range} range */
function visit(input, label, range) {
  coming = { input: null, range };
  showInput(input, label);
  coming.input = session.input;
}

/** Steps that are marked in a lane open the search. */
export function searchWhenMarked() {
  onView((change) => {
    if (change.range && !isOpen('similar') && session.trace) void openInDock('similar', build, { title: t('similar.title'), note: stageOf()?.title });
  });
  on('begin', () => coming?.input === session.input || (coming = origin = null));
  on('end', (trace) => {
    if (!coming || trace.preview) return;
    const { range } = coming;
    coming = null;
    queueMicrotask(() => {
      reveal(trace, range.first);
      look({ range });
    });
  });
  for (const name of /** @type {const} */ (['clear', 'task', 'architecture'])) on(name, () => (coming = origin = null));
}

/** The layer whose steps are marked. */
function stageOf() {
  const stage = view.range && session.trace?.stages.get(view.range.key);
  return stage && session.trace ? { stage, title: stageTitle(stage, session.trace) } : null;
}

/** @param {HTMLElement} place @param {import('./head.js').Head} head */
function build(place, head) {
  place.innerHTML = HTML;
  for (const words of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('[data-text]'))) words.textContent = t(words.dataset.text ?? '');
  const fields = fieldsOf(place);
  const asked = /** @type {HTMLElement} */ (place.querySelector('.pg-asked'));
  const waiting = new Waiting(asked, () => draw(), () => showAnswer(place, { keeps: true }));
  const results = search((answer) => showAnswer(place, answer), waiting);
  wire(fields);
  const draw = () => {
    const found = stageOf();
    const { range } = view;
    if (!found || !range || !session.trace) {
      results.ask(null);
      if (!coming) closeTool();
      return;
    }
    const { stage } = found;
    const limit = threshold(stage, range);
    const units = unitsOn(stage, range, limit);
    showQuery(fields, stage, range, limit);
    toolButtons(head, origin ? [{ words: t('similar.back'), act: goBack, name: 'back' }] : []);
    const size = stage.arrays[range.quantity].size;
    const numbers = { first: range.first + 1, last: range.last + 1, count: units.length, units: size };
    fields.count.textContent = t(range.first === range.last ? 'similar.count_one' : 'similar.count', { ...numbers, what: words(range.first, range.last) });
    const { task, architecture } = session;
    const question = { task, architecture, layer: stage.layer, direction: stage.direction, quantity: range.quantity, units, length: range.last - range.first + 1, threshold: limit, ...settings };
    if (units.length) results.ask(question);
    else results.ask(null, t('similar.no_units'));
  };
  const off = onView((change) => 'range' in change && draw());
  draw();
  return () => {
    off();
    results.ask(null);
    automatic();
    if (view.range && !coming) look({ range: null });
  };
}

/** @typedef {ReturnType<typeof fieldsOf>} Fields */
/** @param {HTMLElement} place */
function fieldsOf(place) {
  const input = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (place.querySelector(`[data-${name}]`));
  return {
    first: input('first'), last: input('last'), threshold: input('threshold'), before: input('before'), after: input('after'),
    quantity: /** @type {HTMLSelectElement} */ (place.querySelector('[data-quantity-of]')),
    side: /** @type {HTMLSelectElement} */ (place.querySelector('[data-side]')),
    output: /** @type {HTMLElement} */ (place.querySelector('output')),
    count: /** @type {HTMLElement} */ (place.querySelector('[data-count]')),
  };
}

/** @param {Fields} fields */
function wire({ first, last, quantity, side, threshold: slider, before, after }) {
  side.append(new Option(t('similar.above'), ''), new Option(t('similar.below'), 'below'));
  side.setAttribute('aria-label', t('similar.side'));
  slider.setAttribute('aria-label', t('similar.threshold'));
  const change = (/** @type {Partial<Range>} */ next) => view.range && look({ range: { ...view.range, ...next } });
  const whole = (/** @type {HTMLInputElement} */ field, /** @type {(step: number) => void} */ use) => {
    field.oninput = () => {
      const step = field.valueAsNumber - 1;
      if (Number.isInteger(step) && step >= 0 && step < (session.trace?.steps ?? 0)) use(step);
    };
    field.onchange = () => change({}); // what cannot be used goes
  };
  whole(first, (step) => change({ first: step, last: Math.max(step, view.range?.last ?? step) }));
  whole(last, (step) => change({ last: step, first: Math.min(step, view.range?.first ?? step) }));
  quantity.onchange = () => change({ quantity: quantity.value });
  side.onchange = () => {
    settings.below = Boolean(side.value);
    change({});
  };
  slider.oninput = () => {
    const array = stageOf()?.stage.arrays[view.range?.quantity ?? ''];
    if (array) thresholds[kindOf(array)] = slider.valueAsNumber;
    change({});
  };
  before.onchange = () => (settings.before = before.checked, change({}));
  after.onchange = () => (settings.after = after.checked, change({}));
}

/** The controls, as the range and the settings are. @param {Fields} fields @param {Stage} stage @param {Range} range @param {number} limit */
function showQuery(fields, stage, { quantity, first, last }, limit) {
  const array = stage.arrays[quantity];
  for (const [field, value] of /** @type {[HTMLInputElement, number][]} */ ([[fields.first, first + 1], [fields.last, last + 1]])) {
    field.max = String(session.trace?.steps ?? 1);
    if (field.valueAsNumber !== value) field.value = String(value);
  }
  const names = Object.keys(stage.arrays);
  if (fields.quantity.options.length !== names.length) fields.quantity.replaceChildren(...names.map((name) => new Option(quantityName(name, stage, session.trace), name)));
  fields.quantity.value = quantity;
  fields.side.value = settings.below ? 'below' : '';
  // A gate is at most 1, where none is on; the cell state can go far.
  Object.assign(fields.threshold, { min: '0', max: String(kindOf(array) === 'share' ? 1 : Math.max(1, Math.ceil(array.scale))) });
  fields.threshold.value = String(Math.abs(limit));
  fields.output.textContent = limit.toFixed(2).replace('-', '−');
  fields.before.checked = settings.before;
  fields.after.checked = settings.after;
}

/** The text of the steps, if they have one. @param {number} first @param {number} last */
function words(first, last) {
  const { trace } = session;
  if (!trace?.encoded?.tokens) return '';
  const all = Array.from({ length: Math.min(last - first + 1, LONGEST) }, (_, k) => token(trace, first + k));
  const text = all.join(trace.task === 'reviews' ? ' ' : '');
  return t('similar.what', { text: text.length > LONGEST || all.length < last - first + 1 ? `${text.slice(0, LONGEST)}…` : text });
}

/** `message` in place of matches, or {asked, searched, matches}; null for nothing; `waiting` for those that are there. @param {HTMLElement} place @param {import('../server/similar_search.js').Answer & {keeps?: boolean}} answer `keeps`: what is there stays */
function showAnswer(place, { message, waiting = false, keeps = false, asked, searched, matches = [] }) {
  const list = /** @type {HTMLElement} */ (place.querySelector('.pg-matches'));
  const said = /** @type {HTMLElement} */ (place.querySelector('[data-said]'));
  list.classList.toggle('waiting', waiting);
  if (keeps && !list.children.length) said.textContent = '';
  if (keeps) return;
  if (waiting) {
    if (!list.children.length) said.textContent = message ?? '';
    return;
  }
  const items = matches.map((match) => matchItem(match, asked, () => follow(match)));
  list.classList.toggle('wide', session.task === 'reviews');
  list.replaceChildren(...items.map(({ item }) => item));
  for (const { item, paint } of items) paint?.(getComputedStyle(item));
  if (message || !asked) said.textContent = message ?? '';
  else if (matches.length) said.textContent = [t(`similar.found.${session.task}`, { searched }), t('similar.note')].join(' ');
  else said.textContent = t(searched ? 'similar.none' : 'similar.no_examples', { searched });
}

/** @param {import('./similar_match.js').Match} match */
function follow(match) {
  const { range } = view;
  if (!range) return;
  origin ??= session.input?.picture ? null : { input: session.input, label: labelOfInput(), range };
  visit(match.input, match.label, { ...range, first: match.first, last: match.last });
}

function goBack() {
  if (!origin) return;
  const { input, label, range } = origin;
  origin = null;
  visit(input, label, range);
}

/** The name of the visitor's input among the examples, which a series has. @returns {string | undefined} */
function labelOfInput() {
  const { shown = [] } = session.catalogue?.examples ?? {};
  return shown.find((/** @type {any} */ { input }) => input.example && input.example === session.input?.example)?.label;
}

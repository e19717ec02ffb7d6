// The way in of tables: a slider for each of ten measurements, at the height of its node, and cases to begin from.

import { labelOf } from '../run/time_axis.js';
import { measureName, nameParts } from '../text/feature_names.js';
import { find, findAll } from '../dom/find.js';
import { interrupt, on, session, setInput } from '../run/session.js';
import { firstExample } from '../kept/example_of.js';
import { inputRows } from '../stage/layout/input_rows.js';
import { fill, onLanguage, t } from '../text/text.js';

const PATIENCE = 400; // milliseconds that an answer may take before the next question goes out all the same

/** What is known of a measurement. @typedef {{name: string, unit: string, min: number, max: number, mean: number, quartiles: number[]}} Feature */
/** @typedef {{element: HTMLElement, feature: Feature, value: number, set: (value: number) => void, name: () => void, mark: (outside: boolean) => void}} Row */
/** @typedef {{label: string, input: {values: number[]}}} Example */
/** A way to take values: a case, or the average. @typedef {{button: HTMLButtonElement, values: () => number[]}} Chip */

const HTML = `
<button type="button" class="pg-average" data-text="entry.sliders.mean"></button>
<p data-text="entry.sliders.drag"></p>
<div class="pg-chips"></div>
<p class="pg-message" role="status" aria-live="polite"></p>
<div class="pg-measures"></div>`;

/** @param {HTMLElement} element @param {string} task */
export function make(element, task) {
  element.innerHTML = HTML;
  const message = find(element, '.pg-message', HTMLElement);
  const measures = find(element, '.pg-measures', HTMLElement);
  /** @type {Row[]} */
  let rows = [];
  /** @type {Chip[]} */
  let chips = [];
  const ask = oneAtATime(() => session.task === task, () => setInput({ values: rows.map(({ value }) => value) }));
  const press = () => {
    const now = String(rows.map(({ value }) => value));
    for (const { button, values } of chips) button.setAttribute('aria-pressed', String(String(values()) === now));
  };
  const changed = () => {
    interrupt();
    press();
    ask();
  };
  const pick = (/** @type {number[]} */ values) => {
    values.forEach((value, k) => rows[k].set(value));
    changed();
  };
  const show = (/** @type {{values: number[]}} */ { values }) => {
    values.forEach((value, k) => rows[k].set(value));
    interrupt();
    press();
    setInput({ values });
  };
  const average = { button: find(element, '.pg-average', HTMLButtonElement), values: () => rows.map(({ feature }) => Number(feature.mean.toPrecision(4))) };
  average.button.onclick = () => pick(average.values());
  const offer = () => {
    if (session.task !== task) return;
    const cases = /** @type {Example[]} */ (session.catalogue?.examples.shown ?? []).filter(({ label }) => label !== null).map((example, k) => caseChip(example, k, pick));
    find(element, '.pg-chips', HTMLElement).replaceChildren(...cases.map(({ button }) => button));
    for (const part of [average.button, ...findAll(element, ':scope > [data-text]', HTMLElement)]) part.hidden = !cases.length; // a task of the visitor's own networks alone has none
    chips = [...cases, average];
    rows.forEach((row) => row.name());
    press();
  };
  on('message', (words) => {
    if (session.task === task) message.textContent = words;
  });
  on('stage', ({ kind }) => {
    if (session.task !== task || kind !== 'Input') return;
    session.trace?.encoded?.outside.forEach((/** @type {boolean} */ outside, /** @type {number} */ k) => rows[k].mark(outside));
  });
  onLanguage(() => {
    fill(element);
    offer();
  });
  const open = (/** @type {string} */ _, /** @type {Example['input'] | null} */ given) => {
    const { catalogue } = session;
    if (!rows.length && catalogue) {
      /** @type {{features: Feature[]}} */
      const { features } = catalogue.examples;
      rows = features.map((feature) => measure(feature, task, changed));
      measures.append(...rows.map((row) => row.element));
      keepHeights(element, rows);
      firstExample(task, catalogue).input.values.forEach((/** @type {number} */ value, /** @type {number} */ k) => rows[k].set(value));
    }
    offer();
    if (given) show(given);
    else ask();
  };
  return { open, show };
}

/** One question at a time: a hand moves faster than answers come, and each of them is to be seen. @param {() => boolean} isWanted @param {() => Promise<unknown>} ask */
function oneAtATime(isWanted, ask) {
  let asking = false;
  let again = false;
  return async () => {
    again = true;
    if (asking) return;
    asking = true;
    while (again && isWanted()) {
      again = false;
      await Promise.race([ask(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    }
    asking = false;
  };
}

/** Each slider stands at the height of its node in the picture beside the column. @param {HTMLElement} element @param {Row[]} rows */
function keepHeights(element, rows) {
  const column = element.closest('.pg-input');
  if (!(column instanceof HTMLElement)) return;
  const place = () => {
    const heights = inputRows(rows.length, column.clientHeight);
    rows.forEach((row, k) => (row.element.style.top = `${heights[k]}px`));
  };
  new ResizeObserver(place).observe(column);
  place();
}

/** @param {Example} example @param {number} k @param {(values: number[]) => void} pick @returns {Chip} */
function caseChip({ label, input }, k, pick) {
  const words = t('entry.sliders.case', { number: k + 1, label: labelOf(label) });
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: String(k + 1), title: words, onclick: () => pick(input.values) });
  button.setAttribute('aria-label', words);
  return { button, values: () => input.values };
}

/** A measurement: {element, feature, value, set(value), name(), mark(outside)}. @param {Feature} feature @param {string} task @param {() => void} changed @returns {Row} */
function measure(feature, task, changed) {
  const { min, max, mean, quartiles } = feature;
  const element = document.createElement('div');
  element.className = 'pg-measure';
  element.innerHTML = '<span></span><div><input type="range" step="any"></div><p class="pg-amount"><input type="number" step="any"><small></small></p>';
  const [name, unit, track] = ['span', 'small', 'div'].map((tag) => find(element, tag, HTMLElement));
  const [slider, field] = findAll(element, 'input', HTMLInputElement);
  // As many decimals as the data has, and whole numbers where it has none.
  const places = Math.max(...[min, max, ...quartiles].map((v) => (String(v).split('.')[1] ?? '').length));
  const round = (/** @type {number} */ value) => Number(value.toFixed(places));
  Object.assign(slider, { min, max });
  if (!places) slider.step = field.step = '1';
  track.style.setProperty('--pg-mean', String((mean - min) / (max - min)));
  const set = (/** @type {number} */ value) => {
    row.value = value;
    field.value = slider.value = String(value);
  };
  const write = () => {
    const words = (name.title = measureName(feature.name, task));
    [name.textContent] = nameParts(feature.name, task);
    unit.textContent = feature.unit && (t(`units.${feature.unit}`) || feature.unit);
    for (const input of [slider, field]) input.setAttribute('aria-label', `${words} ${unit.textContent}`.trim());
  };
  const mark = (/** @type {boolean} */ outside) => {
    element.classList.toggle('outside', outside);
    field.title = outside ? t('sliders.outside', { min, max }) : '';
  };
  /** @type {Row} */
  const row = { element, feature, value: mean, set, name: write, mark };
  slider.addEventListener('input', () => {
    row.value = Math.max(min, Math.min(max, round(slider.valueAsNumber)));
    field.value = String(row.value);
    changed();
  });
  field.addEventListener('input', () => {
    if (!Number.isFinite(field.valueAsNumber)) return; // while it is being typed
    row.value = field.valueAsNumber;
    slider.value = String(row.value); // it ends where the data does
    changed();
  });
  field.addEventListener('change', () => (field.value = String(row.value)));
  return row;
}

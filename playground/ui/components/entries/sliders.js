// The way in of tables: a slider and a field for each of ten measurements, and rows of the data to begin from.

import { labelOf } from '../run/time_axis.js';
import { measureName, nameParts } from '../text/feature_names.js';
import { find, findAll } from '../dom/find.js';
import { interrupt, on, session, setInput } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';

const PATIENCE = 400; // milliseconds that an answer may take before the next question goes out all the same
const FIRST = 3; // the example that a visitor finds

/** What is known of a measurement. @typedef {{name: string, unit: string, min: number, max: number, mean: number, quartiles: number[]}} Feature */
/** @typedef {{element: HTMLElement, feature: Feature, value: number, set: (value: number) => void, name: () => void, mark: (outside: boolean) => void}} Row */
/** @typedef {{label: string, input: {values: number[]}}} Example */

/** @param {HTMLElement} element @param {string} task */
export function make(element, task) {
  element.innerHTML = `
    <h3 data-text="sliders.${task}"></h3>
    <div class="pg-chips"></div>
    <p class="pg-message" role="status" aria-live="polite"></p>
    <div class="pg-measures"></div>`;
  const message = find(element, '.pg-message', HTMLElement);
  const measures = find(element, '.pg-measures', HTMLElement);
  const examples = find(element, '.pg-chips', HTMLElement);
  /** @type {Row[]} */
  let rows = [];
  /** @type {{button: HTMLButtonElement, values: () => number[]}[]} */
  let chips = [];
  let asking = false;
  let again = false;

  /** One question at a time: a hand moves faster than answers come, and each of them is to be seen. */
  const ask = async () => {
    again = true;
    if (asking) return;
    asking = true;
    while (again && session.task === task) {
      again = false;
      const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
      await Promise.race([setInput({ values: rows.map(({ value }) => value) }), late]);
    }
    asking = false;
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
  const means = () => rows.map(({ feature }) => Number(feature.mean.toPrecision(4)));
  const press = () => {
    const now = String(rows.map(({ value }) => value));
    for (const { button, values } of chips) button.setAttribute('aria-pressed', String(String(values()) === now));
  };
  const offer = () => {
    if (session.task !== task) return;
    const shown = /** @type {Example[]} */ (session.catalogue?.examples.shown ?? []);
    const named = new Set(shown.map(({ label }) => label)).size === shown.length;
    chips = shown.map(({ label, input }, k) => chip(named ? labelOf(label) : `${k + 1} · ${labelOf(label)}`, () => input.values, pick));
    chips.push(chip(t('sliders.mean'), means, pick));
    examples.replaceChildren(...chips.map(({ button }) => button));
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
  const open = () => {
    /** @type {{features: Feature[], shown: Example[]}} */
    const { features, shown } = session.catalogue?.examples ?? { features: [], shown: [] };
    if (!rows.length) {
      rows = features.map((feature) => measure(feature, task, changed));
      measures.classList.toggle('units', features.some(({ unit }) => unit));
      measures.append(...rows.map((row) => row.element));
      shown[FIRST].input.values.forEach((value, k) => rows[k].set(value));
    }
    offer();
    ask();
  };
  return { open, show };
}

/** @param {string} words @param {() => number[]} values @param {(values: number[]) => void} pick */
function chip(words, values, pick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  button.onclick = () => pick(values());
  return { button, values };
}

/** A measurement: {element, feature, value, set(value), name(), mark(outside)}. @param {Feature} feature @param {string} task @param {() => void} changed @returns {Row} */
function measure(feature, task, changed) {
  const { min, max, mean, quartiles } = feature;
  const element = document.createElement('div');
  element.className = 'pg-measure';
  element.innerHTML = '<span></span><input type="number" step="any"><small></small><div><input type="range" step="any"></div>';
  const [name, unit, track] = ['span', 'small', 'div'].map((tag) => find(element, tag, HTMLElement));
  const [field, slider] = findAll(element, 'input', HTMLInputElement);
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

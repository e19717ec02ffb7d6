// The way in of tables: a slider and a field for each of ten measurements, and rows of the data to begin from.

import { labelOf } from '../run/time_axis.js';
import { measureName, nameParts } from '../text/feature_names.js';
import { interrupt, on, session, setInput } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';

const PATIENCE = 400; // milliseconds that an answer may take before the next question goes out all the same
const FIRST = 3; // the example that a visitor finds

export function make(element, task) {
  element.innerHTML = `
    <h3 data-text="sliders.${task}"></h3>
    <div class="pg-chips"></div>
    <p class="pg-message" role="status" aria-live="polite"></p>
    <div class="pg-measures"></div>`;
  const find = (selector) => element.querySelector(selector);
  let rows = [];
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
  const pick = (values) => {
    values.forEach((value, k) => rows[k].set(value));
    changed();
  };
  const show = ({ values }) => {
    values.forEach((value, k) => rows[k].set(value));
    interrupt();
    press();
    setInput({ values });
  };
  const means = () => rows.map(({ feature }) => Number(feature.mean.toPrecision(4)));
  const press = () => {
    const now = String(rows.map(({ value }) => value));
    for (const chip of find('.pg-chips').children) chip.setAttribute('aria-pressed', String(chip.values()) === now);
  };
  const offer = () => {
    if (session.task !== task) return;
    const { shown } = session.catalogue.examples;
    const named = new Set(shown.map(({ label }) => label)).size === shown.length;
    const chips = shown.map(({ label, input }, k) => chip(named ? labelOf(label) : `${k + 1} · ${labelOf(label)}`, () => input.values, pick));
    find('.pg-chips').replaceChildren(...chips, chip(t('sliders.mean'), means, pick));
    rows.forEach((row) => row.name());
    press();
  };
  on('message', (words) => session.task === task && (find('.pg-message').textContent = words ?? ''));
  on('stage', ({ kind }) => {
    if (session.task !== task || kind !== 'Input') return;
    session.trace.encoded.outside.forEach((outside, k) => rows[k].mark(outside));
  });
  onLanguage(() => {
    fill(element);
    offer();
  });
  const open = () => {
    const { features, shown } = session.catalogue.examples;
    if (!rows.length) {
      rows = features.map((feature) => measure(feature, task, changed));
      find('.pg-measures').classList.toggle('units', features.some(({ unit }) => unit));
      find('.pg-measures').append(...rows.map((row) => row.element));
      shown[FIRST].input.values.forEach((value, k) => rows[k].set(value));
    }
    offer();
    ask();
  };
  return { open, show };
}

function chip(words, values, pick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  button.values = values;
  button.onclick = () => pick(values());
  return button;
}

/** A measurement: {element, feature, value, set(value), name(), mark(outside)}. */
function measure(feature, task, changed) {
  const { min, max, mean, quartiles } = feature;
  const element = document.createElement('div');
  element.className = 'pg-measure';
  element.innerHTML = '<span></span><input type="number" step="any"><small></small><div><input type="range" step="any"></div>';
  const [name, field, unit, track] = element.children;
  const slider = track.firstChild;
  // As many decimals as the data has, and whole numbers where it has none.
  const places = Math.max(...[min, max, ...quartiles].map((v) => (String(v).split('.')[1] ?? '').length));
  const round = (value) => Number(value.toFixed(places));
  Object.assign(slider, { min, max });
  if (!places) slider.step = field.step = 1;
  track.style.setProperty('--pg-mean', (mean - min) / (max - min));
  const row = { element, feature, value: mean };
  row.set = (value) => (row.value = field.value = slider.value = value);
  row.name = () => {
    const words = (name.title = measureName(feature.name, task));
    [name.textContent] = nameParts(feature.name, task);
    unit.textContent = feature.unit && (t(`units.${feature.unit}`) || feature.unit);
    for (const input of [slider, field]) input.setAttribute('aria-label', `${words} ${unit.textContent}`.trim());
  };
  row.mark = (outside) => {
    element.classList.toggle('outside', outside);
    field.title = outside ? t('sliders.outside', { min, max }) : '';
  };
  slider.addEventListener('input', () => {
    row.value = field.value = Math.max(min, Math.min(max, round(slider.valueAsNumber)));
    changed();
  });
  field.addEventListener('input', () => {
    if (!Number.isFinite(field.valueAsNumber)) return; // while it is being typed
    row.value = field.valueAsNumber;
    slider.value = row.value; // it ends where the data does
    changed();
  });
  field.addEventListener('change', () => (field.value = row.value));
  return row;
}

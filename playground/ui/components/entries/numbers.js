// The way in of series: numbers that are typed or pasted, a curve that is drawn, and series to pick.

import { labelOf } from '../axis.js';
import { interrupt, on, session, setInput } from '../session.js';
import { fill, onLanguage, t } from '../text.js';
import { curve } from './curve.js';

const PATIENCE = 150; // milliseconds after a key until the network is asked
const SLIDING = 40; // after a movement of a slider
const MOST = 200000; // characters that are sent, as many as the server reads
const AHEAD = 24; // values to go on for, unless told otherwise
const FIRST = 'growth'; // the example that a visitor finds
const HTML = `
<div class="pg-curve"><canvas data-label="series.curve"></canvas><p class="pg-hint" data-text="series.draw"></p>
  <button type="button" class="pg-quiet" data-text="series.clear"></button></div>
<textarea rows="3" spellcheck="false" inputmode="text" data-label="series.numbers"></textarea>
<p class="pg-message" role="status" aria-live="polite"></p>
<h3 data-text="words.examples"></h3>
<div class="pg-chips"></div>
<div class="pg-amounts"></div>`;

export function make(element, task) {
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  const field = find('textarea');
  let series = null; // what is sent beside the amounts: {example}, {values, season} or {text}
  let picked = null; // the label of the example it is
  let due = 0;
  const send = () => {
    clearTimeout(due);
    setInput(series && { ...series, ahead: ahead.value, held_out: hidden.value });
  };
  const later = (patience) => {
    interrupt();
    clearTimeout(due);
    due = setTimeout(send, patience);
  };
  const slid = () => later(SLIDING);
  const [ahead, hidden] = [amount('ahead', slid), amount('held_out', slid)];
  ahead.value = AHEAD;
  find('.pg-amounts').append(ahead.element, hidden.element);

  /** Another series; one that a visitor makes hides nothing from the network, until told to. */
  const take = (next, label = null) => {
    if (picked && !label) hidden.value = 0;
    [series, picked] = [next, label];
    for (const chip of find('.pg-chips').children) chip.setAttribute('aria-pressed', chip.dataset.series === picked);
  };
  const pick = ({ label, input: { ahead: more = 0, held_out: kept = 0, ...rest } }) => {
    interrupt();
    [ahead.value, hidden.value] = [more || (kept ? 0 : AHEAD), kept];
    take(rest, label);
    write(rest.values);
    send();
  };
  const write = (values) => {
    if (values) field.value = values.join(', ');
    pad.show(values ?? []);
  };
  const pad = curve(find('.pg-curve'), {
    begin: interrupt,
    end: (values) => {
      take({ values });
      field.value = values.join(', ');
      send();
    },
    short: () => (find('.pg-message').textContent = t('series.short')),
  });
  field.addEventListener('input', () => {
    take(field.value.trim() ? { text: field.value.slice(0, MOST) } : null);
    if (!series) pad.show([]);
    later(PATIENCE);
  });
  find('.pg-quiet').onclick = () => {
    field.value = '';
    take(null);
    pad.show([]);
    send();
  };
  on('message', (words) => session.task === task && (find('.pg-message').textContent = words ?? ''));
  on('stage', ({ kind }) => {
    if (session.task !== task || kind !== 'Input') return;
    const { values, read } = session.trace.encoded;
    hidden.limit = values.length - 2;
    if (series?.example) field.value = values.join(', ');
    pad.show(values, read);
  });
  const offer = () => {
    if (session.task !== task) return;
    find('.pg-chips').replaceChildren(...session.catalogue.examples.shown.map((example) => chip(example, picked, pick)));
  };
  const open = () => {
    offer();
    const { shown } = session.catalogue.examples;
    if (series) send();
    else pick(shown.find(({ label }) => label === FIRST) ?? shown[0]);
  };
  onLanguage(() => {
    fill(element);
    field.placeholder = t('series.placeholder');
    offer();
  });
  return { open };
}

function chip(example, picked, pick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.series = example.label;
  const name = labelOf(example.label, 'series');
  // The years and the unit stand above the chart.
  button.textContent = example.input.example ? name.split(/,\s|，/)[0] : name;
  button.title = name;
  button.setAttribute('aria-pressed', example.label === picked);
  button.onclick = () => pick(example);
  return button;
}

/** A number of values as a slider and a field: {element, value, limit}. */
function amount(name, changed) {
  const most = 500;
  const element = document.createElement('div');
  element.className = 'pg-amount';
  element.innerHTML = `<span data-text="series.${name}"></span>
    <input type="range" min="0" max="${most}" data-label="series.${name}">
    <input type="number" min="0" max="${most}" data-label="series.${name}" data-${name.replace('_', '-')}>`;
  const [, slider, field] = element.children;
  const state = { element };
  let value = 0;
  Object.defineProperty(state, 'value', {
    get: () => value,
    set: (next) => {
      value = next;
      // The slider covers what is usual; more can be typed.
      slider.max = Math.min(Number(field.max), Math.max(60, 2 * value));
      slider.value = field.value = value;
    },
  });
  Object.defineProperty(state, 'limit', {
    set: (limit) => {
      field.max = Math.max(0, Math.min(most, limit));
      slider.max = Math.min(slider.max, field.max);
    },
  });
  slider.addEventListener('input', () => {
    value = slider.valueAsNumber;
    field.value = value;
    changed();
  });
  field.addEventListener('input', () => {
    const next = field.valueAsNumber;
    if (!Number.isInteger(next)) return; // while it is being typed
    value = Math.max(0, Math.min(Number(field.max), next));
    slider.max = Math.min(Number(field.max), Math.max(60, 2 * value));
    slider.value = value;
    changed();
  });
  field.addEventListener('change', () => (field.value = value));
  return state;
}

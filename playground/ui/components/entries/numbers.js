// The way in of series: numbers that are typed or pasted, a curve that is drawn, and series to pick.

import { labelOf } from '../run/time_axis.js';
import { find, findAll } from '../dom/find.js';
import { interrupt, on, session, setInput } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';
import { curve } from './curve.js';

const PATIENCE = 150; // milliseconds after a key until the network is asked
const SLIDING = 40; // after a movement of a slider
const AHEAD = 24; // values to go on for, unless told otherwise
const FIRST = 'wave'; // the example that a visitor finds
const HTML = `
<div class="pg-curve"><canvas data-label="series.curve"></canvas><p class="pg-hint" data-text="series.draw"></p></div>
<div class="pg-ways"><span data-text="series.ways"></span><button type="button" class="pg-quiet" data-text="series.clear"></button></div>
<textarea rows="5" spellcheck="false" inputmode="text" data-label="series.numbers"></textarea>
<p class="pg-message" role="status" aria-live="polite"></p>
<h3 data-text="words.examples"></h3>
<div class="pg-chips"></div>
<div class="pg-amounts"></div>`;

/** A series as it is sent beside the amounts. @typedef {{example?: string, values?: number[], text?: string, season?: number}} Series */
/** @typedef {{label: string, input: Series & {held_out?: number, ahead?: number}}} Example */

/** @param {HTMLElement} element @param {string} task */
export function make(element, task) {
  element.innerHTML = HTML;
  const field = find(element, 'textarea', HTMLTextAreaElement);
  const sketch = find(element, '.pg-curve', HTMLElement);
  const message = find(element, '.pg-message', HTMLElement);
  const chips = find(element, '.pg-chips', HTMLElement);
  /** @type {Series | null} */
  let series = null; // what is sent beside the amounts: {example}, {values, season} or {text}
  /** @type {string | null} */
  let picked = null; // the label of the example it is
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  const send = () => {
    clearTimeout(due);
    const stated = season.value ? { season: season.value } : {};
    setInput(series && { ...series, ...stated, ahead: ahead.value, held_out: hidden.value });
  };
  const later = (/** @type {number} */ patience) => {
    interrupt();
    clearTimeout(due);
    due = setTimeout(send, patience);
  };
  const slid = () => later(SLIDING);
  const [ahead, hidden] = [amount('ahead', slid), amount('held_out', slid)];
  ahead.value = AHEAD;
  const season = seasonField(() => later(PATIENCE));
  find(element, '.pg-amounts', HTMLElement).append(ahead.element, hidden.element, season.element);

  /** Another series: a season that somebody stated is that of the one before. */
  const take = (/** @type {Series | null} */ next, /** @type {string | null} */ label = null) => {
    if (picked || label || next?.season) season.value = next?.season ?? null;
    [series, picked] = [next, label];
    for (const chip of findAll(chips, 'button', HTMLButtonElement)) chip.setAttribute('aria-pressed', String(chip.dataset.series === picked));
  };
  /** One that the visitor makes: unlike an example it hides nothing from the network, until told to. */
  const own = (/** @type {Series | null} */ next) => {
    if (picked) hidden.value = 0;
    take(next);
  };
  /** One as it is sent; `label` is that of an example, if it is one. */
  const show = (/** @type {Example['input']} */ { held_out: kept = 0, ahead: more = kept ? 0 : AHEAD, ...rest }, /** @type {string | null} */ label = null) => {
    interrupt();
    [ahead.value, hidden.value] = [more, kept];
    take(rest, label);
    field.value = rest.text ?? rest.values?.join(', ') ?? ''; // of one that is fetched they come with the answer
    pad.show(rest.values ?? []);
    send();
  };
  const pick = (/** @type {Example} */ { label, input }) => show(input, label);
  const pad = curve(sketch, {
    begin: interrupt,
    end: (values) => {
      own({ values });
      field.value = values.join(', ');
      send();
    },
    short: () => {
      message.textContent = t('series.short');
    },
  });
  field.addEventListener('input', () => {
    own(field.value.trim() ? { text: field.value } : null);
    if (!series) pad.show([]);
    later(PATIENCE);
  });
  find(element, '.pg-quiet', HTMLButtonElement).onclick = () => {
    field.value = '';
    own(null);
    pad.show([]);
    send();
  };
  on('clear', (refused) => {
    sketch.classList.toggle('stale', Boolean(refused));
  });
  on('message', (words) => {
    if (session.task === task) message.textContent = words;
  });
  on('stage', ({ kind }) => {
    if (session.task !== task || kind !== 'Input') return;
    const { encoded } = session.trace ?? {};
    if (!encoded) return;
    const { values, read, season: found } = encoded;
    season.found(found);
    hidden.limit = values.length - 2;
    sketch.classList.remove('stale');
    if (series?.example) field.value = values.join(', ');
    pad.show(values, read);
  });
  const shown = () => /** @type {Example[]} */ (session.catalogue?.examples.shown ?? []);
  const offer = () => {
    if (session.task !== task) return;
    chips.replaceChildren(...shown().map((example) => chip(example, picked, pick)));
  };
  const open = () => {
    offer();
    if (series) send();
    else pick(shown().find(({ label }) => label === FIRST) ?? shown()[0]);
  };
  onLanguage(() => {
    fill(element);
    field.placeholder = t('series.placeholder');
    offer();
  });
  return { open, show };
}

/** @param {Example} example @param {string | null} picked @param {(example: Example) => void} pick */
function chip(example, picked, pick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.series = example.label;
  button.textContent = t(`series.names.${example.label}`) || example.label;
  button.title = labelOf(example.label, 'series'); // which stands above the chart, too
  button.setAttribute('aria-pressed', String(example.label === picked));
  button.onclick = () => pick(example);
  return button;
}

/** The length of a season where somebody knows it; left empty it is looked for: {element, value, found(steps)}. @param {() => void} changed */
function seasonField(changed) {
  const element = document.createElement('div');
  element.className = 'pg-amount';
  element.innerHTML = '<span data-text="series.season"></span><small></small><input type="number" min="2" max="1000" data-label="series.season" data-season>';
  const [words, field] = [find(element, 'small', HTMLElement), find(element, 'input', HTMLInputElement)];
  /** @type {number | null} */
  let stated = null;
  field.addEventListener('input', () => {
    stated = field.valueAsNumber || null;
    changed();
  });
  return {
    element,
    get value() {
      return stated;
    },
    set value(steps) {
      stated = steps;
      field.value = String(steps ?? '');
    },
    found: (/** @type {number} */ steps) => {
      field.placeholder = String(steps || '');
      words.textContent = steps ? '' : t('series.not_found');
    },
  };
}

/** A number of values as a slider and a field: {element, value, limit}. @param {string} name @param {() => void} changed */
function amount(name, changed) {
  const most = 500;
  const element = document.createElement('div');
  element.className = 'pg-amount';
  element.innerHTML = `<span data-text="series.${name}"></span>
    <input type="range" min="0" max="${most}" data-label="series.${name}">
    <input type="number" min="0" max="${most}" data-label="series.${name}" data-${name.replace('_', '-')}>`;
  const [slider, field] = findAll(element, 'input', HTMLInputElement);
  let value = 0;
  let limit = most;
  /** The slider covers what is usual; more can be typed. */
  const show = () => {
    slider.max = String(Math.min(limit, Math.max(60, 2 * value)));
    slider.value = String(value);
  };
  slider.addEventListener('input', () => {
    value = slider.valueAsNumber;
    field.value = String(value);
    changed();
  });
  field.addEventListener('input', () => {
    const next = field.valueAsNumber;
    if (!Number.isInteger(next)) return; // while it is being typed
    value = Math.max(0, Math.min(limit, next));
    show();
    changed();
  });
  field.addEventListener('change', () => (field.value = String(value)));
  return {
    element,
    get value() {
      return value;
    },
    set value(next) {
      value = next;
      show();
      field.value = String(value);
    },
    set limit(/** @type {number} */ next) {
      limit = Math.max(0, Math.min(most, next));
      field.max = String(limit);
      slider.max = String(Math.min(Number(slider.max), limit));
    },
  };
}

// The way in of series: numbers that are typed or pasted, a curve that is drawn, and series to pick.

import { labelOf } from '../run/time_axis.js';
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

export function make(element, task) {
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  const field = find('textarea');
  let series = null; // what is sent beside the amounts: {example}, {values, season} or {text}
  let picked = null; // the label of the example it is
  let due = 0;
  const send = () => {
    clearTimeout(due);
    const stated = season.value ? { season: season.value } : {};
    setInput(series && { ...series, ...stated, ahead: ahead.value, held_out: hidden.value });
  };
  const later = (patience) => {
    interrupt();
    clearTimeout(due);
    due = setTimeout(send, patience);
  };
  const slid = () => later(SLIDING);
  const [ahead, hidden] = [amount('ahead', slid), amount('held_out', slid)];
  ahead.value = AHEAD;
  const season = seasonField(() => later(PATIENCE));
  find('.pg-amounts').append(ahead.element, hidden.element, season.element);

  /** Another series: a season that somebody stated is that of the one before. */
  const take = (next, label = null) => {
    if (picked || label || next?.season) season.value = next?.season ?? null;
    [series, picked] = [next, label];
    for (const chip of find('.pg-chips').children) chip.setAttribute('aria-pressed', chip.dataset.series === picked);
  };
  /** One that the visitor makes: unlike an example it hides nothing from the network, until told to. */
  const own = (next) => {
    if (picked) hidden.value = 0;
    take(next);
  };
  /** One as it is sent; `label` is that of an example, if it is one. */
  const show = ({ held_out: kept = 0, ahead: more = kept ? 0 : AHEAD, ...rest }, label = null) => {
    interrupt();
    [ahead.value, hidden.value] = [more, kept];
    take(rest, label);
    field.value = rest.text ?? rest.values?.join(', ') ?? ''; // of one that is fetched they come with the answer
    pad.show(rest.values ?? []);
    send();
  };
  const pick = ({ label, input }) => show(input, label);
  const pad = curve(find('.pg-curve'), {
    begin: interrupt,
    end: (values) => {
      own({ values });
      field.value = values.join(', ');
      send();
    },
    short: () => (find('.pg-message').textContent = t('series.short')),
  });
  field.addEventListener('input', () => {
    own(field.value.trim() ? { text: field.value } : null);
    if (!series) pad.show([]);
    later(PATIENCE);
  });
  find('.pg-quiet').onclick = () => {
    field.value = '';
    own(null);
    pad.show([]);
    send();
  };
  on('clear', (refused) => find('.pg-curve').classList.toggle('stale', Boolean(refused)));
  on('message', (words) => session.task === task && (find('.pg-message').textContent = words ?? ''));
  on('stage', ({ kind }) => {
    if (session.task !== task || kind !== 'Input') return;
    const { values, read, season: found } = session.trace.encoded;
    season.found(found);
    hidden.limit = values.length - 2;
    find('.pg-curve').classList.remove('stale');
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
  return { open, show };
}

function chip(example, picked, pick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.series = example.label;
  button.textContent = t(`series.names.${example.label}`) || example.label;
  button.title = labelOf(example.label, 'series'); // which stands above the chart, too
  button.setAttribute('aria-pressed', example.label === picked);
  button.onclick = () => pick(example);
  return button;
}

/** The length of a season where somebody knows it; left empty it is looked for: {element, value, found(steps)}. */
function seasonField(changed) {
  const element = document.createElement('div');
  element.className = 'pg-amount';
  element.innerHTML = '<span data-text="series.season"></span><small></small><input type="number" min="2" max="1000" data-label="series.season" data-season>';
  const [, words, field] = element.children;
  field.addEventListener('input', changed);
  const state = { element };
  Object.defineProperty(state, 'value', { get: () => field.valueAsNumber || null, set: (steps) => (field.value = steps ?? '') });
  state.found = (steps) => {
    field.placeholder = steps || '';
    words.textContent = steps ? '' : t('series.not_found');
  };
  return state;
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

// The way in of series: numbers that are typed, pasted or read from a file, a curve that is drawn, and series to take.

import { labelOf } from '../run/time_axis.js';
import { find, findAll } from '../dom/find.js';
import { interrupt, on, session, setInput } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';
import { amount } from './amounts.js';
import { curve } from './curve.js';

const PATIENCE = 150; // milliseconds after a key until the network is asked
const AHEAD = 24; // values to go on for, unless told otherwise
const FIRST = 'wave'; // the example that a visitor finds
const LONGEST = 1_000_000; // bytes of a file; the server reads far less (tasks/series.py) and says so
const HTML = `
<div class="pg-series-box">
  <textarea spellcheck="false" inputmode="text" data-label="series.numbers"></textarea>
  <div class="pg-curve" hidden><canvas data-label="series.curve"></canvas><p class="pg-hint" data-text="series.draw"></p></div>
</div>
<p class="pg-known"></p>
<p class="pg-message" role="status" aria-live="polite"></p>
<div class="pg-series-tools">
  <button type="button" data-do="draw" aria-pressed="false" data-text="entry.numbers.draw"></button>
  <button type="button" data-do="file" data-text="entry.numbers.file"></button>
  <button type="button" data-do="clear" data-text="entry.numbers.clear"></button>
  <input type="file" accept=".csv,.tsv,.txt,text/*" hidden>
</div>
<div class="pg-take"><h3 class="pg-quiet" data-text="entry.take"></h3><div class="pg-chips"></div></div>
<div class="pg-amounts"></div>`;

/** A series as it is sent beside the amounts. @typedef {{example?: string, values?: number[], text?: string, season?: number}} Series */
/** @typedef {{label: string, input: Series & {held_out?: number, ahead?: number}}} Example */

/** @param {HTMLElement} element @param {string} task */
export function make(element, task) {
  element.innerHTML = HTML;
  const field = find(element, 'textarea', HTMLTextAreaElement);
  const [sketch, message, known, chips] = ['.pg-curve', '.pg-message', '.pg-known', '.pg-chips'].map((name) => find(element, name, HTMLElement));
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
  const later = () => {
    interrupt();
    clearTimeout(due);
    due = setTimeout(send, PATIENCE);
  };
  const ahead = amount({ name: 'ahead', after: 'steps', changed: later });
  const hidden = amount({ name: 'held_out', changed: later });
  const season = amount({ name: 'season', least: 2, most: 1000, empty: true, changed: later });
  ahead.value = AHEAD;
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
  /** What somebody typed, or what a file holds. */
  const type = (/** @type {string} */ text, /** @type {() => void} */ then) => {
    own(text.trim() ? { text } : null);
    if (!series) pad.show([]);
    then();
  };
  field.addEventListener('input', () => type(field.value, later));
  wireTools(element, {
    read: (text) => {
      field.value = text;
      type(text, send);
    },
    isDrawing: (on) => {
      [field.hidden, sketch.hidden] = [on, !on];
    },
  });
  on('clear', (refused) => {
    sketch.classList.toggle('stale', Boolean(refused));
    if (session.task === task) known.textContent = '';
  });
  on('message', (words) => {
    if (session.task === task) message.textContent = words;
  });
  const tell = () => {
    if (session.task !== task || !session.trace?.encoded) return;
    const { values, read } = session.trace.encoded;
    known.textContent = t(`entry.numbers.${values.length > read ? 'reading' : 'all'}`, { read, kept: values.length - read });
  };
  on('stage', ({ kind }) => {
    if (session.task !== task || kind !== 'Input' || !session.trace?.encoded) return;
    const { values, read, season: found } = session.trace.encoded;
    season.hint = String(found || t('entry.numbers.none'));
    hidden.limit = values.length - 2;
    sketch.classList.remove('stale');
    if (series?.example) field.value = values.join(', ');
    pad.show(values, read);
    tell();
  });
  const shown = () => /** @type {Example[]} */ (session.catalogue?.examples.shown ?? []);
  const offer = () => {
    if (session.task === task) chips.replaceChildren(...shown().map((example) => chip(example, picked, ({ label, input }) => show(input, label))));
  };
  const open = () => {
    offer();
    const first = shown().find(({ label }) => label === FIRST) ?? shown()[0];
    if (series) send();
    else show(first.input, first.label);
  };
  onLanguage(() => {
    fill(element);
    field.placeholder = t('series.placeholder');
    offer();
    tell();
  });
  return { open, show };
}

/** Draw in place of the numbers, read a file, clear. @param {HTMLElement} element @param {{read: (text: string) => void, isDrawing: (on: boolean) => void}} how */
function wireTools(element, { read, isDrawing }) {
  const [draw, open, clear] = ['draw', 'file', 'clear'].map((name) => find(element, `[data-do=${name}]`, HTMLButtonElement));
  const file = find(element, 'input[type=file]', HTMLInputElement);
  draw.onclick = () => {
    const on = draw.getAttribute('aria-pressed') !== 'true';
    draw.setAttribute('aria-pressed', String(on));
    isDrawing(on);
  };
  open.onclick = () => file.click();
  file.onchange = async () => {
    const [chosen] = file.files ?? [];
    file.value = ''; // the same file can be chosen again
    if (chosen) read(await chosen.slice(0, LONGEST).text());
  };
  clear.onclick = () => read('');
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

// The way in of series: numbers that are typed, pasted or read from a file, a curve that is drawn, and series to take.

import { labelOf } from '../run/time_axis.js';
import { find, findAll } from '../dom/find.js';
import { onTyped } from '../dom/typed.js';
import { pending } from '../run/pending.js';
import { interrupt, on, session, setInput } from '../run/session.js';
import { currentLanguage, fill, onLanguage, t } from '../text/text.js';
import { amount } from './amounts.js';
import { curve } from './curve.js';
import { decoded } from './decoded.js';
import { proposal } from './reading.js';
import { chosen, parted } from './reading_words.js';
import { AHEAD, asSent, exampleOf, firstExample } from '../kept/example_of.js';

const PATIENCE = 150; // milliseconds after a key until the network is asked
const LONGEST = 1_000_000; // bytes of a file; the server reads far less (tasks/series.py) and says so
const HTML = `
<div class="pg-series-box">
  <textarea spellcheck="false" inputmode="text" data-label="series.numbers"></textarea>
  <div class="pg-curve" hidden><canvas data-label="series.curve"></canvas><p class="pg-hint" data-text="series.draw"></p></div>
</div>
<p class="pg-known"></p>
<p class="pg-message" role="status" aria-live="polite"></p>
<div class="pg-reading"></div>
<div class="pg-series-tools">
  <button type="button" data-do="draw" aria-pressed="false" data-text="entry.numbers.draw"></button>
  <button type="button" data-do="file" data-text="entry.numbers.file"></button>
  <button type="button" data-do="clear" data-text="entry.numbers.clear"></button>
  <input type="file" accept=".csv,.tsv,.txt,text/*" hidden>
</div>
<div class="pg-take"><h3 class="pg-quiet" data-text="entry.take"></h3><div class="pg-chips"></div></div>
<div class="pg-amounts"></div>`;

/** A series as it is sent beside the amounts and the choices of a text. @typedef {{example?: string, values?: number[], text?: string, season?: number}} Series */
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
  /** @type {import('./reading_words.js').Choices} */
  let choices = {}; // of how the text is to be read
  const typed = pending(PATIENCE, 'task');
  const send = () => {
    typed.drop();
    const stated = season.value ? { season: season.value } : {};
    setInput(series && { ...series, ...choices, ...stated, ahead: ahead.value, held_out: hidden.value });
  };
  const reading = proposal(find(element, '.pg-reading', HTMLElement), (patch) => {
    choices = chosen(choices, patch);
    send();
  });
  const later = () => {
    interrupt();
    typed.wait(send);
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
    if (!next?.text) {
      choices = {};
      reading.show(null, '');
    }
    for (const chip of findAll(chips, 'button', HTMLButtonElement)) chip.setAttribute('aria-pressed', String(chip.dataset.series === picked));
  };
  /** One that the visitor makes: unlike an example it hides nothing from the network, until told to. */
  const own = (/** @type {Series | null} */ next) => {
    if (picked) hidden.value = 0;
    take(next);
  };
  /** One as it is sent; `label` is that of an example, if it is one. */
  const show = (/** @type {Example['input']} */ input, /** @type {string | null} */ label = exampleOf(input, shown())?.label ?? null) => {
    interrupt();
    const { ahead: more, held_out: kept, ...rest } = asSent(input, 'numbers');
    [ahead.value, hidden.value] = [more, kept];
    const [asked, plain] = parted(rest);
    choices = asked;
    take(plain, label);
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
  onTyped(field, () => type(field.value, later));
  field.addEventListener('beforeinput', ({ inputType }) => {
    // What is pasted is another text; of one that is mended the choices stay.
    if (!/^(insertText|insertCompositionText|insertLineBreak|delete)/.test(inputType)) choices = {};
  });
  wireTools(element, {
    read: (text) => {
      field.value = text;
      choices = {};
      type(text, send);
    },
    isDrawing: (on) => {
      [field.hidden, sketch.hidden] = [on, !on];
    },
  });
  on('clear', (refused) => {
    sketch.classList.toggle('stale', Boolean(refused));
    if (session.task !== task) return;
    known.textContent = '';
    reading.refuse(series?.text ? refused : null, choices);
  });
  on('message', (words) => {
    if (session.task === task) message.textContent = words;
  });
  const tell = () => {
    if (session.task !== task || !session.trace?.encoded) return;
    const { values, read, season: found, reading: told } = session.trace.encoded;
    season.hint = String(found || t('entry.numbers.none'));
    reading.show(told ?? null, series?.text ?? '');
    known.textContent = t(`entry.numbers.${values.length > read ? 'reading' : 'all'}`, { read, kept: values.length - read });
  };
  on('stage', ({ kind }) => {
    if (session.task !== task || kind !== 'Input' || !session.trace?.encoded) return;
    const { values, read } = session.trace.encoded;
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
  const open = (/** @type {string} */ _, /** @type {Example['input'] | null} */ given) => {
    offer();
    if (given) show(given);
    else if (series) send();
    else if (session.catalogue) show(firstExample(task, session.catalogue).input);
  };
  onLanguage(() => {
    fill(element);
    field.placeholder = t('series.placeholder');
    offer();
    tell();
  });
  return { open, show };
}

/** Draw in place of the numbers, read a file that is chosen or dropped, clear. @param {HTMLElement} element @param {{read: (text: string) => void, isDrawing: (on: boolean) => void}} how */
function wireTools(element, { read, isDrawing }) {
  const [draw, open, clear] = ['draw', 'file', 'clear'].map((name) => find(element, `[data-do=${name}]`, HTMLButtonElement));
  const file = find(element, 'input[type=file]', HTMLInputElement);
  draw.onclick = () => {
    const on = draw.getAttribute('aria-pressed') !== 'true';
    draw.setAttribute('aria-pressed', String(on));
    isDrawing(on);
  };
  const take = async (/** @type {File | undefined} */ given) => {
    if (given) read(decoded(new Uint8Array(await given.slice(0, LONGEST).arrayBuffer()), currentLanguage()));
  };
  open.onclick = () => file.click();
  file.onchange = () => {
    take(file.files?.[0]);
    file.value = ''; // the same file can be chosen again
  };
  const box = find(element, '.pg-series-box', HTMLElement);
  box.ondragover = (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); // else the browser goes to the file
  };
  box.ondrop = (event) => {
    const given = event.dataTransfer?.files[0];
    if (given) event.preventDefault();
    take(given);
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

// The way in of names and of reviews: a field to type in, examples to take, and what the network reads of it.

import { currentLanguage, fill, onLanguage, t } from '../text/text.js';
import { find } from '../dom/find.js';
import { onTyped } from '../dom/typed.js';
import { drawn, onPlan } from '../run/plan.js';
import { pending } from '../run/pending.js';
import { interrupt, on, session, setInput } from '../run/session.js';
import { likeOf } from '../tasks.js';

const PATIENCE = 120; // milliseconds after a key until the network is asked
const TOLD = 12; // words that are not known, which are told one by one

/** @param {HTMLElement} element @param {string} task */
export function make(element, task) {
  const long = likeOf(task) === 'reviews';
  element.classList.toggle('long', long);
  element.innerHTML = `
    <div class="pg-field">${long ? '<textarea spellcheck="false"></textarea>' : '<input type="text" spellcheck="false" autocomplete="off" autocapitalize="words">'}</div>
    <p class="pg-known"></p>
    <p class="pg-left-out"></p>
    <p class="pg-message" role="status" aria-live="polite"></p>
    <div class="pg-take"><h3 class="pg-quiet" data-text="entry.take"></h3><div class="pg-chips"></div></div>
    <div class="pg-reads"><h3 data-text="entry.reads"></h3><p></p></div>`;
  const field = /** @type {HTMLTextAreaElement | HTMLInputElement} */ (find(element, 'textarea, input', HTMLElement));
  const [message, leftOut, chips] = ['.pg-message', '.pg-left-out', '.pg-chips'].map((name) => find(element, name, HTMLElement));
  let text = ''; // what the field has
  field.dir = 'auto';
  const typed = pending(PATIENCE, 'task');
  const send = () => {
    typed.drop();
    press();
    setInput(text.trim() ? { text } : null);
  };
  const take = (/** @type {string} */ words) => {
    text = field.value = words;
    send();
  };
  onTyped(field, () => {
    text = field.value;
    interrupt();
    typed.wait(send);
  });
  field.addEventListener('keydown', (event) => {
    const { key, isComposing } = /** @type {KeyboardEvent} */ (event);
    if (key === 'Enter' && !isComposing && !long) send();
  });
  on('message', (words) => {
    if (session.task === task) message.textContent = words;
  });
  const tellLeftOut = () => {
    if (session.task !== task) return;
    leftOut.textContent = session.trace?.encoded ? strange(session.trace.encoded) : '';
    leftOut.hidden = !leftOut.textContent;
  };
  on('end', tellLeftOut);
  on('clear', tellLeftOut);
  const shown = () => /** @type {{input: {text: string}}[]} */ (session.catalogue?.examples.shown ?? []);
  const press = () => {
    for (const button of chips.children) button.setAttribute('aria-pressed', String(button.textContent === text));
  };
  const offer = () => {
    if (session.task !== task) return;
    chips.replaceChildren(...shown().map(({ input }) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: input.text, lang: 'en', onclick: () => take(input.text) });
      if (long) button.title = input.text;
      return button;
    }));
    press();
  };
  const describe = () => {
    if (session.task !== task) return;
    const size = drawn()?.input.shape.at(-1) ?? 0;
    find(element, '.pg-known', HTMLElement).textContent = size ? t(`entry.known.${task}`, { count: size - 1 }) : ''; // the end mark is none of them
    const read = size ? t(`entry.read.${task}`, { size }) : '';
    find(element, '.pg-reads p', HTMLElement).textContent = field.title = read;
  };
  onPlan(describe);
  on('end', describe);
  onLanguage(() => {
    fill(element);
    field.setAttribute('aria-label', t(`tasks.${task}.title`));
    field.placeholder = t(`tasks.${task}.placeholder`);
    field.lang = currentLanguage();
    describe();
    tellLeftOut();
  });
  const open = (/** @type {string} */ _, /** @type {{text: string} | null} */ given) => {
    offer();
    describe();
    take(given?.text ?? (text || shown()[0].input.text));
  };
  return { open, show: (/** @type {{text: string}} */ input) => take(input.text) };
}

/** What of a text the network has never seen. @param {any} encoded */
function strange({ dropped, known, tokens }) {
  if (dropped?.length) return t('entry.read.dropped', { characters: dropped.join(' ') });
  const unknown = tokens.filter((/** @type {string} */ _, /** @type {number} */ k) => known?.[k] === false);
  if (!unknown.length) return '';
  const words = t('entry.read.unknown', { words: [...new Set(unknown)].slice(0, TOLD).join(', ') });
  return unknown.length * 3 < tokens.length ? words : `${words}. ${t('entry.read.mostly')}`;
}

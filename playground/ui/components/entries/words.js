// The way in of names and of reviews: a field to type in, and examples.

import { currentLanguage, fill, onLanguage, t } from '../text/text.js';
import { find } from '../dom/find.js';
import { interrupt, on, session, setInput } from '../run/session.js';

const PATIENCE = 120; // milliseconds after a key until the network is asked

/** @param {HTMLElement} element @param {string} task */
export function make(element, task) {
  const long = task === 'reviews';
  element.innerHTML = `
    ${long ? '<textarea rows="5" spellcheck="false"></textarea>' : '<input type="text" spellcheck="false" autocomplete="off" autocapitalize="words">'}
    <p class="pg-message" role="status" aria-live="polite"></p>
    <h3 data-text="words.examples"></h3>
    <div class="pg-chips"></div>`;
  const field = /** @type {HTMLTextAreaElement | HTMLInputElement} */ (find(element, 'textarea, input', HTMLElement));
  const message = find(element, '.pg-message', HTMLElement);
  const chips = find(element, '.pg-chips', HTMLElement);
  let text = ''; // what the field has
  field.dir = 'auto';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  const send = () => {
    clearTimeout(due);
    setInput(text.trim() ? { text } : null);
  };
  const take = (/** @type {string} */ words) => {
    text = field.value = words;
    send();
  };
  field.addEventListener('input', () => {
    text = field.value;
    interrupt();
    clearTimeout(due);
    due = setTimeout(send, PATIENCE);
  });
  field.addEventListener('keydown', (event) => /** @type {KeyboardEvent} */ (event).key === 'Enter' && !long && send());
  on('message', (words) => {
    if (session.task === task) message.textContent = words;
  });
  const shown = () => /** @type {{input: {text: string}}[]} */ (session.catalogue?.examples.shown ?? []);
  const open = () => {
    showExamples();
    take(text || shown()[0].input.text);
  };
  const showExamples = () => {
    if (session.task !== task) return;
    chips.replaceChildren(...shown().map(({ input }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = input.text;
      button.lang = 'en';
      button.onclick = () => take(input.text);
      return button;
    }));
  };
  onLanguage(() => {
    fill(element);
    field.setAttribute('aria-label', t(`tasks.${task}.title`));
    field.placeholder = t(`tasks.${task}.placeholder`);
    field.lang = currentLanguage();
  });
  return { open, show: (/** @type {{text: string}} */ input) => take(input.text) };
}

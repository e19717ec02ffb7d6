// The way in of names and of reviews: a field to type in, and examples.

import { currentLanguage, fill, onLanguage, t } from '../text/text.js';
import { interrupt, on, session, setInput } from '../run/session.js';

const PATIENCE = 120; // milliseconds after a key until the network is asked

export function make(element, task) {
  const long = task === 'reviews';
  element.innerHTML = `
    ${long ? '<textarea rows="5" spellcheck="false"></textarea>' : '<input type="text" spellcheck="false" autocomplete="off" autocapitalize="words">'}
    <p class="pg-message" role="status" aria-live="polite"></p>
    <h3 data-text="words.examples"></h3>
    <div class="pg-chips"></div>`;
  const field = element.querySelector('textarea, input');
  const message = element.querySelector('.pg-message');
  field.dir = 'auto';
  let due = 0;
  const send = () => {
    clearTimeout(due);
    setInput(field.value.trim() ? { text: field.value } : null);
  };
  field.addEventListener('input', () => {
    interrupt();
    clearTimeout(due);
    due = setTimeout(send, PATIENCE);
  });
  field.addEventListener('keydown', (event) => event.key === 'Enter' && !long && send());
  on('message', (words) => session.task === task && (message.textContent = words ?? ''));
  const open = () => {
    if (!field.value) field.value = session.catalogue.examples.shown[0].input.text;
    showExamples();
    send();
  };
  const showExamples = () => {
    if (session.task !== task) return;
    element.querySelector('.pg-chips').replaceChildren(...session.catalogue.examples.shown.map(({ input }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = input.text;
      button.lang = 'en';
      button.onclick = () => {
        field.value = input.text;
        send();
      };
      return button;
    }));
  };
  onLanguage(() => {
    fill(element);
    field.setAttribute('aria-label', t(`tasks.${task}.title`));
    field.placeholder = t(`tasks.${task}.placeholder`);
    field.lang = currentLanguage();
  });
  return { open, show: (input) => ((field.value = input.text), send()) };
}

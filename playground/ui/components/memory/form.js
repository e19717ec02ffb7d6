// Which task, lag and weights, and the visitor's own sequence.

import { find, findAll } from '../dom/find.js';
import { button } from '../dock/parts.js';
import { t } from '../text/text.js';
import { LAGS, TASKS, WEIGHTS } from './question.js';
import { change, memory } from './state.js';

/** @type {Record<string, string[]>} what can be put behind a sequence by a button */
const SYMBOLS = { recall: ['a', 'b', 'c', 'd'], copy: ['a', 'b', 'c', 'd', '.', '>'], adding: [] };
const WAITING = '.'.repeat(10);

/** What is returned draws it anew. @param {HTMLElement} element */
export function showForm(element) {
  const at = (/** @type {string} */ selector) => find(element, selector, HTMLElement);
  const text = find(element, 'textarea', HTMLTextAreaElement);
  const choices = [
    choice(at('[data-tasks]'), TASKS, 'task', (name) => t(`memory.tasks.${name}.name`)),
    choice(at('[data-lags]'), LAGS, 'lag', String),
    choice(at('[data-weights]'), WEIGHTS, 'weights', (name) => t(`memory.trained_short.${name}`)),
  ];
  const submit = () => change({ text: text.value });
  text.onkeydown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  };
  at('[data-run]').onclick = submit;
  at('[data-another]').onclick = () => change({ text: null, seed: memory.question.seed + 1 });
  let shown = '';
  return () => {
    const { task } = memory.question;
    for (const draw of choices) draw();
    lack(findAll(at('[data-lags]'), 'button', HTMLButtonElement));
    at('[data-about]').textContent = at('[data-tasks]').title = t(`memory.tasks.${task}.about`);
    symbols(at('[data-symbols]'), task, text);
    const known = memory.answer?.text ?? '';
    if (known !== shown) text.value = shown = known;
  };
}

/**
 * Buttons of which one is pressed: one for each value of a field of the question.
 * @template {string | number} T
 * @param {HTMLElement} place
 * @param {readonly T[]} values
 * @param {'task' | 'lag' | 'weights'} field
 * @param {(value: T) => string} words
 */
function choice(place, values, field, words) {
  const buttons = values.map((value) => button('', () => change({ [field]: value, text: field === 'weights' ? memory.question.text : null })));
  place.append(...buttons);
  return () => {
    for (const [k, value] of values.entries()) {
      buttons[k].textContent = words(value);
      buttons[k].dataset.value = String(value);
      buttons[k].setAttribute('aria-pressed', String(memory.question[field] === value));
    }
  };
}

/** There is no choosing a lag at which not every network was trained. @param {HTMLButtonElement[]} buttons */
function lack(buttons) {
  const { answer, of, question } = memory;
  for (const [k, made] of buttons.entries()) {
    const isKnown = question.weights !== 'same' || !answer || of?.task !== question.task || answer.networks.every(({ measured: { each } }) => each[k] !== null);
    made.disabled = !isKnown;
    made.title = isKnown ? '' : t('memory.lag_unknown');
  }
}

/** @param {HTMLElement} place @param {string} task @param {HTMLTextAreaElement} text */
function symbols(place, task, text) {
  const add = (/** @type {string} */ symbol, /** @type {string} */ words) => {
    const made = button(words, () => (text.value += symbol));
    made.ariaLabel = t('memory.add', { symbol });
    return made;
  };
  const all = SYMBOLS[task].map((symbol) => add(symbol, symbol));
  if (task === 'copy') all.push(add(WAITING, t('memory.wait')));
  place.replaceChildren(...all, button(t('memory.clear'), () => (text.value = '')));
}

// The confusion matrix: what each input is, in rows, against what the network says, in columns. A cell leads to its inputs.

import { el } from '../dock/parts.js';
import { ARROWS } from '../entries/pen.js';
import { t } from '../text/text.js';
import { nextCell, shadeOf } from './choice.js';

/** @typedef {import('./choice.js').Choice} Choice */

const DEEP = 0.55; // from this shade on a number stands in the colour of the ground

/**
 * `show` draws it, `mark` the cell that is chosen; `choose` is called with a cell.
 * @param {HTMLElement} element
 * @param {(cell: {kind: 'cell', truth: number, answer: number}) => void} choose
 */
export function confusionMatrix(element, choose) {
  /** @type {number[][]} */
  let confusion = [];
  const buttonAt = (/** @type {number} */ row, /** @type {number} */ column) => /** @type {HTMLButtonElement | null} */ (element.querySelector(`[data-cell="${row}.${column}"]`));
  const reach = (/** @type {HTMLButtonElement} */ button) => {
    for (const other of element.querySelectorAll('button')) other.tabIndex = other === button ? 0 : -1;
  };
  element.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (!button) return;
    const [truth, answer] = cellOf(button);
    reach(button);
    choose({ kind: 'cell', truth, answer });
  });
  element.addEventListener('keydown', (event) => {
    const [across, down] = ARROWS[event.key] ?? [];
    if (across === undefined || !(event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const next = buttonAt(...nextCell(confusion, cellOf(event.target), [down, across]));
    if (!next) return;
    reach(next);
    next.focus();
  });
  return {
    /** @param {number[][]} counts @param {string[]} labels */
    show(counts, labels) {
      confusion = counts;
      element.replaceChildren(tableOf(counts, labels));
      const [first] = element.querySelectorAll('button');
      if (first) reach(first);
    },
    /** @param {Choice} choice */
    mark(choice) {
      for (const button of element.querySelectorAll('button')) {
        const [truth, answer] = cellOf(button);
        const isChosen = choice.kind === 'cell' && choice.truth === truth && choice.answer === answer;
        button.setAttribute('aria-pressed', String(isChosen));
        if (isChosen) reach(button);
      }
    },
  };
}

/** @param {HTMLElement} button @returns {[number, number]} */
function cellOf(button) {
  const [row, column] = (button.dataset.cell ?? '').split('.').map(Number);
  return [row, column];
}

/** @param {number[][]} confusion @param {string[]} labels */
function tableOf(confusion, labels) {
  const most = Math.max(...confusion.flat());
  const table = el('table', labels.length > 10 ? 'many' : labels.length < 5 ? 'few' : '');
  const head = el('tr', '', el('td', ''), ...labels.map((label) => heading(label, 'col')));
  const rows = confusion.map((counts, row) => el('tr', '', heading(labels[row], 'row'), ...counts.map((count, column) => cell(count, shadeOf(count, most), [row, column], labels))));
  table.append(el('caption', 'pg-unseen', t('browse.matrix')), el('thead', '', head), el('tbody', '', ...rows));
  return table;
}

/** @param {string} label @param {string} scope */
function heading(label, scope) {
  const element = el('th', '', el('span', '', label));
  element.setAttribute('scope', scope);
  return element;
}

/** @param {number} count @param {number} shade @param {[number, number]} place @param {string[]} labels */
function cell(count, shade, [row, column], labels) {
  const isRight = row === column;
  if (!count) return el('td', isRight ? 'right' : '');
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: String(count), tabIndex: -1 });
  button.dataset.cell = `${row}.${column}`;
  button.title = t('browse.cell', { count, truth: labels[row], answer: labels[column] });
  button.setAttribute('aria-label', button.title);
  button.style.setProperty('--shade', `${Math.round(100 * shade)}%`);
  button.classList.toggle('deep', shade > DEEP);
  return el('td', isRight ? 'right' : '', button);
}

// The confusion matrix as a way in: a cell leads to its inputs.

import { ARROWS } from '../entries/pen.js';
import { nextCell } from './choice.js';
import { matrixTable } from './matrix_table.js';

/** @typedef {import('./choice.js').Choice} Choice */

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
      element.replaceChildren(matrixTable(counts, labels, buttonOf));
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

/** @param {number} row @param {number} column @param {string} words */
function buttonOf(row, column, words) {
  const button = Object.assign(document.createElement('button'), { type: 'button', tabIndex: -1 });
  button.dataset.cell = `${row}.${column}`;
  button.setAttribute('aria-label', words);
  return button;
}

// A confusion matrix as a table: what each input is, in rows, against what the network says, in columns.

import { el } from '../dock/parts.js';
import { t } from '../text/text.js';
import { shadeOf } from './choice.js';

const DEEP = 0.55; // from this shade on a number stands in the colour of the ground
const [MANY, FEW] = [10, 5]; // labels: of more the columns are narrow, of less they are wide

/** `make` gives the element of a number that is not 0, of which `words` say what it is. @param {number[][]} confusion @param {string[]} labels @param {(row: number, column: number, words: string) => HTMLElement} make */
export function matrixTable(confusion, labels, make) {
  const most = Math.max(...confusion.flat());
  const table = el('table', labels.length > MANY ? 'many' : labels.length < FEW ? 'few' : '');
  const head = el('tr', '', el('td', ''), ...labels.map((label) => heading(label, 'col')));
  const rows = confusion.map((counts, row) => el('tr', '', heading(labels[row], 'row'), ...counts.map((count, column) => {
    const cell = el('td', row === column ? 'right' : '');
    if (!count) return cell;
    const words = t('browse.cell', { count, truth: labels[row], answer: labels[column] });
    cell.append(filled(make(row, column, words), count, shadeOf(count, most), words));
    return cell;
  })));
  table.append(el('caption', 'pg-unseen', t('browse.matrix')), el('thead', '', head), el('tbody', '', ...rows));
  return table;
}

/** @param {string} label @param {string} scope */
function heading(label, scope) {
  const element = el('th', '', el('span', '', label));
  element.setAttribute('scope', scope);
  return element;
}

/** @param {HTMLElement} element @param {number} count @param {number} shade @param {string} words */
function filled(element, count, shade, words) {
  element.textContent = String(count);
  element.title = words;
  element.style.setProperty('--shade', `${Math.round(100 * shade)}%`);
  element.classList.toggle('deep', shade > DEEP);
  return element;
}

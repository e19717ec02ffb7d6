// Rows of errors: a name, a number, and where there is room a bar; the shorter the better.

import { significant } from '../text/numbers.js';

const DIGITS = 3; // that count

/** @typedef {{title: string, value: number, more: string, own?: boolean}} Line `more` is its tooltip */

/** @param {string} title @param {string} over what the errors are of @param {Line[]} lines @param {boolean} hasBars */
export function part(title, over, lines, hasBars) {
  const element = document.createElement('div');
  element.className = hasBars ? 'pg-errors bars' : 'pg-errors';
  if (title) element.append(Object.assign(document.createElement('h3'), { textContent: title }));
  element.append(Object.assign(document.createElement('p'), { textContent: over }));
  const most = Math.max(...lines.map(({ value }) => value)) || 1;
  element.append(...lines.map((line) => row(line, most, hasBars)));
  return element;
}

/** @param {Line} line @param {number} most @param {boolean} hasBar */
function row({ title, value, more, own = false }, most, hasBar) {
  const element = document.createElement('div');
  element.className = own ? 'pg-error own' : 'pg-error';
  element.title = more;
  element.innerHTML = `<span></span><span></span>${hasBar ? '<i><i></i></i>' : ''}`;
  element.children[0].textContent = title;
  element.children[1].textContent = significant(value, DIGITS);
  if (hasBar) /** @type {HTMLElement} */ (element.children[2].children[0]).style.transform = `scaleX(${value / most})`;
  return element;
}

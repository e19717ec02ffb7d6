// All terms of the sum behind one value of a unit: weight times value, the strongest first, and what they add up to.

import { equation } from '../text/equations.js';
import { fixed, significant } from '../text/numbers.js';
import { t } from '../text/text.js';
import { significantProduct } from '../text/worked.js';

/** @typedef {import('./unit_explained.js').Told} Told */

export const MANY = 2000; // terms that are asked for

/** @param {Told | null} told @returns {HTMLElement} */
export function termsOf(told) {
  const element = document.createElement('div');
  element.className = 'pg-terms-of';
  if (!told) element.append(line('pg-note', t('cell.waiting')));
  for (const sum of told?.sums ?? []) element.append(ofSum(sum));
  return element;
}

/** @param {import('./told.js').Sum} sum */
function ofSum({ symbol, terms, more, rest, total }) {
  const section = document.createElement('section');
  const heading = line('pg-equation', ...equation(symbol));
  heading.append(Object.assign(document.createElement('b'), { textContent: ` = ${significant(total)}` }));
  const list = document.createElement('ol');
  const most = Math.max(...terms.map(({ product }) => Math.abs(product)), 1e-12);
  list.append(...terms.map((term) => item(term, most)));
  if (more) list.append(line('pg-note', t('cell.rest', { count: more, sum: fixed(rest) })));
  section.append(heading, list);
  return section;
}

/** @param {import('./told.js').Term} term @param {number} most */
function item({ label, weight, value, product }, most) {
  const element = document.createElement('li');
  const bar = document.createElement('i');
  bar.className = product < 0 ? 'negative' : 'positive';
  bar.style.width = `${(100 * Math.abs(product)) / most}%`;
  const name = line('pg-term', ...equation(label));
  const { factors, equals, text } = significantProduct(weight, value, 3);
  const numbers = Object.assign(document.createElement('span'), { textContent: `${factors} ${equals} ` });
  const result = Object.assign(document.createElement('b'), { textContent: text });
  const track = document.createElement('span');
  track.className = 'pg-term-bar';
  track.append(bar);
  element.append(name, numbers, result, track);
  return element;
}

/** @param {string} className @param {...(Node | string)} content */
function line(className, ...content) {
  const element = document.createElement('p');
  element.className = className;
  element.append(...content);
  return element;
}

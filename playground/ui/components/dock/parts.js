// Small parts of the dock: elements, symbols, numbers in the colour of their sign, a sum in one line.

import { equation } from '../text/equations.js';

/** @typedef {Node | string} Content */

/** @param {string} tag @param {string} className @param {...Content} content @returns {HTMLElement} */
export function el(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** @param {string} words @param {() => void} act @param {string} [className] @returns {HTMLButtonElement} */
export function button(words, act, className = '') {
  return Object.assign(document.createElement('button'), { type: 'button', textContent: words, onclick: act, className });
}

/** "z" as a symbol. @param {string} text */
export const symbol = (text) => el('span', 'pg-maths', ...equation(text));

/** The class of a number's sign. @param {number} value */
export const signClass = (value) => (value > 0 ? 'plus' : value < 0 ? 'minus' : '');

/** "+5.71" in its colour. @param {string} text as printed @param {number} value @param {string} [tag] */
export const signed = (text, value, tag = 'b') => el(tag, `pg-signed ${signClass(value)}`, value > 0 ? `+${text}` : text);

/** "a + b − c" of printed terms, in colour. @param {string[]} texts @param {number[]} values @returns {Content[]} */
export function chain(texts, values) {
  return texts.flatMap((text, k) => {
    const negative = text.startsWith('−');
    const number = k && negative ? text.slice(1) : text;
    const between = k ? (negative ? ' − ' : ' + ') : '';
    return [el('span', `pg-signed ${signClass(values[k])}`, `${between}${number}`)];
  });
}

/** The rest of a sum after its terms: " + 5.19" with small words behind it. @param {string} text @param {string} words */
export function restOf(text, words) {
  const negative = text.startsWith('−');
  return [` ${negative ? '−' : '+'} ${negative ? text.slice(1) : text} `, el('small', '', words)];
}

/** A line with its name at the left. @param {string} name @param {...Content} content */
export const line = (name, ...content) => el('div', 'pg-sum-line', el('span', 'pg-muted', name), el('span', 'pg-maths', ...content));

/** A heading of a column. @param {...Content} content */
export const caption = (...content) => el('p', 'pg-caption', ...content);

// Terms as rows with a bar each, and the sum of those for and against.

import { el, signClass, signed } from './parts.js';

/** The sum of what is above 0, and of what is below. @param {ArrayLike<number>} values */
export function forAndAgainst(values) {
  let [plus, minus] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (values[i] > 0) plus += values[i];
    else minus += values[i];
  }
  return { plus, minus };
}

/** @typedef {{name: string, factors?: string, value: number, text: string, act?: () => void}} Term */

/** Rows of a name, its factors, a bar from the middle, and its number. @param {Term[]} list @param {number} [most] the longest bar's value */
export function bars(list, most = Math.max(...list.map(({ value }) => Math.abs(value)), 0)) {
  const table = el('div', 'pg-dock-bars');
  for (const { name, factors = '', value, text, act } of list) {
    const bar = el('span', 'pg-dock-bar');
    const inner = el('i', signClass(value));
    const share = most ? (50 * Math.abs(value)) / most : 0;
    Object.assign(inner.style, { left: `${value < 0 ? 50 - share : 50}%`, width: `${share}%` });
    bar.append(inner);
    const label = act ? Object.assign(el('button', 'pg-as-text', name), { type: 'button', onclick: act }) : el('span', '', name);
    label.title = name;
    table.append(label, el('span', 'pg-maths pg-factors', factors), bar, signed(text, value));
  }
  return table;
}

/** A name and a number in one row. @param {string | Node} name @param {string | Node} number @param {string} [className] */
export const fact = (name, number, className = '') => el('div', `pg-fact ${className}`, el('span', '', name), el('span', 'pg-maths', number));

// Under each slider a bar for what its measurement did, and the number beside its name.

import { largest, number, values as flat } from './found.js';

/** @param {HTMLElement} host @returns {import('./found.js').Over} */
export function overSliders(host) {
  const marks = [...host.querySelectorAll('.pg-measure')].map((row) => {
    const mark = Object.assign(document.createElement('p'), { className: 'pg-why-mark', innerHTML: '<b></b><i></i>' });
    row.append(mark);
    return mark;
  });
  const draw = (/** @type {import('./found.js').Answer} */ { found }) => {
    const values = flat(found);
    const most = largest(values);
    marks.forEach((mark, k) => {
      const [words, bar] = /** @type {HTMLCollectionOf<HTMLElement>} */ (mark.children);
      mark.classList.toggle('negative', values[k] < 0);
      words.textContent = number(values[k], most, { sign: true });
      const half = (50 * Math.abs(values[k])) / most;
      Object.assign(bar.style, { left: `${values[k] < 0 ? 50 - half : 50}%`, width: `${half}%` });
    });
  };
  return { draw, end: () => marks.forEach((mark) => mark.remove()) };
}

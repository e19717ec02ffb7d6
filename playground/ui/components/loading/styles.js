// Rules of the parts of the page that come later.

import { chance } from '../server/chance.js';

/** @type {Map<string, Promise<unknown>>} */
const asked = new Map();

/** Resolves when `name`.css is in, or cannot be had now; then it is asked for again beside what is shown without it. @param {string} name @returns {Promise<unknown>} */
export function needStyle(name) {
  const known = asked.get(name) ?? load(name, 0);
  asked.set(name, known);
  return known;
}

/** @param {string} name @param {number} tried @returns {Promise<void>} */
function load(name, tried) {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL(`../${name}.css`, import.meta.url).href });
  document.head.append(link);
  return new Promise((resolve) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      resolve();
      void chance(tried).then(() => load(name, tried + 1));
    };
  });
}

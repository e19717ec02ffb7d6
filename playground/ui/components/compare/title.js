// The title of what is compared: what it is, what has been found, and what one can do.

import { el } from '../dock/parts.js';

/** @param {string} className */
export function partTitle(className = '') {
  const [title, said, hint] = [el('h2', ''), el('span', 'pg-compare-said'), el('p', 'pg-muted')];
  said.setAttribute('role', 'status');
  return { element: el('div', `pg-row-title ${className}`, title, said, hint), title, said, hint };
}

// Rules of the parts of the page that come later.

import { address } from './address.js';

const asked = new Map();

/** Resolves when `name`.css is in, or cannot be had. */
export function needStyle(name) {
  if (!asked.has(name)) asked.set(name, load(name));
  return asked.get(name);
}

function load(name) {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address(`static/${name}.css`) });
  document.head.append(link);
  return new Promise((resolve) => (link.onload = link.onerror = resolve));
}

// What the page has to say of itself at its head: a task that cannot be had, an address that was not understood.

import { signal } from './signal.js';

/** @typedef {() => string} Words in the language of the page */

/** @type {Map<string, Words>} */
const notices = new Map();
/** @type {import('./signal.js').Signal<void>} */
const changed = signal();

/** Say something under a name, in place of what was said under it before; null takes it away. @param {string} name @param {Words | null} words */
export function notify(name, words) {
  if (!words && !notices.has(name)) return;
  if (words) notices.set(name, words);
  else notices.delete(name);
  changed.tell();
}

/** All that is said, oldest first: [name, words]. */
export const allNotices = () => [...notices];
export const onNotices = changed.on;

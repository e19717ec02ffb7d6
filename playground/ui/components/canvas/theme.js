// Light or dark: what the page is in, and one signal for all that paints.

import { remember, remembered } from '../store/remembered.js';
import { signal } from '../store/signal.js';
import { put, state } from '../store/store.js';

/** @type {import('../store/signal.js').Signal<void>} */
const changed = signal();

/** Call `listener` when the page is in the other theme. */
export const onTheme = changed.on;

export const theme = () => (state.theme === 'dark' ? 'dark' : 'light');

/** @param {'light' | 'dark'} name */
export function setTheme(name) {
  put({ theme: name });
  remember('theme', name);
  document.body.classList.toggle('dark', name === 'dark');
  changed.tell();
}

/** Gradio gives the page its first theme, by a class of the body, and may do so after our widgets are there; it does not know what was chosen before. */
function follow() {
  const chosen = new URLSearchParams(location.search).has('__theme') ? undefined : remembered('theme', ['light', 'dark']);
  if (chosen) document.body.classList.toggle('dark', chosen === 'dark');
  const name = document.body.classList.contains('dark') ? 'dark' : 'light';
  if (name === theme()) return;
  put({ theme: name }, { told: false });
  changed.tell();
}

if (globalThis.document?.body) {
  follow();
  new MutationObserver(follow).observe(document.body, { attributeFilter: ['class'] });
}

// Which section of the guide is open beside the stage.

import { signal } from '../store/signal.js';
import { put, state } from '../store/store.js';

/** @type {import('../store/signal.js').Signal<string | null>} */
const opened = signal();

/** Call `listener` with the name of the section when the guide is opened or goes on, with null when it is closed. */
export const onGuide = opened.on;

export const FIRST = 'start';

/** Open the guide at a section; with null close it. @param {string | null} section @param {{step?: boolean}} [options] */
export function openGuide(section, { step = !state.guide !== !section } = {}) {
  if (section === state.guide) return;
  put({ guide: section }, { step });
  opened.tell(section);
}

/** That of an address. @param {string | null} section */
export function restoreGuide(section) {
  if (section === state.guide) return;
  put({ guide: section }, { told: false });
  opened.tell(section);
}

// The gradients of the run on the page, where the picture shows them in place of the values.

import { signal } from '../store/signal.js';
import { onPut, put, state } from '../store/store.js';
import { session } from './session.js';

/** @typedef {import('./gradient_trace.js').GradientTrace} GradientTrace */

/** @type {GradientTrace | null} */
let held = null;
/** @type {import('../store/signal.js').Signal<void>} */
const changed = signal();

/** Call `listener` when gradients have come, or gone, or are wanted, or no more. */
export const onGradients = changed.on;

/** Whether gradients are to be shown, however long they take to come: the picture of the network has them, no other page. */
export const isBackward = () => state.shows === 'gradients' && !state.page;
onPut(['page'], () => void (state.shows === 'gradients' && changed.tell()));

/** The gradients of the run that is shown; null while values are shown, as of a drawing in progress. @returns {GradientTrace | null} */
export const gradientsNow = () => (isBackward() && held && held.forward === session.trace ? held : null);

/** @param {GradientTrace | null} gradients */
export function hold(gradients) {
  held = gradients;
  changed.tell();
}

/** Show values or gradients. @param {import('../store/state.js').State['shows']} shows @param {{step?: boolean, told?: boolean}} [options] */
export function show(shows, { step = true, told = true } = {}) {
  if (shows === state.shows) return;
  put({ shows }, { step, told });
  changed.tell();
}

/** Which loss of which answer: that of the steps of learning, where the network has made some. @returns {{target: string | number | null, loss: string | null}} */
export const questionNow = () => session.changes?.learning ?? state;

/** Another loss, or another right answer. @param {Partial<Pick<import('../store/state.js').State, 'target' | 'loss'>>} question */
export function question(question) {
  if (Object.entries(question).every(([name, value]) => value === state[/** @type {'target' | 'loss'} */ (name)])) return;
  put(question);
  changed.tell();
}

// How the page looks at a trace over time: the window of steps in sight, the order of units, the chosen unit, the range.

import { on, session } from '../run/session.js';
import { signal } from '../store/signal.js';
import { part, put } from '../store/store.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {Partial<Pick<import('../store/state.js').State, 'from' | 'order' | 'unit' | 'range'>>} Change */

// Steps in sight of a long sequence: as many as have room for what stands on their axis.
const WINDOWS = new Map([['names', 48], ['reviews', 40]]);
const WINDOW = 120; // where that is drawn
/** @type {import('../store/signal.js').Signal<Change>} */
const looked = signal();

export const view = part('from', 'order', 'unit', 'range');

/** Call `listener` with what has changed when the view has. */
export const onView = looked.on;

/** The steps in sight. @param {Trace} trace @returns {{from: number, count: number}} */
export function span(trace) {
  const count = Math.min(WINDOWS.get(trace.task) ?? WINDOW, Math.max(trace.steps, 1));
  return { from: Math.max(0, Math.min(view.from, trace.steps - count)), count };
}

/** @param {Change} change */
export function look(change) {
  put(change);
  looked.tell(change);
}

/** The order of units that an address names. @param {string} order */
export function restoreOrder(order) {
  if (order === view.order) return;
  put({ order }, { told: false });
  looked.tell({ order });
}

/** Bring a step into sight; true when the window had to move. @param {Trace} trace @param {number} step */
export function reveal(trace, step) {
  const { from, count } = span(trace);
  if (step >= from && step < from + count) return false;
  look({ from: Math.max(0, Math.min(trace.steps - count, step - Math.floor(count / 4))) });
  return true;
}

on('begin', () => Object.assign(view, { from: 0, range: null }));
on('task', () => Object.assign(view, { from: 0, unit: null, range: null }));
on('architecture', () => Object.assign(view, { unit: null, range: null }));
on('clear', () => session.trace || looked.tell({}));

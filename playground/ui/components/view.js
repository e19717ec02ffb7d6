// How the page looks at a trace over time: the window of steps in sight, the order of units, the chosen unit, the range.

import { on, session } from './session.js';

// Steps in sight of a long sequence: as many as have room for what stands on their axis.
const WINDOWS = { names: 48, reviews: 40 };
const WINDOW = 120; // where that is drawn
const FEWEST = 40; // columns of a drawing that still grows
const listeners = new Set();

export const view = {
  from: 0,
  order: 'index', // of units: index, mean, active, similarity
  unit: null, // {key of the stage, unit}
  range: null, // {key of the stage, quantity, first, last}: steps that were brushed
};

/** Call `listener` with what has changed when the view has. */
export const onView = (listener) => listeners.add(listener);
const tell = (change) => listeners.forEach((listener) => listener(change));

/** The steps in sight: {from, count}. */
export function span(trace) {
  const count = Math.min(WINDOWS[trace.task] ?? WINDOW, Math.max(trace.steps, trace.open ? FEWEST : 1));
  return { from: Math.max(0, Math.min(view.from, trace.steps - count)), count };
}

export const isLong = (trace) => trace.steps > span(trace).count;

export function look(change) {
  Object.assign(view, change);
  tell(change);
}

/** Bring a step into sight; true when the window had to move. */
export function reveal(trace, step) {
  const { from, count } = span(trace);
  if (step >= from && step < from + count) return false;
  look({ from: Math.max(0, Math.min(trace.steps - count, step - Math.floor(count / 4))) });
  return true;
}

on('begin', () => Object.assign(view, { from: 0, range: null }));
on('task', () => Object.assign(view, { from: 0, unit: null, range: null }));
on('architecture', () => Object.assign(view, { unit: null, range: null }));
on('clear', () => session.trace || tell({}));

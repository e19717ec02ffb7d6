// What is selected in the picture, what is pointed at, and what is opened in place; Escape and the browser's Back go up.

import { signal } from '../store/signal.js';
import { onPut, put, state } from '../store/store.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {{key: string, how: 'layer' | 'column' | 'lane', quantity?: string}} Opened */

/** @type {import('../store/signal.js').Signal<Selection | null>} */
const selected = signal();
/** @type {import('../store/signal.js').Signal<Selection | null>} */
const pointed = signal();
/** @type {import('../store/signal.js').Signal<Opened | null>} */
const opened = signal();

/** Call `listener` with the selection, or null, when it has changed. */
export const onSelection = selected.on;
/** Call `listener` with what is pointed at, or null, when that has changed. */
export const onPointed = pointed.on;
/** Call `listener` with what is opened in place, or null, when that has changed. */
export const onOpened = opened.on;

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** How deep a selection goes: a layer, one of its maps or units, one value. @param {Selection | null} selection */
const depthOf = (selection) => (selection ? 1 + selection.index.length : 0);

/**
 * Select a layer (index []), a map or a unit (index [k]), or a value. The browser's Back leads to where it was before if
 * this goes deeper, unless `step` says otherwise.
 * @param {Selection | null} selection
 * @param {{step?: boolean}} [options]
 */
export function select(selection, { step = depthOf(selection) > depthOf(state.selection) } = {}) {
  if (same(selection, state.selection)) return;
  put({ selection }, { step });
  selected.tell(selection);
}

/** @param {Selection | null} selection */
export function point(selection) {
  if (same(selection, state.pointed)) return;
  put({ pointed: selection });
  pointed.tell(selection);
}

/** @param {Opened | null} what @param {{step?: boolean}} [options] */
export function open(what, { step = what !== null } = {}) {
  if (same(what, state.opened)) return;
  put({ opened: what }, { step });
  opened.tell(what);
}

/**
 * One level up: from a value to its map, from a step to its unit; then what is opened is closed, with the map or unit in
 * it selected as before; then nothing is selected. False if there was nothing.
 */
export function up() {
  const { selection } = state;
  if (selection && selection.index.length > 1) select({ ...selection, index: selection.index.slice(0, 1) });
  else if (selection?.index.length && (selection.t ?? null) !== null) select({ ...selection, t: null });
  else if (state.opened) open(null);
  else if (selection) select(null);
  else return false;
  return true;
}

/** What an address names; whether the network has it is seen with its answer (dock/missing.js). @param {Pick<import('../store/state.js').State, 'selection' | 'opened'>} asked */
export function restore({ selection, opened: what }) {
  if (!same(selection, state.selection)) {
    put({ selection }, { told: false });
    selected.tell(selection);
  }
  if (!same(what, state.opened)) {
    put({ opened: what }, { told: false });
    opened.tell(what);
  }
}

// What another part of the page has put.
onPut(['task', 'architecture'], () => point(null));

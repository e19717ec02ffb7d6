// The value beside a value: by arrows within its map or layer, by page keys in the next map; or the next one of all.

import { stageOf } from './where.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {number} i @param {number} size */
const wrapped = (i, size) => (i + size) % size;

/** Null where the key leads nowhere. @param {number[]} index @param {number[]} shape @param {string} key an arrow, a page key, or 'next' @returns {number[] | null} */
export function moved(index, shape, key) {
  const next = [...index];
  const last = shape.length - 1;
  if (key === 'next') {
    for (let axis = last; axis >= Math.max(0, last - 1); axis--) {
      next[axis] = wrapped(next[axis] + 1, shape[axis]);
      if (next[axis]) return next;
    }
    return next;
  }
  const page = { PageUp: -1, PageDown: 1 }[key];
  if (page) {
    if (shape.length < 3) return null;
    next[0] = wrapped(next[0] + page, shape[0]);
    return next;
  }
  if (!Object.hasOwn(ARROWS, key)) return null;
  const [dx, dy] = ARROWS[key];
  if (shape.length === 1) next[0] = wrapped(next[0] + dx + dy, shape[0]);
  else {
    next[last] = wrapped(next[last] + dx, shape[last]);
    next[last - 1] = wrapped(next[last - 1] + dy, shape[last - 1]);
  }
  return next;
}

/** @param {Trace} run @param {Selection} selection @param {string} key @returns {Selection | null} */
export function neighbour(run, selection, key) {
  const stage = stageOf(run, selection);
  const shape = stage?.arrays[selection.quantity]?.shape ?? (selection.quantity === 'probabilities' ? [run.labels.length || 1] : null);
  if (!stage || !shape || shape.length !== selection.index.length) return null;
  if (stage.declared?.timed && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    const t = Math.max(0, Math.min(run.steps - 1, (selection.t ?? 0) + ARROWS[key][0]));
    return t === selection.t ? null : { ...selection, t };
  }
  const index = moved(selection.index, shape, key);
  return index && { ...selection, index };
}

// The picture read with the keys: Tab from layer to layer, arrows from value to value, page keys from map to map.

import { find } from '../dom/find.js';
import { onExact } from '../run/exact.js';
import { state } from '../store/store.js';
import { reveal } from '../playback/view.js';
import { choose } from './pointer.js';
import { said } from './reading.js';
import { onPointed, point, select, up } from './selecting.js';

/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('../explanation/selection.js').Selection} Selection */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {Stage} stage */
export function readByKeys(stage) {
  const heard = find(stage.element, '[data-heard]', HTMLElement);
  const { place } = stage;
  let byKeys = false; // a pointer's every movement is not read out
  const hear = () => {
    const { run } = stage;
    const words = byKeys && run && state.pointed ? said(run, state.pointed) : null;
    if (words) heard.textContent = [words.what, words.where, words.value].filter(Boolean).join(', ');
  };
  onPointed(hear);
  onExact(hear);
  place.addEventListener('pointermove', () => (byKeys = false));
  place.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return;
    byKeys = true;
    const first = firstOf(stage, target);
    if (first) point(first);
  });
  stage.element.addEventListener('keydown', (event) => {
    byKeys = true;
    if (event.key === 'Escape') {
      if (up()) event.preventDefault();
      return;
    }
    const { pointed } = state;
    if (!pointed || !(event.target instanceof Element) || !event.target.matches('.pg-block')) return;
    const next = moved(stage, pointed, event.key);
    if (event.key === 'Enter' && typeof pointed.t === 'number') choose(pointed);
    else if (event.key === 'Enter') select(pointed);
    else if (next) point(next);
    else return;
    event.preventDefault();
  });
}

/** Where the keys begin in a layer: at its strongest value. @param {Stage} stage @param {HTMLElement} element @returns {Selection | null} */
function firstOf(stage, element) {
  const { key = '', quantity = '' } = element.dataset;
  const held = stage.run?.stages.get(key);
  const array = held?.arrays[quantity];
  if (!held || !array) return null;
  const timed = held.declared?.timed;
  let best = 0;
  for (let i = 0; i < array.values.length; i++) if (Math.abs(array.values[i]) > Math.abs(array.values[best])) best = i;
  const t = timed ? Math.floor(best / array.size) : null;
  return { stage: held.kind, layer: held.layer ?? null, direction: held.direction ?? null, t, quantity, index: indexAt(best % array.size, array.shape) };
}

/** @param {number} offset @param {number[]} shape */
function indexAt(offset, shape) {
  const index = [];
  let rest = offset;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** The value that a key leads to. @param {Stage} stage @param {Selection} from @param {string} key @returns {Selection | null} */
function moved(stage, from, key) {
  const held = stage.run && [...stage.run.stages.values()].find((one) => one.kind === from.stage && (one.layer ?? null) === (from.layer ?? null) && (one.direction ?? null) === (from.direction ?? null));
  const block = held && stage.view(held.key, from.quantity)?.block;
  const inTime = stage.run && block && Object.hasOwn(ARROWS, key) ? stage.inTime?.movedInTime(stage.run, /** @type {any} */ (block), from, ...ARROWS[key]) : null;
  if (inTime) {
    if (stage.run && typeof inTime.t === 'number') reveal(stage.run, inTime.t);
    return inTime;
  }
  const shape = held?.arrays[from.quantity]?.shape;
  if (!shape || from.index.length !== shape.length) return null;
  const wrap = (/** @type {number} */ i, /** @type {number} */ size) => (i + size) % size;
  const index = [...from.index];
  const page = { PageDown: 1, PageUp: -1 }[key];
  if (page) {
    index[0] = wrap(index[0] + page, shape[0]);
    return { ...from, index };
  }
  if (!Object.hasOwn(ARROWS, key)) return null;
  const [dx, dy] = ARROWS[key];
  const columns = shape.length === 1 ? (stage.view(held.key)?.block.tiles?.columns ?? 1) : 1;
  if (shape.length === 1) index[0] = wrap(index[0] + (columns > 1 ? dx + dy * columns : dx + dy), shape[0]);
  else {
    const last = shape.length - 1;
    index[last] = wrap(index[last] + dx, shape[last]);
    index[last - 1] = wrap(index[last - 1] + dy, shape[last - 1]);
  }
  return { ...from, index };
}

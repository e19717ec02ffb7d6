// Steps that are marked by a drag in a lane, for the search for similar steps.

import { placeIn } from '../../dom/zoom.js';
import { look, view } from '../../playback/view.js';
import { session } from '../../run/session.js';

/** @typedef {import('../layout/timed.js').Axis} Axis */
/** @typedef {import('../stage.js').Stage} Stage */

const DRAG = 6; // px; a smaller movement is a click

/** @param {Stage} stage */
export function wireBrush(stage) {
  const { place } = stage;
  /** @type {{x: number, step: number, key: string, quantity: string, lane: Element} | null} */
  let from = null;
  const stepAt = (/** @type {PointerEvent} */ event, /** @type {Element} */ lane) => {
    const axis = stage.layout?.axis;
    const column = Math.floor(placeIn(lane, event)[0] / axis.step);
    return axis.from + Math.max(0, Math.min(axis.count - 1, column));
  };
  place.addEventListener('pointerdown', (event) => {
    const lane = event.target instanceof Element ? event.target.closest('.pg-block[data-form=lane]') : null;
    if (!(lane instanceof HTMLElement) || event.button !== 0 || event.pointerType === 'touch') return;
    // What is searched through are runs of the networks as they were trained.
    if (!stage.run?.stages.get(lane.dataset.key ?? '')?.declared?.searchable || session.changes) return;
    from = { x: event.clientX, step: stepAt(event, lane), key: lane.dataset.key ?? '', quantity: lane.dataset.quantity ?? '', lane };
  });
  place.addEventListener('pointermove', (event) => {
    if (!from || !(event.buttons & 1) || Math.abs(event.clientX - from.x) < DRAG) return;
    const [first, last] = [from.step, stepAt(event, from.lane)].sort((a, b) => a - b);
    const { key, quantity } = from;
    const { range } = view;
    if (range?.key !== key || range.first !== first || range.last !== last || range.quantity !== quantity) look({ range: { key, quantity, first, last } });
  });
  for (const name of ['pointerup', 'pointercancel']) place.addEventListener(name, () => (from = null));
}

/** @param {HTMLElement} place @param {Axis} axis */
export function showRange(place, axis) {
  const { range } = view;
  const group = range && axis.groups.find(({ key }) => key === range.key);
  if (!range || !group) return;
  const [first, end] = [Math.max(range.first, axis.from), Math.min(range.last + 1, axis.from + axis.count)];
  if (end <= first) return;
  const element = Object.assign(document.createElement('div'), { className: 'pg-time-range' });
  Object.assign(element.style, { left: `${axis.x + (first - axis.from) * axis.step}px`, width: `${(end - first) * axis.step}px`, top: `${group.y - 2}px`, height: `${group.height + 4}px` });
  place.append(element);
}

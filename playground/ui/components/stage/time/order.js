// In which order the units of a layer stand, the same in all its lanes; it stays while the pen is down.

import { mainQuantity, withRole } from '../../run/declarations.js';
import { unitOrder } from '../../run/unit_orders.js';
import { view } from '../../playback/view.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */
/** @typedef {import('../../run/trace.js').Stage} Stage */
/** `units` from top to bottom, and for each unit its `places`. @typedef {{units: number[], places: number[], kind: string}} Order */

/** @type {WeakMap<Trace, Map<string, Order>>} */
const known = new WeakMap();
/** @type {Map<string, Order>} the last order of a layer of a network, kept for runs whose end is not there yet */
const last = new Map();

/** What the units are sorted by: the cell state where it is there, else what the layer gives on. @param {Stage} stage */
export function sortedBy({ declared, arrays }) {
  return declared ? (withRole(declared, 'state').find((name) => arrays[name]) ?? mainQuantity(declared)) : '';
}

/** @param {Trace} shown @param {string} key @returns {Order} */
export function orderOf(shown, key) {
  const run = shown.forward ?? shown; // gradients stand where the values stand
  const stage = run.stages.get(key);
  const kind = view.order;
  const size = Object.values(stage?.arrays ?? {})[0]?.size ?? 0;
  const id = `${run.task} ${run.architecture} ${key} ${kind} ${size}`;
  const isDone = Boolean(run.of && run.milliseconds !== null && !run.preview);
  if (!isDone || !stage) return last.get(id) ?? of(kind, Array.from({ length: size }, (_, unit) => unit));
  const mine = known.get(run) ?? new Map();
  known.set(run, mine);
  let order = mine.get(`${id} ${run.steps}`);
  if (!order) {
    const array = stage.arrays[kind === 'state' ? sortedBy(stage) : mainQuantity(/** @type {any} */ (stage.declared))];
    order = of(kind, unitOrder(kind, array.values, run.steps, array.size, stage.direction ? 0 : run.steps - 1));
    mine.set(`${id} ${run.steps}`, order);
  }
  last.set(id, order);
  return order;
}

/** @param {string} kind @param {number[]} units @returns {Order} */
function of(kind, units) {
  /** @type {number[]} */
  const places = [];
  units.forEach((unit, place) => (places[unit] = place));
  return { units, places, kind };
}

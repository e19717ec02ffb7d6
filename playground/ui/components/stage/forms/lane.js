// A quantity of a layer through time: a row for each unit or for a few, a column for each step. Changed, the layer before is above.

import { placeOf, table } from '../colours.js';
import { halfRows } from '../layout/lane_rows.js';
import { bitmapOf, drawCells } from '../time/bitmap.js';
import { meanOf, strongest, unitOfRow } from '../time/lane_values.js';
import { orderOf } from '../time/order.js';
import { inksNow } from '../../canvas/inks.js';
import { state } from '../../store/store.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */
/** @typedef {import('../layout/layout.js').Block & {perRow: number, row: number, mean: boolean, direction: number, axis: {step: number, from: number, count: number}}} LaneBlock */
/** The part of a lane that shows one run: CSS px from the lane's top. @typedef {{run: Trace, y: number, height: number, perRow: number, row: number, rows: number}} Part */

/** @type {WeakMap<object, {parts: Part[]}>} how a block was painted last */
const painted = new WeakMap();

/** @param {LaneBlock} block @param {number} units @param {Trace} run @param {Trace | null} original @param {number} dpr @returns {Part[]} */
function partsOf({ height, perRow, row }, units, run, original, dpr) {
  if (!original) return [{ run, y: 0, height, perRow, row, rows: Math.ceil(units / perRow) }];
  const half = halfRows(units, height * dpr);
  const part = { perRow: half.perRow, row: half.row / dpr, rows: half.rows, height: half.height / dpr };
  return [{ run: original, y: 0, ...part }, { run, y: half.second / dpr, ...part }];
}

/** How many units a row of a lane stands for now, which its label says. @param {LaneBlock} block @param {number} units @param {boolean} isSplit @param {number} dpr */
export const perRowOf = ({ height, perRow }, units, isSplit, dpr) => (isSplit ? halfRows(units, height * dpr).perRow : perRow);

/** @param {CanvasRenderingContext2D} context @param {LaneBlock} block @param {Trace} run @param {import('./forms.js').Look} look */
export function paint(context, block, run, look) {
  const { key, quantity, width, height, mean, axis: { step, from, count } } = block;
  const stage = run.stages.get(key);
  const array = stage?.arrays[quantity];
  if (!stage || !array) return;
  const { surface, ink } = inksNow();
  context.fillStyle = surface;
  context.fillRect(0, 0, width, height);
  const { units } = orderOf(run, key);
  const parts = partsOf(block, array.size, run, look.original, look.dpr);
  painted.set(block, { parts });
  const colours = table(look.scale.ramp);
  for (const part of parts) {
    const held = part.run.stages.get(key);
    const values = held?.arrays[quantity]?.values;
    if (!held || !values) continue;
    const { size } = array;
    const bitmap = bitmapOf(part.run, `${key} ${quantity}`, {
      width: count,
      height: part.rows,
      filled: (held.direction ? part.run.steps : held.filled) - from,
      signature: [from, part.perRow, units, colours, look.scale.most, part.run.exact, held.direction ? held.filled : 0, part.run.milliseconds],
      column: (x, put) => {
        const base = (from + x) * size;
        for (let row = 0; row < part.rows; row++) {
          const [first, end] = [row * part.perRow, Math.min(size, (row + 1) * part.perRow)];
          const value = end - first === 1 ? values[base + units[first]] : mean ? meanOf(values, base, units, first, end) : values[base + strongest(values, base, units, first, end)];
          put(row, colours[placeOf(look.scale, value)]);
        }
      },
    });
    drawCells(context, bitmap, part.y, count * step, part.rows * part.row);
  }
  if (parts.length === 2) {
    context.fillStyle = ink;
    context.fillRect(0, parts[0].y + parts[0].height, count * step, 1 / look.dpr);
  }
}

/** The parts of a lane as it was painted last. @param {LaneBlock} block @param {Trace} run @returns {Part[]} */
const shownParts = (block, run) => painted.get(block)?.parts ?? partsOf(block, run.stages.get(block.key)?.arrays[block.quantity]?.size ?? 1, run, null, 1);

/** @param {LaneBlock} block @param {number} x @param {number} y @param {Trace} run */
export function at(block, x, y, run) {
  const { key, quantity, mean, axis: { step, from, count } } = block;
  const array = run.stages.get(key)?.arrays[quantity];
  const column = Math.floor(x / step);
  const t = from + column;
  if (!array || column < 0 || column >= count || t >= run.steps) return null;
  const part = shownParts(block, run).findLast((one) => y >= one.y) ?? shownParts(block, run)[0];
  const row = Math.max(0, Math.min(part.rows - 1, Math.floor((y - part.y) / part.row)));
  const { selection } = state;
  const isMine = selection && selection.stage === run.stages.get(key)?.kind && (selection.layer ?? null) === (run.stages.get(key)?.layer ?? null);
  const unit = unitOfRow({ values: array.values, base: t * array.size, units: orderOf(run, key).units, first: row * part.perRow, end: Math.min(array.size, (row + 1) * part.perRow), mean, chosen: isMine ? (selection.index[0] ?? null) : null });
  return { index: indexOf(unit, array.shape), t };
}

/** Where a unit stands at a step; over all steps it is a row, which only a mark beside it can show. @param {LaneBlock} block @param {number[]} index @param {Trace} run @param {number | null} [t] */
export function boxOf(block, index, run, t) {
  const { axis: { step, from, count } } = block;
  const y = rowOf(block, index, run);
  if (y === null || t === null || t === undefined || t < from || t >= from + count) return null;
  return { x: block.x + (t - from) * step, y: block.y + y.y, width: step, height: y.height };
}

/** The row of a unit, from the top of its lane. @param {LaneBlock} block @param {number[]} index @param {Trace} run */
export function rowOf(block, index, run) {
  const array = run.stages.get(block.key)?.arrays[block.quantity];
  if (!array || index.length !== array.shape.length) return null;
  const place = orderOf(run, block.key).places[offsetOf(index, array.shape)];
  const part = shownParts(block, run).at(-1);
  if (place === undefined || !part) return null;
  return { y: part.y + Math.floor(place / part.perRow) * part.row, height: part.row };
}

/** @param {number} unit @param {number[]} shape */
function indexOf(unit, shape) {
  const index = [];
  let rest = unit;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** @param {number[]} index @param {number[]} shape */
const offsetOf = (index, shape) => index.reduce((sum, i, k) => sum * shape[k] + i, 0);

// Units as a grid of cells, row after row.

import { cssColour } from '../colours.js';
import { contextColours } from './ink.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const { columns, pitchX, pitchY, width, height, count } = /** @type {any} */ (block.tiles);
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  if (!values) return;
  const before = look.original?.stages.get(block.key)?.arrays[block.quantity]?.values;
  const { line } = contextColours();
  for (let k = 0; k < count; k++) {
    const [x, y] = [(k % columns) * pitchX, Math.floor(k / columns) * pitchY];
    context.globalAlpha = look.faded([k]) ? 0.5 : 1;
    context.fillStyle = line;
    if (width >= 4) context.fillRect(x - 1, y - 1, width + 2, height + 2);
    context.fillStyle = cssColour(look.scale, values[k]);
    context.fillRect(x, y, width, height);
    if (!before) continue;
    context.fillStyle = cssColour(look.scale, before[k]);
    context.fillRect(x, y, width / 2, height);
  }
  context.globalAlpha = 1;
}

/** @param {Block} block @param {number} x @param {number} y */
export function at({ tiles }, x, y) {
  const { columns, pitchX, pitchY, count } = /** @type {any} */ (tiles);
  const [column, row] = [Math.floor(x / pitchX), Math.floor(y / pitchY)];
  const k = row * columns + column;
  return column >= 0 && column < columns && k >= 0 && k < count ? { index: [k] } : null;
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf({ tiles, x, y, width: w, height: h }, index) {
  const { columns, pitchX, pitchY, width, height, count } = /** @type {any} */ (tiles);
  if (!index.length) return { x, y, width: w, height: h };
  const [k] = index;
  return k < count ? { x: x + (k % columns) * pitchX, y: y + Math.floor(k / columns) * pitchY, width, height } : null;
}

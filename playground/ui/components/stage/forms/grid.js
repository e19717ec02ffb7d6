// Units as a grid of cells, row after row.

import { Pixels, valuesOf } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../layout/layout.js').Tiles} Tiles */

const LINED = 4; // device pixels of a cell, at least, that has a line around it

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const { columns, pitchX, pitchY, width, height, count } = /** @type {Tiles} */ (block.tiles);
  const known = valuesOf(block, run, look);
  if (!known) return;
  const pixels = new Pixels(context, look);
  const [wide, high] = [pixels.px(width), pixels.px(height)];
  for (let k = 0; k < count; k++) {
    const [x, y] = [pixels.px(block.inset + (k % columns) * pitchX), pixels.px(block.inset + Math.floor(k / columns) * pitchY)];
    const isFaded = look.faded([k]);
    if (wide >= LINED) pixels.frame(x, y, wide, high, isFaded);
    pixels.fill(x, y, wide, high, pixels.colour(known.values[k], isFaded));
    if (!known.before || known.before[k] === known.values[k]) continue;
    pixels.fill(x, y, wide >> 1, high, pixels.colour(known.before[k], isFaded));
    if (wide >= LINED) pixels.split(x, y, wide, high);
  }
  pixels.put();
}

/** @param {Block} block @param {number} x @param {number} y */
export function at({ tiles, inset }, x, y) {
  const { columns, pitchX, pitchY, count } = /** @type {Tiles} */ (tiles);
  const [column, row] = [Math.floor((x - inset) / pitchX), Math.floor((y - inset) / pitchY)];
  const k = row * columns + column;
  return column >= 0 && column < columns && k >= 0 && k < count ? { index: [k] } : null;
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf({ tiles, inset, x, y, width: w, height: h }, index) {
  const { columns, pitchX, pitchY, width, height, count } = /** @type {Tiles} */ (tiles);
  if (!index.length) return { x, y, width: w, height: h };
  const [k] = index;
  return k < count ? { x: x + inset + (k % columns) * pitchX, y: y + inset + Math.floor(k / columns) * pitchY, width, height } : null;
}

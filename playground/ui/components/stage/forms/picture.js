// One picture: an input whose values lie in rows and columns. What the pen drew is ink.

import { Pixels, valuesOf } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const known = valuesOf(block, run, look);
  if (!known) return;
  const isInk = known.values.every((value) => value >= 0);
  const pixels = new Pixels(context, isInk ? { ...look, scale: { ...look.scale, ramp: 'ink' } } : look);
  const [, rows, columns] = block.shape;
  const [zoom, inset] = [pixels.px(block.cell), pixels.px(block.inset)];
  const isFaded = isInk || look.faded([]); // so that lines over it are seen
  for (let k = 0; k < rows * columns; k++) {
    pixels.fill(inset + (k % columns) * zoom, inset + Math.floor(k / columns) * zoom, zoom, zoom, pixels.colour(known.values[k], isFaded));
  }
  pixels.frame(inset, inset, columns * zoom, rows * zoom, isFaded);
  pixels.put();
}

/** @param {Block} block @param {number} x @param {number} y */
export function at({ cell, inset, shape: [, rows, columns] }, x, y) {
  const [row, column] = [Math.floor((y - inset) / cell), Math.floor((x - inset) / cell)];
  return row >= 0 && column >= 0 && row < rows && column < columns ? { index: [0, row, column] } : null;
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf({ x, y, width, height, cell, inset }, index) {
  if (index.length < 3) return { x, y, width, height };
  return { x: x + inset + index[2] * cell, y: y + inset + index[1] * cell, width: cell, height: cell };
}

// One picture: an input whose values lie in rows and columns.

import { placeOf, table } from '../colours.js';
import { contextColours } from './ink.js';
import { FADED, shade } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const { rows, columns, cell } = block;
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  if (!values) return;
  const zoom = Math.round(cell * look.dpr);
  const { width, height } = context.canvas;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = table(look.scale.ramp);
  const isFaded = look.faded([]);
  for (let v = 0; v < Math.min(height, rows * zoom); v++) {
    for (let u = 0; u < Math.min(width, columns * zoom); u++) {
      const pixel = colours[placeOf(look.scale, values[Math.floor(v / zoom) * columns + Math.floor(u / zoom)])];
      pixels[v * width + u] = isFaded ? shade(pixel, FADED) : pixel;
    }
  }
  context.putImageData(image, 0, 0);
  context.strokeStyle = contextColours().line;
  context.strokeRect(0.5, 0.5, block.width - 1, block.height - 1);
}

/** @param {Block} block @param {number} row @param {number} column */
const indexAt = ({ shape, columns }, row, column) => (shape.length === 1 ? [row * columns + column] : shape.length === 2 ? [row, column] : [0, row, column]);

/** @param {Block} block @param {number} x @param {number} y */
export function at(block, x, y) {
  const [row, column] = [Math.floor(y / block.cell), Math.floor(x / block.cell)];
  return row >= 0 && column >= 0 && row < block.rows && column < block.columns ? { index: indexAt(block, row, column) } : null;
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf({ x, y, width, height, cell, columns, shape }, index) {
  if (index.length < shape.length || !index.length) return { x, y, width, height };
  const [row, column] = shape.length === 1 ? [Math.floor(index[0] / columns), index[0] % columns] : index.slice(-2);
  return { x: x + column * cell, y: y + row * cell, width: cell, height: cell };
}

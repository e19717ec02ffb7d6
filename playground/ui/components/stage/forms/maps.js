// Maps as tiles: each value a square of whole device pixels, all tiles of a layer on one canvas.

import { placeOf, table } from '../colours.js';
import { contextColours } from './ink.js';
import { FADED, shade } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../../run/trace.js').Trace} Trace */

/** Where a tile's picture begins, from the block's corner. @param {any} tiles @param {number} k */
function cornerOf(tiles, k) {
  const [column, row] = [k % tiles.columns, Math.floor(k / tiles.columns)];
  const [dx, dy] = [(tiles.box - tiles.width) / 2, (tiles.box - tiles.height) / 2];
  return { x: tiles.inset + column * tiles.pitchX + Math.max(0, dx), y: tiles.inset + row * tiles.pitchY + Math.max(0, dy) };
}

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const tiles = /** @type {any} */ (block.tiles);
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  if (!values) return;
  const before = look.original?.stages.get(block.key)?.arrays[block.quantity]?.values;
  const { dpr } = look;
  const image = context.createImageData(context.canvas.width, context.canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const stand = [];
  for (let k = 0; k < tiles.count; k++) {
    const isFaded = look.faded([k]);
    stand.push(isFaded);
    const { x, y } = cornerOf(tiles, k);
    fill(pixels, context.canvas.width, { block, look, isFaded, values, before, k, x: Math.round(x * dpr), y: Math.round(y * dpr) });
  }
  context.putImageData(image, 0, 0);
  frames(context, tiles, stand, before !== undefined);
}

/** One tile; with a run before the changes its left half is of that. @param {Uint32Array} pixels @param {number} stride @param {{block: Block, look: Look, isFaded: boolean, values: Float32Array, before: Float32Array | undefined, k: number, x: number, y: number}} tile */
function fill(pixels, stride, { block: { shape, cell }, look: { scale, dpr }, isFaded, values, before, k, x, y }) {
  const [, rows, columns] = shape;
  const colours = table(scale.ramp);
  const zoom = cell * dpr;
  const [width, height] = [Math.round(columns * zoom), Math.round(rows * zoom)];
  const offset = k * rows * columns;
  const line = new Uint32Array(width);
  let last = -1;
  for (let v = 0; v < height; v++) {
    const row = Math.min(rows - 1, Math.floor(v / zoom));
    if (row !== last || zoom < 1) {
      for (let u = 0; u < width; u++) {
        const from = before && u < width / 2 ? before : values;
        const column = Math.min(columns - 1, Math.floor(u / zoom));
        const value = zoom < 1 ? strongest(from, offset, { row, column, rows, columns, span: Math.ceil(1 / zoom) }) : from[offset + row * columns + column];
        const pixel = colours[placeOf(scale, value)];
        line[u] = isFaded ? shade(pixel, FADED) : pixel;
      }
      last = row;
    }
    pixels.set(line, (y + v) * stride + x);
  }
}

/** Of the values that share one device pixel the one of the largest size. @param {Float32Array} values @param {number} offset @param {{row: number, column: number, rows: number, columns: number, span: number}} at */
function strongest(values, offset, { row, column, rows, columns, span }) {
  let best = 0;
  for (let r = row; r < Math.min(rows, row + span); r++) {
    for (let c = column; c < Math.min(columns, column + span); c++) {
      const value = values[offset + r * columns + c];
      if (Math.abs(value) > Math.abs(best)) best = value;
    }
  }
  return best;
}

/** A line around each tile, and one between before and after. @param {CanvasRenderingContext2D} context @param {any} tiles @param {boolean[]} stand @param {boolean} isSplit */
function frames(context, tiles, stand, isSplit) {
  const { line, ink } = contextColours();
  for (let k = 0; k < tiles.count; k++) {
    const { x, y } = cornerOf(tiles, k);
    context.globalAlpha = stand[k] ? 0.5 : 1;
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.strokeRect(x - 0.5, y - 0.5, tiles.width + 1, tiles.height + 1);
    context.fillStyle = ink;
    if (isSplit) context.fillRect(x + tiles.width / 2 - 0.5, y - 1, 1, tiles.height + 2);
  }
  context.globalAlpha = 1;
}

/** @param {Block} block @param {number} x @param {number} y */
export function at({ tiles: all, cell, shape: [count, rows, columns] }, x, y) {
  const tiles = /** @type {any} */ (all);
  const k = Math.floor((y - tiles.inset) / tiles.pitchY) * tiles.columns + Math.min(tiles.columns - 1, Math.floor((x - tiles.inset) / tiles.pitchX));
  if (k < 0 || k >= Math.min(count, tiles.count) || x < tiles.inset) return null;
  const corner = cornerOf(tiles, k);
  const [row, column] = [Math.floor((y - corner.y) / cell), Math.floor((x - corner.x) / cell)];
  if (row < 0 || column < 0 || row >= rows || column >= columns) return null;
  return { index: [k, row, column] };
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf(block, index) {
  const { tiles: all, cell, x, y, width, height } = block;
  const tiles = /** @type {any} */ (all);
  if (!index.length) return { x, y, width, height };
  const [k, row, column] = index;
  if (k >= tiles.count) return null;
  const corner = cornerOf(tiles, k);
  const [left, top] = [x + corner.x, y + corner.y];
  if (row === undefined || column === undefined) return { x: left, y: top, width: tiles.width, height: tiles.height };
  return { x: left + column * cell, y: top + row * cell, width: cell, height: cell };
}

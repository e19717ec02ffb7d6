// Maps as tiles: each value a square of whole device pixels, all tiles of a layer on one canvas.

import { differs, Pixels, valuesOf } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../../run/trace.js').Trace} Trace */

/** How many rows and columns a map has; of an array of two axes each row is a map. @param {number[]} shape */
const sidesOf = (shape) => (shape.length === 3 ? { rows: shape[1], columns: shape[2] } : { rows: 1, columns: shape[1] });

/** The column and the row in which a map stands. @param {any} tiles @param {number} k */
const placeOf = ({ byColumn, columns, rows }, k) => (byColumn ? { column: Math.floor(k / rows), row: k % rows } : { column: k % columns, row: Math.floor(k / columns) });

/** Where a map begins, from the block's corner, CSS px. @param {Block} block @param {number} k */
function cornerOf({ tiles, inset }, k) {
  const { column, row } = placeOf(tiles, k);
  const { pitchX, pitchY } = /** @type {import('../layout/layout.js').Tiles} */ (tiles);
  return { x: inset + column * pitchX, y: inset + row * pitchY };
}

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const known = valuesOf(block, run, look);
  if (!known) return;
  const pixels = new Pixels(context, look);
  const { rows, columns } = sidesOf(block.shape);
  const { count } = /** @type {import('../layout/layout.js').Tiles} */ (block.tiles);
  const [cell, cellHeight] = [pixels.px(block.cell), pixels.px(block.cellHeight)];
  const tile = { rows, columns, cell, cellHeight, width: columns * cell, height: rows * cellHeight };
  for (let k = 0; k < count; k++) {
    const corner = cornerOf(block, k);
    const [x, y, isFaded] = [pixels.px(corner.x), pixels.px(corner.y), look.faded([k])];
    pixels.frame(x, y, tile.width, tile.height, isFaded);
    draw(pixels, known.values, k, { ...tile, x, y, isFaded });
    if (known.before && differs(known.values, known.before, k * rows * columns, (k + 1) * rows * columns)) {
      draw(pixels, known.before, k, { ...tile, x, y, width: tile.width >> 1, isFaded });
      pixels.split(x, y, tile.width, tile.height);
    }
  }
  pixels.put();
}

/** The first `width` pixels of each row of a map. @param {Pixels} pixels @param {Float32Array} values @param {number} k @param {{rows: number, columns: number, cell: number, cellHeight: number, width: number, x: number, y: number, isFaded: boolean}} tile */
function draw(pixels, values, k, { rows, columns, cell, cellHeight, width, x, y, isFaded }) {
  const { data, width: stride } = pixels;
  for (let row = 0; row < rows; row++) {
    const start = (y + row * cellHeight) * stride + x;
    for (let column = 0, at = start, end = start + width; column < columns && at < end; column++) {
      const colour = pixels.colour(values[(k * rows + row) * columns + column], isFaded);
      for (const next = Math.min(end, at + cell); at < next; at++) data[at] = colour;
    }
    for (let line = 1; line < cellHeight; line++) data.copyWithin(start + line * stride, start, start + width);
  }
}

/** @param {Block} block @param {number} x @param {number} y */
export function at(block, x, y) {
  const tiles = /** @type {any} */ (block.tiles);
  const [column, row] = [Math.floor((x - block.inset) / tiles.pitchX), Math.floor((y - block.inset) / tiles.pitchY)];
  if (column < 0 || row < 0 || column >= tiles.columns || row >= tiles.rows) return null;
  const k = tiles.byColumn ? column * tiles.rows + row : row * tiles.columns + column;
  if (k >= tiles.count) return null;
  const corner = cornerOf(block, k);
  const { rows, columns } = sidesOf(block.shape);
  const [r, c] = [Math.floor((y - corner.y) / block.cellHeight), Math.floor((x - corner.x) / block.cell)];
  if (r < 0 || c < 0 || r >= rows || c >= columns) return null;
  return { index: block.shape.length === 3 ? [k, r, c] : [k, c] };
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf(block, index) {
  const { x, y, width, height, shape, cell, cellHeight } = block;
  const tiles = /** @type {import('../layout/layout.js').Tiles} */ (block.tiles);
  if (!index.length) return { x, y, width, height };
  if (index[0] >= tiles.count) return null;
  const corner = cornerOf(block, index[0]);
  const [left, top] = [x + corner.x, y + corner.y];
  if (index.length < shape.length) return { x: left, y: top, width: tiles.width, height: tiles.height };
  const [row, column] = shape.length === 3 ? [index[1], index[2]] : [0, index[1]];
  return { x: left + column * cell, y: top + row * cellHeight, width: cell, height: cellHeight };
}

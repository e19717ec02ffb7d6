// Pictures of values on one canvas, each where it stands, a whole number of device pixels a value.

import { inksNow } from '../../canvas/inks.js';
import { placeOf, table } from '../colours.js';

/** @typedef {import('./column_layout.js').Box} Box */
/** @typedef {{box: Box, cell: number, values: ArrayLike<number>, from?: number, rows: number, columns: number, scale: import('../colours.js').Scale}} Piece */

/** A canvas of the size, in CSS px. @param {HTMLCanvasElement} canvas @param {{width: number, height: number, dpr: number}} size @param {Piece[]} pieces a line around each */
export function paintPieces(canvas, { width, height, dpr }, pieces) {
  Object.assign(canvas, { width: Math.round(width * dpr), height: Math.round(height * dpr) });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const context = canvas.getContext('2d');
  if (!context) return;
  context.strokeStyle = inksNow().line;
  for (const piece of pieces) {
    const [w, h] = [Math.round(piece.box.width * dpr), Math.round(piece.box.height * dpr)];
    if (w < 1 || h < 1) continue;
    const image = context.createImageData(w, h);
    fill(new Uint32Array(image.data.buffer), w, h, piece);
    const [x, y] = [Math.round(piece.box.x * dpr), Math.round(piece.box.y * dpr)];
    context.putImageData(image, x, y);
    context.strokeRect(x - 0.5, y - 0.5, w + 1, h + 1);
  }
}

/** @param {Uint32Array} pixels @param {number} w @param {number} h @param {Piece} piece */
function fill(pixels, w, h, { values, from = 0, rows, columns, scale }) {
  const colours = table(scale.ramp);
  for (let v = 0, i = 0; v < h; v++) {
    const row = Math.floor((v * rows) / h);
    for (let u = 0; u < w; u++, i++) pixels[i] = colours[placeOf(scale, values[from + row * columns + Math.floor((u * columns) / w)])];
  }
}

/** The cell of a piece under a point; null beside it. @param {Piece} piece @param {number} x @param {number} y */
export function cellAt({ box, rows, columns }, x, y) {
  const [row, column] = [Math.floor(((y - box.y) / box.height) * rows), Math.floor(((x - box.x) / box.width) * columns)];
  return row >= 0 && row < rows && column >= 0 && column < columns ? [row, column] : null;
}

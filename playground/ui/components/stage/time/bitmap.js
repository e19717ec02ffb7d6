// Cells through time as a picture of one pixel a cell, kept with its run, to which steps that come later are added.

import { contextOf } from '../../canvas/context.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */
/** @typedef {{signature: any[], canvas: HTMLCanvasElement, done: number}} Kept */

/** @type {WeakMap<Trace, Map<string, Kept>>} */
const kept = new WeakMap();

/**
 * The picture `width` x `height` of a run under a name. `signature` is what it is made of; while that stays, only columns from
 * those that are done up to `filled` are made, by `column(x, put)`, which puts the colour of each row.
 * @param {Trace} run
 * @param {string} name
 * @param {{width: number, height: number, filled: number, signature: any[], column: (x: number, put: (row: number, colour: number) => void) => void}} what
 * @returns {HTMLCanvasElement}
 */
export function bitmapOf(run, name, { width, height, filled, signature, column }) {
  const mine = kept.get(run) ?? new Map();
  kept.set(run, mine);
  const all = [width, height, ...signature];
  let made = /** @type {Kept | undefined} */ (mine.get(name));
  if (!made || made.signature.some((value, k) => value !== all[k])) {
    made = { signature: all, canvas: Object.assign(document.createElement('canvas'), { width, height }), done: 0 };
    mine.set(name, made);
  }
  const until = Math.min(filled, width);
  if (until > made.done) {
    const image = contextOf(made.canvas).createImageData(until - made.done, height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let x = made.done; x < until; x++) column(x, (row, colour) => (pixels[row * image.width + x - /** @type {Kept} */ (made).done] = colour));
    contextOf(made.canvas).putImageData(image, made.done, 0);
    made.done = until;
  }
  return made.canvas;
}

/** Draw such a picture in CSS px, each cell with sharp borders. @param {CanvasRenderingContext2D} context @param {HTMLCanvasElement} bitmap @param {number} y @param {number} width @param {number} height */
export function drawCells(context, bitmap, y, width, height) {
  context.imageSmoothingEnabled = false;
  context.drawImage(bitmap, 0, y, width, height);
}

// Pictures in the dock: maps, kernels and weights, a whole number of device pixels a cell.

import { pixelRatio } from '../dom/zoom.js';
import { contextOf } from '../canvas/context.js';
import { placeOf, table } from '../stage/colours.js';
import { screenNow } from '../stage/screen.js';

/** @typedef {import('../stage/colours.js').Scale} Scale */
/** @typedef {{values: ArrayLike<number>, from?: number, height: number, width: number, scale: Scale}} Painted */

/** The CSS px of a cell, whole in device pixels, so that `cells` of them take at most `room`. @param {number} room @param {number} cells */
export function cellSize(room, cells) {
  const dpr = pixelRatio();
  return Math.max(1, Math.floor((room * dpr) / cells)) / dpr;
}

/** A canvas of `room` px at most at its longer side. @param {Painted} painted @param {number} room @param {string} [label] what it shows; without one it is hidden from a screen reader */
export function picture(painted, room, label) {
  const canvas = document.createElement('canvas');
  canvas.className = 'pg-picture-of';
  repaint(canvas, painted, room);
  if (label) {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
  } else canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @param {Painted} painted @param {number} room */
function repaint(canvas, { values, from = 0, height, width, scale }, room) {
  const cell = cellSize(room, Math.max(height, width));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  Object.assign(canvas.style, { width: `${cell * width}px`, height: `${cell * height}px` });
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = table(scale.ramp);
  for (let i = 0; i < pixels.length; i++) pixels[i] = colours[placeOf(scale, values[from + i])];
  context.putImageData(image, 0, 0);
}

/** The signed scale that all of some values fit into. @param {...ArrayLike<number>} all @returns {Scale} */
export function signedScale(...all) {
  let most = 0;
  for (const values of all) for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return { ramp: 'signed', most: most || 1 };
}

/**
 * A picture with a frame around one of its cells, whose cells can be clicked.
 * @param {Painted} painted
 * @param {number} room
 * @param {{label: string, at?: number[] | null, pick?: (row: number, column: number) => void}} how
 */
export function picked(painted, room, { label, at, pick }) {
  const place = document.createElement('div');
  place.className = 'pg-picked';
  const canvas = picture(painted, room, label);
  place.append(canvas);
  const cell = cellSize(room, Math.max(painted.height, painted.width));
  if (at) place.append(frameAt([at[1], at[0], 1, 1], cell));
  if (pick) {
    canvas.classList.add('pick');
    canvas.onclick = ({ offsetX, offsetY }) => pick(Math.min(painted.height - 1, Math.floor(offsetY / cell)), Math.min(painted.width - 1, Math.floor(offsetX / cell)));
  }
  return place;
}

/** A frame around cells [x, y, width, height] of a picture. @param {number[]} box @param {number} cell @param {string} [className] */
export function frameAt([x, y, width, height], cell, className = '') {
  const frame = document.createElement('i');
  frame.className = `pg-around ${className}`;
  Object.assign(frame.style, { left: `${x * cell}px`, top: `${y * cell}px`, width: `${width * cell}px`, height: `${height * cell}px` });
  return frame;
}

/** Sizes of the pictures: the map, an input map, a kernel. */
export function sizes(count = 6) {
  const { short, phone } = screenNow();
  if (phone) return { map: 58, input: 42, kernel: 30 };
  if (short) return { map: 58, input: 28, kernel: 25 };
  return count < 3 ? { map: 168, input: 84, kernel: 60 } : { map: 168, input: 56, kernel: 40 };
}

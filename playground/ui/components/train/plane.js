// The plane: its examples by class and part, what the network says of each place below them, and the points that are put there by hand.

import { contextOf } from '../canvas/context.js';
import { inksNow } from '../canvas/inks.js';
import { pixelRatio } from '../dom/zoom.js';
import { placeOf, table } from '../stage/colours.js';

/** @typedef {import('./progress.js').Grid} Grid */
/** x, y, class, part. @typedef {[number, number, number, number]} Example */
/** `chosen`: the example of the living picture, `cursor`: where the keys are. @typedef {{box: [number, number], examples: Example[], grid: Grid | null, chosen: [number, number] | null, cursor: [number, number] | null}} Content */

const PALE = 2.2; // times the end of the ramp, so that points are seen on it
const RADIUS = 3.4;
export const PARTS = ['train', 'validation', 'test'];

/** The colour of each place of a grid, row 0 at the top, as bytes of ImageData. @param {Grid} grid @param {number} [most] of a single number */
export function coloursOf({ side, classes, values }, most = 1) {
  const pixels = new Uint32Array(side * side);
  const [signed, ink] = [table('signed'), table('ink')];
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const at = (i * side + j) * classes;
      pixels[(side - 1 - i) * side + j] = classes <= 2 ? signed[placeOf({ ramp: 'signed', most: PALE }, balanceOf(values, at, classes, most))] : shadeOf(values.subarray(at, at + classes), signed, ink);
    }
  }
  return pixels;
}

/** From -1, the first class for sure, to 1, the second. @param {Float32Array} values @param {number} at @param {number} classes @param {number} most */
const balanceOf = (values, at, classes, most) => (classes === 2 ? values[at + 1] - values[at] : values[at] / most);

/** The likeliest of several classes: the two ends of the ramp, then ink, by how likely it is. @param {Float32Array} shares @param {Uint32Array} signed @param {Uint32Array} ink */
function shadeOf(shares, signed, ink) {
  let best = 0;
  for (let k = 1; k < shares.length; k++) if (shares[k] > shares[best]) best = k;
  if (best < 2) return signed[placeOf({ ramp: 'signed', most: PALE }, best ? shares[best] : -shares[best])];
  return ink[placeOf({ ramp: 'ink', most: 4 / (best - 1) }, shares[best])];
}

/** @param {HTMLCanvasElement} canvas of a square @param {Content} content */
export function paintPlane(canvas, { box, examples, grid, chosen, cursor }) {
  const dpr = pixelRatio();
  const side = canvas.clientWidth;
  if (!side) return;
  if (canvas.width !== Math.round(side * dpr)) canvas.width = canvas.height = Math.round(side * dpr);
  const context = contextOf(canvas);
  const inks = inksNow();
  context.setTransform(dpr, 0, 0, dpr, 0, 0);
  context.fillStyle = inks.surface;
  context.fillRect(0, 0, side, side);
  if (grid) paintGrid(context, grid, side);
  const place = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {[number, number]} */ ([((x - box[0]) / (box[1] - box[0])) * side, (1 - (y - box[0]) / (box[1] - box[0])) * side]);
  const radius = examples.length > 400 ? RADIUS - 0.8 : RADIUS;
  for (const [x, y, label, part] of examples) paintPoint(context, place(x, y), { label, part, radius, inks });
  context.strokeStyle = inks.ink;
  context.lineWidth = 2;
  if (chosen) mark(context, place(...chosen), 6);
  if (cursor) mark(context, place(...cursor), 9);
}

/** @param {CanvasRenderingContext2D} context @param {[number, number]} place @param {number} half */
const mark = (context, [x, y], half) => context.strokeRect(x - half, y - half, 2 * half, 2 * half);

/** @param {CanvasRenderingContext2D} context @param {Grid} grid @param {number} side */
function paintGrid(context, grid, side) {
  const size = grid.side;
  const small = new OffscreenCanvas(size, size);
  const inner = small.getContext('2d');
  if (!inner) return;
  inner.putImageData(new ImageData(new Uint8ClampedArray(coloursOf(grid).buffer), size, size), 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, side, side);
}

/** The colour of a class: the ends of the signed ramp, then ink. @param {number} label @param {import('../canvas/inks.js').Inks} inks */
export const classColour = (label, inks) => [inks.negative, inks.positive][label] ?? inks.ink;

/** Filled in the training part, hollow in validation, a cross in test; each class beyond two has a shape of its own. @param {CanvasRenderingContext2D} context @param {[number, number]} place @param {{label: number, part: number, radius: number, inks: import('../canvas/inks.js').Inks}} how */
function paintPoint(context, [x, y], { label, part, radius, inks }) {
  const colour = classColour(label, inks);
  context.beginPath();
  if (part === 2) {
    context.moveTo(x - radius, y - radius);
    context.lineTo(x + radius, y + radius);
    context.moveTo(x - radius, y + radius);
    context.lineTo(x + radius, y - radius);
  } else if (label < 2) context.arc(x, y, radius - (part ? 0.5 : 0), 0, 7);
  else if (label === 2) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else {
    context.moveTo(x, y - radius - 1);
    context.lineTo(x + radius + 1, y + radius);
    context.lineTo(x - radius - 1, y + radius);
    context.closePath();
  }
  context.lineWidth = part ? 1.6 : 1;
  context.strokeStyle = part ? colour : inks.surface;
  context.fillStyle = part === 1 ? inks.surface : colour;
  if (part < 2) context.fill();
  context.stroke();
}

/** The way that each arrow key goes, of the plane's y upwards. @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const KEY_STEP = 0.1;

/** Where the keys go from a place, within the box; null of other keys. @param {string} key @param {[number, number]} from @param {[number, number]} box @returns {[number, number] | null} */
export function movedByKey(key, from, [least, most]) {
  const way = Object.hasOwn(WAYS, key) ? WAYS[key] : null;
  const within = (/** @type {number} */ value) => Math.round(100 * Math.max(least, Math.min(most, value))) / 100;
  return way && [within(from[0] + KEY_STEP * way[0]), within(from[1] + KEY_STEP * way[1])];
}

/** The place of the plane under a pointer. @param {HTMLCanvasElement} canvas @param {MouseEvent} event @param {[number, number]} box @returns {[number, number]} */
export function pointAt(canvas, event, [least, most]) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
  return [round(least + ((event.clientX - left) / width) * (most - least)), round(least + (1 - (event.clientY - top) / height) * (most - least))];
}

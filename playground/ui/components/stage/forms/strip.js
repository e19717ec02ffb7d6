// A long row of values as a strip, of which a pixel shows the strongest of those that share it.

import { placeOf, table } from '../colours.js';
import { contextColours } from './ink.js';
import { FADED, shade } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  if (!values) return;
  const { width, height } = context.canvas;
  const before = look.original?.stages.get(block.key)?.arrays[block.quantity]?.values;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = table(look.scale.ramp);
  const length = block.across ? width : height;
  const isFaded = look.faded([]);
  for (let p = 0; p < length; p++) {
    const [first, last] = [Math.floor((p * values.length) / length), Math.max(Math.floor((p * values.length) / length) + 1, Math.floor(((p + 1) * values.length) / length))];
    const colour = (/** @type {Float32Array} */ from) => {
      const pixel = colours[placeOf(look.scale, strongest(from, first, last))];
      return isFaded ? shade(pixel, FADED) : pixel;
    };
    const [after, earlier] = [colour(values), before ? colour(before) : 0];
    const across = block.across ? height : width;
    for (let q = 0; q < across; q++) pixels[block.across ? q * width + p : p * width + q] = before && q < across / 2 ? earlier : after;
  }
  context.putImageData(image, 0, 0);
  context.strokeStyle = contextColours().line;
  context.strokeRect(0.5, 0.5, block.width - 1, block.height - 1);
}

/** @param {Float32Array} values @param {number} first @param {number} last */
function strongest(values, first, last) {
  let best = 0;
  for (let i = first; i < last; i++) if (Math.abs(values[i]) > Math.abs(best)) best = values[i];
  return best;
}

/** @param {Block} block @param {number} x @param {number} y @param {import('../../run/trace.js').Trace} run */
export function at(block, x, y, run) {
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  const length = block.shape[0];
  const share = block.across ? x / block.width : y / block.height;
  const [first, last] = [Math.floor(share * length), Math.floor((share + 1 / (block.across ? block.width : block.height)) * length)];
  if (!values || first < 0 || first >= length) return null;
  let best = first; // what is painted there
  for (let i = first; i < Math.min(length, last); i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  return { index: [best] };
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf({ x, y, width, height, shape: [length], across }, index) {
  if (!index.length) return { x, y, width, height };
  const [k] = index;
  if (across) return { x: x + (k / length) * width, y, width: Math.max(2, width / length), height };
  return { x, y: y + (k / length) * height, width, height: Math.max(2, height / length) };
}

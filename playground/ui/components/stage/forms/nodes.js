// Units as circles; an input has its number beside the line that leads from its slider, an output below it.

import { cssColour } from '../colours.js';
import { digitsOf } from './digits.js';
import { inksNow } from '../../canvas/inks.js';
import { hasValues, valuesOf } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

const VALUE = 12; // px of its type

/** The middle of a circle, from the block's corner. @param {Block} block @param {number} k */
const middle = ({ middles, at: across, turned }, k) => (turned ? { x: middles[k], y: across } : { x: across, y: middles[k] });

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const known = valuesOf(block, run, look);
  if (!known) return;
  const { values, before } = known;
  const { muted, line, surface } = inksNow();
  for (let k = 0; k < block.shape[0]; k++) {
    const { x, y } = middle(block, k);
    context.globalAlpha = 1;
    if (block.values === 'before' && !block.turned) horizontal(context, 4, x - block.radius, y, line);
    if (block.values === 'below' && !block.turned) horizontal(context, x + block.radius + 2, block.width - 6, y, line);
    disc(context, x, y, block.radius, surface); // what runs behind a circle that stands back is not seen through it
    context.globalAlpha = look.faded([k]) ? 0.5 : 1;
    disc(context, x, y, block.radius, cssColour(look.scale, values[k]));
    if (before && before[k] !== values[k]) disc(context, x, y, block.radius, cssColour(look.scale, before[k]), Math.PI / 2, 1.5 * Math.PI);
    ring(context, x, y, block.radius, muted);
  }
  context.globalAlpha = 1;
  if (hasValues(run)) numbers(context, block, values);
}

/** @param {CanvasRenderingContext2D} context @param {number} from @param {number} to @param {number} y @param {string} colour */
function horizontal(context, from, to, y, colour) {
  context.fillStyle = colour;
  context.fillRect(from, Math.round(y) - 1, Math.max(0, to - from), 2);
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius @param {string} colour @param {number} [from] @param {number} [to] */
function disc(context, x, y, radius, colour, from = 0, to = 2 * Math.PI) {
  context.beginPath();
  context.arc(x, y, radius - 0.5, from, to);
  context.fillStyle = colour;
  context.fill();
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius @param {string} colour */
function ring(context, x, y, radius, colour) {
  context.beginPath();
  context.arc(x, y, radius - 0.5, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {Float32Array} values */
function numbers(context, block, values) {
  if (block.values === 'none') return;
  const { ink, muted, family } = inksNow();
  const isInput = block.values === 'before' || block.turned;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${isInput ? 400 : 650} ${VALUE}px ${family}`;
  context.fillStyle = isInput ? muted : ink;
  for (let k = 0; k < block.shape[0]; k++) {
    const { x, y } = middle(block, k);
    const [left, top] = block.values === 'before' ? [(x - block.radius) / 2 + 1, y - 10] : [x, y + block.radius + VALUE * (block.turned ? 0.75 : 1)];
    context.fillText(digitsOf(values[k], values, block.turned ? 1 : 2), left, top);
  }
}

/** @param {Block} block @param {number} x @param {number} y */
export function at(block, x, y) {
  for (let k = 0; k < block.shape[0]; k++) {
    const place = middle(block, k);
    if (Math.hypot(x - place.x, y - place.y) <= block.radius + 2) return { index: [k] };
  }
  return null;
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf(block, index) {
  const { x, y, width, height, radius, shape } = block;
  if (!index.length) return { x, y, width, height };
  if (index[0] >= shape[0]) return null;
  const place = middle(block, index[0]);
  return { x: x + place.x - radius, y: y + place.y - radius, width: 2 * radius, height: 2 * radius };
}

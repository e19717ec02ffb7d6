// Units as circles; an input or an output has its number beside it.

import { printed } from '../../run/printed_value.js';
import { cssColour } from '../colours.js';
import { contextColours } from './ink.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

/** The middle of a circle, from the block's corner. @param {Block} block @param {number} k */
const middle = ({ xs, ys, radius }, k) => (xs ? { x: xs[k], y: radius + 1 } : { x: radius + 1, y: ys[k] });

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  if (!values) return;
  const before = look.original?.stages.get(block.key)?.arrays[block.quantity]?.values;
  const { ink, surface } = contextColours();
  for (let k = 0; k < block.shape[0]; k++) {
    const { x, y } = middle(block, k);
    const circle = (/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ colour) => {
      context.beginPath();
      context.arc(x, y, block.radius - 0.5, from, to);
      context.fillStyle = colour;
      context.fill();
    };
    context.globalAlpha = 1;
    circle(0, 7, surface); // what runs behind a circle that stands back is not seen through it
    context.globalAlpha = look.faded([k]) ? 0.5 : 1;
    circle(0, 7, cssColour(look.scale, values[k]));
    if (before) circle(Math.PI / 2, (3 * Math.PI) / 2, cssColour(look.scale, before[k]));
    context.beginPath();
    context.arc(x, y, block.radius - 0.5, 0, 7);
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** The numbers that stand at the circles: beside an input, under an output. @param {Block} block @param {import('../../run/trace.js').Trace} run */
export function numbers(block, run) {
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  if (!values || block.xs || (!block.isInput && block.radius < 12) || !(run.of || run.open || run.preview)) return [];
  return Array.from({ length: block.shape[0] }, (_, k) => {
    const { x, y } = middle(block, k);
    const text = printed(values[k], values);
    return block.isInput ? { x: x - block.radius - 60, y: y - 19, width: 58, text } : { x: x - 40, y: y + block.radius + 2, width: 80, text };
  });
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

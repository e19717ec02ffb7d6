// The logits as numbers, each at the height of its class in the answer.

import { printed } from '../../run/printed_value.js';
import { contextColours } from './ink.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

const RIGHT = 12; // CSS px from the right edge

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const values = run.stages.get(block.key)?.arrays[block.quantity]?.values;
  if (!values || (!run.of && !run.open && !run.preview)) return; // a plan has no numbers
  const { ink, muted } = contextColours();
  const most = values.reduce((best, v, k) => (v > values[best] ? k : best), 0);
  const family = getComputedStyle(context.canvas).fontFamily;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let k = 0; k < block.shape[0]; k++) {
    context.globalAlpha = look.faded([k]) ? 0.5 : 1;
    context.font = `${k === most ? '700' : '400'} 12px ${family}`;
    context.fillStyle = k === most ? ink : muted;
    context.fillText(printed(values[k], values), block.width - RIGHT, block.ys[k]);
  }
  context.globalAlpha = 1;
}

/** @param {Block} block @param {number} _x @param {number} y */
export function at({ ys, shape }, _x, y) {
  const k = ys.findIndex((/** @type {number} */ row) => Math.abs(y - row) <= 12);
  return k >= 0 && k < shape[0] ? { index: [k] } : null;
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf({ x, y, width, height, ys, shape }, index) {
  if (!index.length) return { x, y, width, height };
  const [k] = index;
  return k < shape[0] ? { x: x + width - RIGHT - 52, y: y + ys[k] - 10, width: 56, height: 20 } : null;
}


// The logits as numbers, each at the height of its class in the answer; on a phone in one row.

import { cssColour } from '../colours.js';
import { argmax } from '../../run/largest.js';
import { digitsOf } from './digits.js';
import { inksNow } from '../../canvas/inks.js';
import { hasValues, valuesOf } from './pixels.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {import('../../run/trace.js').Trace} run @param {Look} look */
export function paint(context, block, run, look) {
  const known = valuesOf(block, run, look);
  if (!known || !hasValues(run)) return;
  const { values } = known;
  const { ink, muted, family } = inksNow();
  if (run.forward && block.turned) return paintColours(context, block, values, look);
  const most = argmax(run.forward?.output ?? values); // of gradients, too, the answer
  context.textAlign = block.turned ? 'center' : 'right';
  context.textBaseline = 'middle';
  for (let k = 0; k < block.shape[0]; k++) {
    context.globalAlpha = look.faded([k]) ? 0.5 : 1;
    context.font = `${k === most ? '700' : '400'} 12px ${family}`;
    context.fillStyle = k === most ? ink : muted;
    const [x, y] = block.turned ? [block.middles[k], block.height / 2] : [block.width, block.middles[k]];
    context.fillText(digitsOf(values[k], values, block.turned ? 1 : 2), x, y);
  }
  context.globalAlpha = 1;
}

/** Gradients where their numbers have no room. @param {CanvasRenderingContext2D} context @param {Block} block @param {Float32Array} values @param {Look} look */
function paintColours(context, block, values, { scale }) {
  block.middles.forEach((/** @type {number} */ x, /** @type {number} */ k) => {
    context.fillStyle = cssColour(scale, values[k]);
    context.fillRect(x - 9, block.height / 2 - 6, 18, 12);
  });
}

/** Half of what a number has to itself along its row or column, CSS px. @param {Block} block */
const half = ({ middles }) => (middles.length > 1 ? Math.min(13, (middles[1] - middles[0]) / 2) : 13);

/** @param {Block} block @param {number} x @param {number} y */
export function at(block, x, y) {
  const along = block.turned ? x : y;
  const far = block.middles.map((/** @type {number} */ middle) => Math.abs(along - middle));
  const nearest = Math.min(...far);
  return nearest <= Math.max(half(block), 12) ? { index: [far.indexOf(nearest)] } : null;
}

/** @param {Block} block @param {number[]} index @returns {Box | null} */
export function boxOf(block, index) {
  const { x, y, width, height, middles, turned } = block;
  if (!index.length) return { x, y, width, height };
  const [k] = index;
  if (!(k < middles.length)) return null;
  const around = half(block);
  if (turned) return { x: x + middles[k] - around, y, width: 2 * around, height };
  return { x, y: y + middles[k] - Math.min(10, around), width, height: 2 * Math.min(10, around) };
}

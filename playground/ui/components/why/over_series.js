// Over the numbers: the last of them as a curve, each in the colour of what it did to the prediction.

import { cssColour } from '../stage/colours.js';
import { place } from '../run/time_axis.js';
import { t } from '../text/text.js';
import { largest, number, values as flat } from './found.js';
import { readCells, sized } from './pointing.js';

const LAST = 60; // steps that are drawn
const [MARGIN, DOT] = [10, 4]; // CSS px

/** @param {HTMLElement} host @param {(words: string) => void} say @returns {import('./found.js').Over} */
export function overSeries(host, say) {
  const canvas = Object.assign(document.createElement('canvas'), { className: 'pg-why-over' });
  canvas.setAttribute('role', 'img');
  host.append(canvas);
  /** @type {{list: Float32Array, most: number, steps: number[], trace: import('../run/trace.js').Trace} | null} */
  let shown = null;
  const paint = () => {
    const area = shown && sized(canvas);
    if (shown && area) sketch(area, shown, getComputedStyle(canvas));
  };
  readCells(canvas, {
    columns: () => shown?.list.length ?? 1,
    rows: () => 1,
    at: (k) => shown && say(`${place(shown.trace, shown.steps[k])}: ${number(shown.list[k], shown.most, { sign: true })}`),
    off: () => say(''),
  });
  const observer = new ResizeObserver(paint);
  observer.observe(canvas);
  const draw = (/** @type {import('./found.js').Answer} */ { found, trace }) => {
    const list = flat(found).subarray(-LAST);
    // The FNN's window may begin before the first value, which stands there, too.
    const first = trace.encoded?.read - list.length;
    shown = { list, most: largest(flat(found)), steps: Array.from(list, (_, k) => Math.max(0, first + k)), trace };
    canvas.setAttribute('aria-label', t('why.values'));
    paint();
  };
  const end = () => {
    observer.disconnect();
    canvas.remove();
  };
  return { draw, end };
}

/** @param {{context: CanvasRenderingContext2D, width: number, height: number}} area @param {{list: Float32Array, most: number, steps: number[], trace: import('../run/trace.js').Trace}} shown @param {CSSStyleDeclaration} style */
function sketch({ context, width, height }, { list, most, steps, trace }, style) {
  const values = steps.map((step) => /** @type {number} */ (trace.encoded?.values[step]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const at = values.map((value, k) => [((k + 0.5) / values.length) * width, height - MARGIN - ((value - low) / (high - low || 1)) * (height - 2 * MARGIN)]);
  context.strokeStyle = style.getPropertyValue('--pg-faint');
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [x, y] of at) context.lineTo(x, y);
  context.stroke();
  context.strokeStyle = style.getPropertyValue('--pg-muted');
  context.lineWidth = 1;
  const radius = Math.min(DOT, (width / values.length) * 0.8);
  at.forEach(([x, y], k) => {
    context.fillStyle = cssColour({ ramp: 'signed', most }, list[k]);
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.fill();
    context.stroke();
  });
}

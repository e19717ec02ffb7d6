// Over the pad: the drawing in the colours of what each step of the pen did.

import { place } from '../run/time_axis.js';
import { cssColour } from '../stage/colours.js';
import { t } from '../text/text.js';
import { largest, number, values as flat } from './found.js';
import { sized } from './pointing.js';

const STEP = 0.03; // of the pad, the length of the pen's step (tasks/strokes.py)
const WIDE = 0.04; // of the pad, the line
const EDGE = 2; // CSS px on either side, so that a step that did nothing is seen, too

/** @param {HTMLElement} host @param {(words: string) => void} say @returns {import('./found.js').Over} */
export function overPen(host, say) {
  const canvas = Object.assign(document.createElement('canvas'), { className: 'pg-why-over' });
  canvas.setAttribute('role', 'img');
  host.append(canvas);
  /** @type {{values: Float32Array, most: number, trace: import('../run/trace.js').Trace} | null} */
  let shown = null;
  const at = (/** @type {PointerEvent | MouseEvent} */ event) => nearest(canvas, shown?.trace, event);
  const sketch = (/** @type {number | null} */ step = null) => {
    const area = shown && sized(canvas);
    if (!shown || !area) return;
    const { values, most, trace } = shown;
    const style = getComputedStyle(canvas);
    for (const edge of [EDGE, 0]) {
      drawWay(area, trace, edge, (k) => (edge ? style.getPropertyValue('--pg-muted') : cssColour({ ramp: 'signed', most }, values[k])));
    }
    if (step !== null) ring(area, trace, step, style.getPropertyValue('--pg-ink'));
    say(step === null ? '' : `${place(trace, step)}: ${number(values[step], most, { sign: true })}`);
  };
  const closing = new AbortController();
  const { signal } = closing; // the pen goes through it
  host.addEventListener('pointermove', (event) => event.buttons || sketch(at(event)), { signal });
  host.addEventListener('pointerleave', () => sketch(), { signal });
  const observer = new ResizeObserver(() => sketch());
  observer.observe(canvas);
  const draw = (/** @type {import('./found.js').Answer} */ { found, trace }) => {
    const values = flat(found);
    shown = { values, most: largest(values), trace };
    canvas.setAttribute('aria-label', t('why.steps'));
    sketch();
  };
  const end = () => {
    closing.abort();
    observer.disconnect();
    canvas.remove();
  };
  return { draw, end };
}

/** The ends of the steps, x after y, in parts of the pad. @param {import('../run/trace.js').Trace | undefined} trace @returns {Float32Array} */
const pointsOf = (trace) => trace?.encoded?.arrays.points.values ?? new Float32Array();

/** @param {{context: CanvasRenderingContext2D, width: number}} area @param {import('../run/trace.js').Trace} trace @param {number} edge @param {(step: number) => string} colour */
function drawWay({ context, width: size }, trace, edge, colour) {
  const points = pointsOf(trace);
  context.lineCap = 'round';
  for (let step = 0; step < trace.steps; step++) {
    const [x, y] = [points[2 * step] * size, points[2 * step + 1] * size];
    const joined = trace.encoded?.down[step];
    // The first step begins where the pen was put down, which is no step's end.
    const [fromX, fromY] = step ? [points[2 * step - 2] * size, points[2 * step - 1] * size] : [x - trace.input.values[0] * STEP * size, y - trace.input.values[1] * STEP * size];
    context.strokeStyle = colour(step);
    context.lineWidth = size * WIDE + 2 * edge;
    context.beginPath();
    context.moveTo(joined ? fromX : x - 0.01, joined ? fromY : y);
    context.lineTo(x, y);
    context.stroke();
  }
}

/** A ring where a step ends. @param {{context: CanvasRenderingContext2D, width: number}} area @param {import('../run/trace.js').Trace} trace @param {number} step @param {string} colour */
function ring({ context, width: size }, trace, step, colour) {
  const points = pointsOf(trace);
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.beginPath();
  context.arc(points[2 * step] * size, points[2 * step + 1] * size, size * 0.04, 0, 7);
  context.stroke();
}

/** The step that ended nearest to the pointer. @param {HTMLElement} canvas @param {import('../run/trace.js').Trace | undefined} trace @param {MouseEvent} event */
function nearest(canvas, trace, event) {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  const points = pointsOf(trace);
  const far = (/** @type {number} */ step) => Math.hypot(points[2 * step] - x, points[2 * step + 1] - y);
  let best = 0;
  for (let step = 1; step < (trace?.steps ?? 0); step++) if (far(step) < far(best)) best = step;
  return best;
}

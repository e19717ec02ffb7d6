// A bar about a zero line for each time step, in the dock: what each did.

import { place } from '../run/time_axis.js';
import { t } from '../text/text.js';
import { bySteps, largest, number } from './found.js';
import { goTo } from '../stage/time/cursor.js';
import { readCells, sized } from './pointing.js';

const GAP = 3; // CSS px a bar must have before there is space between bars

/** @param {HTMLElement} figure @param {(words: string) => void} say @returns {import('./found.js').Over} */
export function stepBars(figure, say) {
  const canvas = document.createElement('canvas');
  canvas.className = 'pg-why-bars';
  canvas.setAttribute('role', 'img');
  figure.append(canvas);
  /** @type {{list: Float32Array, most: number, first: number, trace: import('../run/trace.js').Trace} | null} */
  let shown = null;
  const stepOf = (/** @type {number} */ k) => Math.max(0, (shown?.first ?? 0) + k);
  const paint = () => {
    const place = shown && sized(canvas);
    if (shown && place) sketch(place, shown.list, shown.most, getComputedStyle(canvas));
  };
  readCells(canvas, {
    columns: () => shown?.list.length ?? 1,
    rows: () => 1,
    at: (k) => shown && say(`${place(shown.trace, stepOf(k))}: ${number(shown.list[k], shown.most, { sign: true })}`),
    off: () => say(''),
    act: (k) => goTo(stepOf(k)),
  });
  const observer = new ResizeObserver(paint);
  observer.observe(canvas);
  const draw = (/** @type {import('./found.js').Answer} */ answer) => {
    const list = bySteps(answer);
    figure.hidden = !list;
    if (!list) return;
    const { trace } = answer;
    const first = trace.encoded?.kind === 'Series' ? trace.encoded.read - list.length : 0;
    shown = { list, most: largest(list), first, trace };
    const caption = t(trace.encoded?.kind === 'Pictures' ? 'why.rows' : 'why.each');
    figure.children[0].textContent = caption;
    canvas.setAttribute('aria-label', caption);
    paint();
  };
  return { draw, end: () => observer.disconnect() };
}

/** @param {{context: CanvasRenderingContext2D, width: number, height: number}} place @param {Float32Array} list @param {number} most @param {CSSStyleDeclaration} style */
function sketch({ context, width, height }, list, most, style) {
  const middle = height / 2;
  const each = width / list.length;
  const gap = each > GAP ? each * 0.15 : 0;
  list.forEach((value, k) => {
    context.fillStyle = style.getPropertyValue(value < 0 ? '--pg-negative' : '--pg-positive');
    const end = middle - (value / most) * (middle - 1);
    // No bar is so thin that it is lost, unless there are more of them than pixels.
    context.fillRect(k * each + gap, Math.min(middle, end), Math.max(each - 2 * gap, Math.min(each, 1)), Math.abs(end - middle));
  });
  context.fillStyle = style.getPropertyValue('--pg-line');
  context.fillRect(0, middle - 0.5, width, 1);
}

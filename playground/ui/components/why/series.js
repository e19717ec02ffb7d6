// The last values of a series as a curve, and under each a bar for what it did to the prediction.
// @ts-nocheck: untyped until the next issue replaces it

import { axisTitle, place } from '../run/time_axis.js';
import { figure } from '../panels/panel.js';
import { make as element } from '../panels/timed.js';
import { largest, paintLine } from '../canvas/paint.js';
import { t } from '../text/text.js';
import { columns } from './columns.js';
import { number, values as flat } from './found.js';

const LAST = 60; // steps that are drawn

export function make() {
  const body = element('div', 'pg-why-series');
  const curve = element('canvas', 'pg-why-curve');
  curve.setAttribute('aria-hidden', 'true'); // the bars under it are read out with their values
  const bars = columns();
  const axis = element('div', 'pg-axis');
  const earlier = element('p', 'pg-soft');
  body.append(figure('', curve, bars.element), axis, earlier);
  let redraw = null;
  new ResizeObserver(() => redraw?.()).observe(curve);
  const draw = ({ found, trace }) => {
    const all = flat(found);
    const most = largest(all);
    const shown = all.subarray(-LAST);
    // The FNN's window may begin before the first value, which stands there, too.
    const first = trace.encoded.read - shown.length;
    const step = (k) => Math.max(0, first + k);
    body.firstChild.firstChild.textContent = t('why.values');
    bars.element.setAttribute('aria-label', t('why.values'));
    bars.draw(shown, { most, describe: (k) => place(trace, step(k)) });
    redraw = () => sketch(curve, Array.from(shown, (_, k) => trace.encoded.values[step(k)]));
    redraw();
    axis.replaceChildren(...ticks(first, shown.length));
    const before = all.subarray(0, all.length - shown.length);
    earlier.hidden = !before.length;
    earlier.textContent = t('why.earlier', { count: before.length, sum: number(before.reduce((a, b) => a + b, 0), most, { sign: true }) });
  };
  return { element: body, draw };
}

/** Round numbers of values, each under its bar; and what they count. */
function ticks(first, count) {
  const every = [1, 2, 5, 10].find((size) => count / size <= 12);
  const steps = Array.from({ length: count }, (_, k) => first + k + 1).filter((step) => step > 0 && step % every === 0);
  const marks = steps.map((step) => {
    const mark = Object.assign(element('span', ''), { textContent: step });
    mark.style.left = `${(100 * (step - first - 0.5)) / count}%`;
    return mark;
  });
  return [...marks, Object.assign(element('i', ''), { textContent: axisTitle() })];
}

function sketch(canvas, values) {
  const scale = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = 6 * scale;
  const points = values.map((value, k) => [((k + 0.5) / values.length) * width, height - margin - ((value - least) / (most - least || 1)) * (height - 2 * margin)]);
  context.strokeStyle = context.fillStyle = getComputedStyle(canvas).color;
  context.lineWidth = 1.5 * scale;
  context.lineJoin = 'round';
  paintLine(context, points);
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(x, y, 2.5 * scale, 0, 7);
    context.fill();
  }
}

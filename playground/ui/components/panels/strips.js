// What is read at each time step, drawn along the time axis: rows of pixels, characters, words, values, the pen's way.
// @ts-nocheck: untyped until the next issue replaces it

import { paint } from '../canvas/paint.js';
import { place } from '../run/time_axis.js';
import { valueAt } from '../run/series.js';
import { t } from '../text/text.js';
import { pixels } from './panel.js';

/** {element, draw(trace, {from, count})} for the task of a trace. */
export function strip(trace) {
  if (trace.encoded?.tokens) return tokens(trace.task === 'reviews');
  if (trace.encoded?.kind === 'Series') return drawn(drawValues);
  if (trace.encoded?.kind === 'Points') return drawn(drawMoves);
  return rows();
}

/** Each step's row of pixels, on its side. */
function rows() {
  const element = pixels();
  element.classList.add('pg-rows');
  const draw = ({ input, steps }, { from, count }) => {
    const size = input.shape[1];
    const describe = (x, y) => t('where.pixel', { row: from + x + 1, column: y + 1 });
    const index = (x, y) => (from + x < steps ? (from + x) * size + y : Infinity);
    paint(element, { values: input.values, width: count, height: size, index, scale: 'ink', most: 1, describe });
  };
  return { element, draw };
}

function tokens(upright) {
  const element = document.createElement('div');
  element.className = upright ? 'pg-tokens words' : 'pg-tokens';
  element.setAttribute('aria-hidden', 'true');
  const draw = (trace, { from, count }) => {
    const { tokens: all, known } = trace.encoded;
    element.style.setProperty('--pg-count', count);
    element.replaceChildren(...all.slice(from, from + count).map((token, k) => {
      const item = Object.assign(document.createElement('span'), { textContent: token === ' ' ? '␣' : token, title: place(trace, from + k) });
      item.classList.toggle('unknown', known?.[from + k] === false);
      return item;
    }));
  };
  return { element, draw };
}

const HEIGHT = 44; // CSS pixels, as the rows' canvas

/** A canvas at the screen's own resolution, on which `sketch(context, trace, span, width, height)` draws. */
function drawn(sketch) {
  const element = document.createElement('canvas');
  element.className = 'pg-sketch';
  element.setAttribute('aria-hidden', 'true');
  const draw = (trace, span) => {
    const scale = window.devicePixelRatio || 1;
    element.width = Math.max(1, (element.clientWidth || 300) * scale);
    element.height = HEIGHT * scale;
    const context = element.getContext('2d');
    const style = getComputedStyle(element);
    context.lineWidth = 1.6 * scale;
    context.lineCap = 'round';
    context.strokeStyle = context.fillStyle = style.color;
    sketch(context, trace, span, element.width, element.height, style.getPropertyValue('--pg-ink'));
  };
  return { element, draw };
}

/** The series as a line through the middles of its columns; in another colour what the network went on with. */
function drawValues(context, trace, { from, count }, width, height) {
  const { read } = trace.encoded;
  const to = Math.min(from + count, trace.steps);
  const shown = Array.from({ length: Math.max(0, to - from) }, (_, k) => valueAt(trace, from + k)).filter((v) => v !== undefined);
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  const own = getComputedStyle(context.canvas).getPropertyValue('--pg-positive');
  const line = (first, last, colour) => {
    context.strokeStyle = colour;
    context.beginPath();
    for (let k = Math.max(0, first); k < Math.min(last, shown.length); k++) {
      context.lineTo(((k + 0.5) * width) / count, height - 4 - ((shown[k] - least) / (most - least || 1)) * (height - 8));
    }
    context.stroke();
  };
  if (read - from < count) {
    const start = (Math.max(0, read - from) * width) / count;
    context.fillStyle = own;
    context.globalAlpha = 0.12;
    context.fillRect(start, 0, ((to - from) * width) / count - start, height);
    context.globalAlpha = 1;
  }
  line(0, read - from, context.strokeStyle);
  line(read - from - 1, count, own);
}

/** Each step of the pen as a short line in its direction; a step through the air as a ring. */
function drawMoves(context, { encoded, input, steps }, { from, count }, width, height, accent) {
  const column = width / count;
  const half = Math.min(column, height) * 0.42;
  for (let step = from; step < Math.min(from + count, steps); step++) {
    const middle = (step - from + 0.5) * column;
    context.beginPath();
    if (encoded.down[step]) {
      const [dx, dy] = input.values.subarray(step * input.shape[1]);
      const length = Math.hypot(dx, dy) || 1;
      context.strokeStyle = context.fillStyle;
      context.moveTo(middle - (dx / length) * half, height / 2 - (dy / length) * half);
      context.lineTo(middle + (dx / length) * half, height / 2 + (dy / length) * half);
    } else {
      context.strokeStyle = accent;
      context.arc(middle, height / 2, Math.min(half, 5), 0, 7);
    }
    context.stroke();
  }
}

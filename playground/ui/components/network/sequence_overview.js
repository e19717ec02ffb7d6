// A long sequence at a glance: the guess or the value at each of its steps, and the window that the panels show.
// @ts-nocheck: untyped until the next issue replaces it

import { onTheme } from '../canvas/theme.js';
import { colours } from '../canvas/paint.js';
import { player, seek } from '../playback/player.js';
import { valueAt } from '../run/series.js';
import { on, session } from '../run/session.js';
import { t } from '../text/text.js';
import { isLong, look, onView, span } from '../playback/view.js';

const HEIGHT = 28; // CSS pixels

export function overview(element) {
  const canvas = document.createElement('canvas');
  const frame = document.createElement('div');
  frame.className = 'pg-frame';
  element.append(canvas, frame);
  let drawn = null; // how many steps of which trace are painted
  const show = () => {
    const { trace } = session;
    element.hidden = !trace || !isLong(trace);
    if (element.hidden) return;
    const { from, count } = span(trace);
    frame.style.left = `${(100 * from) / trace.steps}%`;
    frame.style.width = `${(100 * count) / trace.steps}%`;
    element.title = t('player.overview', { from: from + 1, to: from + count, steps: trace.steps });
  };
  const sketch = () => {
    const { trace } = session;
    show();
    if (element.hidden) return;
    if (trace.labels.length) paintGuesses(canvas, trace);
    else paintValues(canvas, trace);
    drawn = trace;
  };
  onView(show);
  on('stage', () => session.trace !== drawn && show());
  on('end', sketch);
  on('clear', show);
  onTheme(sketch);
  const move = (event) => {
    const { trace } = session;
    const box = element.getBoundingClientRect();
    const step = Math.floor(((event.clientX - box.left) / box.width) * trace.steps);
    const { count } = span(trace);
    look({ from: Math.max(0, Math.min(trace.steps - count, Math.round(step - count / 2))) });
    player.playing = false;
    seek(Math.max(0, Math.min(trace.steps - 1, step)));
  };
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    move(event);
  });
  element.addEventListener('pointermove', (event) => event.buttons && move(event));
}

/** The probability of each class in each of the picture's columns, the largest of the steps that share one. */
function paintGuesses(canvas, { labels, steps, stages }) {
  const { values } = stages.get('StepOutput').arrays.probabilities;
  const [width, height] = [Math.min(steps, 1200), labels.length];
  Object.assign(canvas, { width, height });
  const image = canvas.getContext('2d').createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const table = colours('share');
  for (let x = 0; x < width; x++) {
    const [first, last] = [Math.floor((x * steps) / width), Math.max(Math.floor((x * steps) / width) + 1, Math.floor(((x + 1) * steps) / width))];
    for (let k = 0; k < height; k++) {
      let most = 0;
      for (let step = first; step < last; step++) most = Math.max(most, values[step * height + k]);
      pixels[k * width + x] = table[Math.round(most * 255)];
    }
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}

/** The series, and in another colour what the network went on with. */
function paintValues(canvas, trace) {
  const { steps } = trace;
  const scale = window.devicePixelRatio || 1;
  Object.assign(canvas, { width: canvas.clientWidth * scale || 600, height: HEIGHT * scale });
  const context = canvas.getContext('2d');
  const values = Array.from({ length: steps }, (_, step) => valueAt(trace, step));
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const style = getComputedStyle(canvas);
  context.lineWidth = scale;
  const line = (from, to, colour) => {
    context.strokeStyle = colour;
    context.beginPath();
    for (let step = from; step < to; step++) {
      context.lineTo(((step + 0.5) / steps) * canvas.width, canvas.height * (0.92 - 0.84 * ((values[step] - least) / (most - least || 1))));
    }
    context.stroke();
  };
  line(0, trace.encoded.read, style.color);
  line(trace.encoded.read - 1, steps, style.getPropertyValue('--pg-positive'));
}

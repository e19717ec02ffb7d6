// A long sequence at a glance: the guess or the value at each of its steps, and the window that the lanes show.

import { pixelRatio } from '../../dom/zoom.js';
import { contextOf } from '../../canvas/context.js';
import { onTheme } from '../../canvas/theme.js';
import { pause, seek } from '../../playback/player.js';
import { look, span } from '../../playback/view.js';
import { session } from '../../run/session.js';
import { valueAt } from '../../run/series.js';
import { t } from '../../text/text.js';
import { table } from '../colours.js';
import { inksNow } from '../../canvas/inks.js';

/** @typedef {import('../layout/timed.js').Axis} Axis */
/** @typedef {import('../../run/trace.js').Trace} Trace */

export class Overview {
  /** @param {HTMLElement} place @param {import('../stage.js').Stage} stage */
  constructor(place, stage) {
    this.stage = stage;
    this.element = Object.assign(document.createElement('div'), { className: 'pg-overview', hidden: true });
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.window = Object.assign(document.createElement('div'), { className: 'pg-overview-window' });
    this.element.append(this.canvas, this.window);
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'slider');
    place.append(this.element);
    this.painted = '';
    /** @type {Trace | null} */
    this.of = null;
    onTheme(() => (this.painted = ''));
    this.#wire();
  }

  /** @param {Axis} axis */
  arrange({ overview }) {
    this.element.hidden = !overview;
    if (!overview) return;
    const { x, y, width, height } = overview;
    Object.assign(this.element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    this.box = overview;
  }

  /** The window to where it is, and the picture if the run is another. */
  move() {
    const { run } = this.stage;
    if (this.element.hidden || !run || !this.box) return;
    const { from, count } = span(run);
    const words = t('player.overview', { from: from + 1, to: from + count, steps: run.steps });
    Object.assign(this.window.style, { left: `${(100 * from) / run.steps}%`, width: `${(100 * count) / run.steps}%` });
    Object.assign(this.element, { title: words, ariaLabel: t('time.overview'), ariaValueMin: '1', ariaValueMax: `${run.steps}`, ariaValueNow: `${from + 1}`, ariaValueText: words });
    const now = `${this.box.width} ${run.milliseconds} ${run.exact}`;
    if (this.of === run && this.painted === now) return;
    [this.of, this.painted] = [run, now];
    if (run.labels.length) paintGuesses(this.canvas, run);
    else if (run.encoded?.kind === 'Series') paintValues(this.canvas, run, this.box);
  }

  #wire() {
    const { element } = this;
    const to = (/** @type {number} */ step) => {
      const { trace } = session;
      if (!trace) return;
      const { count } = span(trace);
      look({ from: Math.max(0, Math.min(trace.steps - count, Math.round(step - count / 2))) });
      pause();
      seek(Math.max(0, Math.min(trace.steps - 1, step)));
    };
    const at = (/** @type {PointerEvent} */ event) => {
      const box = element.getBoundingClientRect();
      to(Math.floor(((event.clientX - box.left) / box.width) * (session.trace?.steps ?? 0)));
    };
    element.addEventListener('pointerdown', (event) => {
      element.setPointerCapture(event.pointerId);
      at(event);
    });
    element.addEventListener('pointermove', (event) => element.hasPointerCapture(event.pointerId) && at(event));
    element.addEventListener('keydown', (event) => {
      const { trace } = session;
      const way = /** @type {Record<string, number>} */ ({ ArrowLeft: -0.5, ArrowRight: 0.5, PageDown: -1, PageUp: 1, Home: -1e6, End: 1e6 })[event.key];
      if (!trace || way === undefined) return;
      event.preventDefault();
      const { from, count } = span(trace);
      look({ from: Math.max(0, Math.min(trace.steps - count, from + Math.round(way * count))) });
    });
  }
}

/** The probability of each class in each of the picture's columns, the largest of the steps that share one. @param {HTMLCanvasElement} canvas @param {Trace} run */
function paintGuesses(canvas, { labels, steps, stages }) {
  const values = stages.get('StepOutput')?.arrays.probabilities?.values;
  if (!values) return;
  const [width, height] = [Math.min(steps, 1200), labels.length];
  Object.assign(canvas, { width, height });
  const image = contextOf(canvas).createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = table('ink');
  for (let x = 0; x < width; x++) {
    const [first, last] = [Math.floor((x * steps) / width), Math.max(Math.floor((x * steps) / width) + 1, Math.floor(((x + 1) * steps) / width))];
    for (let k = 0; k < height; k++) {
      let most = 0;
      for (let step = first; step < last; step++) most = Math.max(most, values[step * height + k]);
      pixels[k * width + x] = colours[Math.round(most * 255)];
    }
  }
  contextOf(canvas).putImageData(image, 0, 0);
}

/** The series, and in another colour what the network went on with. @param {HTMLCanvasElement} canvas @param {Trace} run @param {{width: number, height: number}} box */
function paintValues(canvas, run, { width, height }) {
  const scale = pixelRatio();
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const context = contextOf(canvas);
  const inks = inksNow();
  const { steps } = run;
  const values = Array.from({ length: steps }, (_, step) => valueAt(/** @type {any} */ (run), step));
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  context.lineWidth = scale;
  const line = (/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ colour) => {
    context.strokeStyle = colour;
    context.beginPath();
    for (let step = from; step < to; step++) context.lineTo(((step + 0.5) / steps) * canvas.width, canvas.height * (0.92 - 0.84 * ((values[step] - least) / (most - least || 1))));
    context.stroke();
  };
  const { read } = /** @type {any} */ (run.encoded);
  line(0, read, inks.ink);
  line(read - 1, steps, inks.positive);
}

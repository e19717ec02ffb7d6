// Digits that real people drew, which fill the pad stroke by stroke.

import { contextOf } from '../canvas/paint.js';
import { onTheme } from '../canvas/theme.js';
import { onLanguage, t } from '../text/text.js';
import { paintStrokes } from './pad.js';

const DURATION = 500; // milliseconds for a whole digit
const THUMB = 64;

/** @typedef {{label: string, input: import('./pad.js').Drawing}} Example */

/** A row of examples under the pad, {open(examples), demonstrate()}; the first drawing that a visitor sees is one of them. @param {HTMLElement} element @param {import('./pad.js').Pad} pad */
export function showExamples(element, pad) {
  let playing = 0;
  pad.onbegin = () => cancelAnimationFrame(playing);

  /** @param {Example} example @param {boolean} [demonstration] */
  function play({ input }, demonstration = false) {
    cancelAnimationFrame(playing);
    const { strokes, width } = input;
    const total = strokes.reduce((n, stroke) => n + stroke.length, 0);
    const began = performance.now();
    let finished = 0;
    const frame = (/** @type {number} */ now) => {
      // A frame may carry a time before the call that asked for it.
      const count = Math.max(1, Math.min(total, Math.ceil(((now - began) / DURATION) * total)));
      const part = firstPoints(strokes, count);
      const whole = count === total ? strokes.length : part.length - 1;
      // The network is asked after each stroke, as it is for a visitor's hand.
      pad.show(part, width, { final: whole > finished, demonstration });
      finished = whole;
      if (count < total) playing = requestAnimationFrame(frame);
    };
    playing = requestAnimationFrame(frame);
  }

  /** @type {{button: HTMLButtonElement, paint: () => void}[]} */
  let thumbs = [];
  const repaint = () => {
    for (const { paint } of thumbs) paint();
  };
  onLanguage(repaint);
  onTheme(repaint);
  /** @type {Example[]} */
  let shown = [];
  const open = (/** @type {Example[]} */ examples) => {
    shown = examples;
    thumbs = examples.map((example) => thumb(example, () => play(example)));
    element.replaceChildren(...thumbs.map(({ button }) => button));
    repaint();
  };
  return { open, demonstrate: () => play(shown[3], true) };
}

/** @param {import('./pad.js').Point[][]} strokes @param {number} count */
function firstPoints(strokes, count) {
  const part = [];
  for (const stroke of strokes) {
    if (count <= 0) break;
    part.push(stroke.slice(0, count));
    count -= stroke.length;
  }
  return part;
}

/** @param {Example} example @param {() => void} onclick */
function thumb({ label, input }, onclick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.example = label;
  button.onclick = onclick;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = THUMB;
  button.append(canvas);
  const paint = () => {
    const context = contextOf(canvas);
    context.clearRect(0, 0, THUMB, THUMB);
    paintStrokes(context, input.strokes, 0.1, THUMB, getComputedStyle(button).color);
    button.setAttribute('aria-label', t('pad.example', { label }));
  };
  return { button, paint };
}

// Digits that real people drew: a choice of ten under the pad, on which the chosen one is drawn as a hand would.

import { interrupt } from '../run/session.js';
import { onLanguage, t } from '../text/text.js';
import { countPoints, firstPoints } from './strokes.js';

const DURATION = 500; // milliseconds for a whole digit
export const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @typedef {{label: string, input: import('./strokes.js').Drawing}} Example */
/** @typedef {import('./pad.js').Pad} Pad */

/**
 * Draw an example on the pad as time goes on; what it returns ends that. `asked(done, total)` says whether the network is to
 * answer so many points of all.
 * @param {Pad} pad
 * @param {Example} example
 * @param {{duration?: number, demonstration?: boolean, asked?: (count: number, total: number) => boolean, each?: (point: import('./strokes.js').Point) => void, end?: () => void}} [options]
 */
export function drawExample(pad, { input: { strokes, width } }, { duration = DURATION, demonstration = false, asked = () => true, each, end } = {}) {
  const total = countPoints(strokes);
  let playing = 0;
  /** @type {number | null} */
  let began = null;
  const frame = (/** @type {number} */ now) => {
    if (demonstration && !pad.untouched) { // a picture came meanwhile
      end?.();
      return;
    }
    began ??= now;
    const count = Math.max(1, Math.min(total, Math.ceil(((now - began) / duration) * total)));
    const part = firstPoints(strokes, count);
    const final = count === total;
    pad.show(part, width, { final, demonstration, asked: asked(count, total) });
    each?.(part[part.length - 1].at(-1) ?? [0, 0]);
    if (!final) playing = requestAnimationFrame(frame);
    else end?.();
  };
  interrupt();
  if (isStill()) {
    pad.show(strokes, width, { demonstration });
    end?.();
  } else playing = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(playing);
}

/** The examples on `element`: {open(examples), choose(label), leave()}. @param {HTMLElement} element @param {Pad} pad */
export function showExamples(element, pad) {
  let stop = () => {};
  /** @type {Example[]} */
  let shown = [];
  const choose = (/** @type {string | null} */ label) => {
    for (const button of element.children) button.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (button).dataset.example === label));
  };
  const leave = () => {
    stop();
    choose(null);
  };
  const words = () => {
    for (const button of element.children) button.setAttribute('aria-label', t('pad.example', { label: button.textContent }));
  };
  const open = (/** @type {Example[]} */ examples) => {
    shown = examples;
    element.replaceChildren(...examples.map(({ label }) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
      button.dataset.example = label;
      return button;
    }));
    words();
  };
  element.addEventListener('click', ({ target }) => {
    const label = target instanceof HTMLElement ? target.dataset.example : undefined;
    const example = shown.find((one) => one.label === label);
    if (!example) return;
    pad.leave();
    choose(example.label);
    stop = drawExample(pad, example);
  });
  onLanguage(words);
  return { open, choose, leave };
}

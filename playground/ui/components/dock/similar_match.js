// One match of a search: the example with the stretch that is alike, what it is, and what the network says of it.

import { pixelRatio } from '../dom/zoom.js';
import { labelOf } from '../run/time_axis.js';
import { fixed } from '../text/numbers.js';
import { t } from '../text/text.js';
import { el } from './parts.js';
import { contextOf } from '../canvas/context.js';

const AROUND = 5; // words before the stretch, and after it
const SIZE = 28; // pixels a side of what a network reads of a digit

/** @typedef {{tokens?: string[], pixels?: string, points?: [number, number][], down?: boolean[], values?: number[], from?: number}} Sketch */
/** @typedef {{label: string, answer: any, probability: number | null, sketch: Sketch, score: number, shared: number, others: number, first: number, last: number, input: any}} Match */
/** @typedef {{ink: string, soft: string, accent: string}} Colours */

/** @param {number} p */
const percent = (p) => `${fixed(100 * p, 1)} %`;

/** What it is, and whether the network says so. @param {{label: string, answer: any, probability: number | null}} match */
export function saidOf({ label, answer, probability }) {
  const [name, said] = [labelOf(label), typeof answer === 'string' ? labelOf(answer) : answer];
  const words = probability === null ? name : t(answer === label ? 'similar.agrees' : 'similar.differs', { label: name, answer: said, p: percent(probability) });
  return el('span', answer === label || probability === null ? 'pg-is' : 'pg-is wrong', words);
}

/** A list item with a button; `paint(style)` draws what is drawn, once it is on the page. @param {Match} match @param {{units: number[], task: string}} asked @param {() => void} follow @returns {{item: HTMLElement, paint: ((style: CSSStyleDeclaration) => void) | null}} */
export function matchItem(match, asked, follow) {
  const { label, answer, probability, sketch, score, shared, others, first, last } = match;
  const item = document.createElement('li');
  const button = Object.assign(document.createElement('button'), { className: 'pg-match', type: 'button' });
  const alike = el('b', '');
  alike.textContent = `${Math.round(100 * score)}%`;
  alike.title = t('similar.at', { alike: alike.textContent, first: first + 1, last: last + 1 });
  const truth = saidOf({ label, answer, probability });
  const units = el('small', '');
  units.textContent = t('similar.shared', { shared, units: asked.units.length, others });
  const canvas = sketch.tokens ? null : Object.assign(document.createElement('canvas'), { className: 'pg-drawn' });
  const picture = canvas ?? text(match, asked.task === 'reviews');
  if (canvas) {
    button.classList.add('drawn');
    canvas.setAttribute('aria-hidden', 'true');
  }
  button.append(picture, alike, truth, units);
  button.onclick = follow;
  item.append(button);
  return { item, paint: canvas && ((style) => paint(canvas, match, style)) };
}

/** Letters in one word, or words with those around them; the stretch is marked. @param {Match} match @param {boolean} apart */
function text({ sketch: { tokens = [] }, first, last }, apart) {
  const element = el('span', apart ? 'pg-found words' : 'pg-found');
  element.lang = 'en';
  const [from, to] = apart ? [Math.max(0, first - AROUND), last + 1 + AROUND] : [0, tokens.length];
  const between = apart ? ' ' : '';
  // The sign for the end of a name is shown only where it is one of the steps.
  const end = !apart && last < tokens.length - 1 ? -1 : undefined;
  const mark = document.createElement('mark');
  mark.textContent = tokens.slice(first, last + 1).join(between);
  const left = tokens.slice(from, first).join(between);
  const right = tokens.slice(last + 1, to).slice(0, end).join(between);
  element.append(from ? '… ' : '', left, left && between, mark, right && between, right, to < tokens.length ? ' …' : '');
  return element;
}

/** @param {HTMLCanvasElement} canvas @param {Match} match @param {CSSStyleDeclaration} style */
function paint(canvas, match, style) {
  const { sketch, first, last } = match;
  const colours = { ink: style.color, soft: style.getPropertyValue('--pg-muted'), accent: style.getPropertyValue('--pg-ink') };
  if (sketch.pixels) paintRows(canvas, sketch.pixels, first, last, colours);
  else if (sketch.points) onScreen(canvas, (context, width, height) => paintPath(context, match, width, height, colours));
  else onScreen(canvas, (context, width, height) => paintLine(context, match, width, height, colours));
}

/** @param {HTMLCanvasElement} canvas @param {(context: CanvasRenderingContext2D, width: number, height: number) => void} sketch */
function onScreen(canvas, sketch) {
  const scale = pixelRatio();
  const { clientWidth: width, clientHeight: height } = canvas;
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const context = contextOf(canvas);
  context.scale(scale, scale);
  context.lineCap = context.lineJoin = 'round';
  sketch(context, width, height);
}

/** What the network reads of a digit, row by row; the rows of the stretch in the accent's colour. @param {HTMLCanvasElement} canvas @param {string} pixels @param {number} first @param {number} last @param {Colours} colours */
function paintRows(canvas, pixels, first, last, { ink, accent }) {
  const values = Uint8Array.from(atob(pixels), (c) => c.charCodeAt(0));
  Object.assign(canvas, { width: SIZE, height: SIZE });
  canvas.classList.add('pg-pixels');
  const context = contextOf(canvas);
  values.forEach((value, k) => {
    const row = Math.floor(k / SIZE);
    const marked = row >= first && row <= last;
    context.fillStyle = marked ? accent : ink;
    context.globalAlpha = marked ? 0.14 + (0.86 * value) / 255 : (0.45 * value) / 255;
    context.fillRect(k % SIZE, row, 1, 1);
  });
}

/** The pen's way, as large as there is room; the stretch thicker, and a dot where it ends. @param {CanvasRenderingContext2D} context @param {Match} match @param {number} width @param {number} height @param {Colours} colours */
function paintPath(context, { sketch: { points = [], down = [] }, first, last }, width, height, { soft, accent }) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const scale = (Math.min(width, height) - 12) / Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 0.01);
  const dx = (width - scale * (Math.max(...xs) - left)) / 2;
  const dy = (height - scale * (Math.max(...ys) - top)) / 2;
  const at = (/** @type {number} */ k) => /** @type {[number, number]} */ ([dx + scale * (xs[k] - left), dy + scale * (ys[k] - top)]);
  const line = (/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ colour, /** @type {number} */ thick) => {
    Object.assign(context, { strokeStyle: colour, lineWidth: thick });
    for (let k = Math.max(1, from); k <= to; k++) {
      context.setLineDash(down[k] ? [] : [1, 4]);
      if (!down[k] && colour !== accent) continue;
      context.beginPath();
      context.moveTo(...at(k - 1));
      context.lineTo(...at(k));
      context.stroke();
    }
    context.setLineDash([]);
  };
  line(1, points.length - 1, soft, 1.5);
  line(first, last, accent, 3.5);
  dot(context, at(last), accent);
}

/** A series around the stretch. @param {CanvasRenderingContext2D} context @param {Match} match @param {number} width @param {number} height @param {Colours} colours */
function paintLine(context, { sketch: { values = [], from = 0 }, first, last }, width, height, { soft, accent }) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const at = (/** @type {number} */ k) => /** @type {[number, number]} */ ([4 + ((width - 8) * k) / Math.max(1, values.length - 1), height - 5 - ((values[k] - least) / (most - least || 1)) * (height - 10)]);
  const line = (/** @type {number} */ a, /** @type {number} */ b, /** @type {string} */ colour, /** @type {number} */ thick) => {
    Object.assign(context, { strokeStyle: colour, lineWidth: thick });
    context.beginPath();
    for (let k = a; k <= b; k++) context.lineTo(...at(k));
    context.stroke();
  };
  line(0, values.length - 1, soft, 1.2);
  const [a, b] = [first - from, Math.min(last - from, values.length - 1)];
  if (a < values.length) {
    line(a, b, accent, 2.5);
    dot(context, at(b), accent);
  }
}

/** @param {CanvasRenderingContext2D} context @param {[number, number]} place @param {string} colour */
function dot(context, [x, y], colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 7);
  context.fill();
}

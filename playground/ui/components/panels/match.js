// One match of a search: the example with the stretch that is alike, what it is, and what the network says of it.
// @ts-nocheck: untyped until the next issue replaces it

import { labelOf } from '../run/time_axis.js';
import { percent } from '../answer/bars.js';
import { t } from '../text/text.js';
import { make } from './timed.js';

const AROUND = 5; // words before the stretch, and after it
const SIZE = 28; // pixels a side of what a network reads of a digit

/** A list item with a button; its `paint(style)` draws what is drawn, once it is on the page. */
export function matchItem(match, asked, follow) {
  const { label, answer, probability, sketch, score, shared, others, first, last } = match;
  const item = document.createElement('li');
  const button = make('button', 'pg-match');
  button.type = 'button';
  const [name, said] = [labelOf(label), typeof answer === 'string' ? labelOf(answer) : answer];
  const alike = make('b', '');
  alike.textContent = `${Math.round(100 * score)}%`;
  alike.title = t('similar.at', { alike: alike.textContent, first: first + 1, last: last + 1 });
  const truth = make('span', answer === label || probability === null ? 'pg-is' : 'pg-is wrong');
  truth.textContent = probability === null ? name : t(answer === label ? 'similar.agrees' : 'similar.differs', { label: name, answer: said, p: percent(probability) });
  const units = make('small', '');
  units.textContent = t('similar.shared', { shared, units: asked.units.length, others });
  const picture = sketch.tokens ? text(match, asked.task === 'reviews') : make('canvas', 'pg-drawn');
  if (!sketch.tokens) {
    button.classList.add('drawn');
    picture.setAttribute('aria-hidden', 'true');
    item.paint = (style) => paint(picture, match, style);
  }
  button.append(picture, alike, truth, units);
  button.onclick = follow;
  item.append(button);
  return item;
}

/** Letters in one word, or words with those around them; the stretch is marked. */
function text({ sketch: { tokens }, first, last }, apart) {
  const element = make('span', apart ? 'pg-found words' : 'pg-found');
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

function paint(canvas, { sketch, first, last }, style) {
  const colours = { ink: style.color, soft: style.getPropertyValue('--pg-muted'), accent: style.getPropertyValue('--pg-ink') };
  if (sketch.pixels) paintRows(canvas, sketch.pixels, first, last, colours);
  else if (sketch.points) onScreen(canvas, (context, width, height) => paintPath(context, sketch, first, last, width, height, colours));
  else onScreen(canvas, (context, width, height) => paintLine(context, sketch, first, last, width, height, colours));
}

function onScreen(canvas, sketch) {
  const scale = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  context.lineCap = context.lineJoin = 'round';
  sketch(context, width, height);
}

/** What the network reads of a digit, row by row; the rows of the stretch in the accent's colour. */
function paintRows(canvas, pixels, first, last, { ink, accent }) {
  const values = Uint8Array.from(atob(pixels), (c) => c.charCodeAt(0));
  Object.assign(canvas, { width: SIZE, height: SIZE });
  canvas.classList.add('pg-pixels');
  const context = canvas.getContext('2d');
  values.forEach((value, k) => {
    const row = Math.floor(k / SIZE);
    const marked = row >= first && row <= last;
    context.fillStyle = marked ? accent : ink;
    context.globalAlpha = marked ? 0.14 + (0.86 * value) / 255 : (0.45 * value) / 255;
    context.fillRect(k % SIZE, row, 1, 1);
  });
}

/** The pen's way, as large as there is room; the stretch thicker, and a dot where it ends. */
function paintPath(context, { points, down }, first, last, width, height, { soft, accent }) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const scale = (Math.min(width, height) - 12) / Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 0.01);
  const dx = (width - scale * (Math.max(...xs) - left)) / 2;
  const dy = (height - scale * (Math.max(...ys) - top)) / 2;
  const at = (k) => [dx + scale * (xs[k] - left), dy + scale * (ys[k] - top)];
  const line = (from, to, colour, thick) => {
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

/** A series around the stretch. */
function paintLine(context, { values, from }, first, last, width, height, { soft, accent }) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const at = (k) => [4 + ((width - 8) * k) / Math.max(1, values.length - 1), height - 5 - ((values[k] - least) / (most - least || 1)) * (height - 10)];
  const line = (a, b, colour, thick) => {
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

function dot(context, place, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(...place, 3.5, 0, 7);
  context.fill();
}

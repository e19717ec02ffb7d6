// The confusion matrix of the validation part: the right class by row, the answer by column, as shades of ink with their counts.

import { contextOf } from '../canvas/context.js';
import { inksNow, pen } from '../canvas/inks.js';
import { setHidden, setText } from '../dom/changed.js';
import { pixelRatio } from '../dom/zoom.js';
import { labelOf } from '../run/time_axis.js';
import { cssColour } from '../stage/colours.js';
import { t } from '../text/text.js';
import { bench } from './bench.js';
import { made } from './elements.js';
import { familyOf } from './setup.js';
import { training } from './training.js';

const WRITTEN = 17; // px of a cell from which on its count is written
const LEAST = 11; // and its class
const MANY = 12; // classes; of more only the first letters have room

/** Of each row its counts as shares; of a class without examples zeros. @param {number} size @param {ArrayLike<number>} counts */
export function sharesOf(size, counts) {
  return Array.from({ length: size }, (_, row) => {
    const list = Array.from({ length: size }, (_, column) => counts[row * size + column]);
    const sum = list.reduce((a, b) => a + b, 0);
    return list.map((count) => (sum ? count / sum : 0));
  });
}

/** What is returned draws it anew. @param {HTMLElement} place */
export function showConfusion(place) {
  const figure = made('figure', 'pg-train-confusion');
  const caption = made('figcaption');
  const canvas = document.createElement('canvas');
  figure.append(caption, canvas);
  place.append(figure);
  return () => {
    const { kind } = bench.setup.data;
    const confusion = training.progress?.confusion;
    setHidden(figure, familyOf(kind) === 'plane' || !confusion);
    if (figure.hidden || !confusion) return;
    setText(caption, t('train.confusion'));
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', t('train.confusion_about'));
    figure.title = t('train.confusion_about');
    paint(canvas, confusion, training.progress?.started?.classes ?? [], kind);
  };
}

/** @param {HTMLCanvasElement} canvas @param {{size: number, counts: Float32Array}} confusion @param {string[]} classes @param {string} kind */
function paint(canvas, { size, counts }, classes, kind) {
  const dpr = pixelRatio();
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width || !height) return;
  [canvas.width, canvas.height] = [Math.round(width * dpr), Math.round(height * dpr)];
  const context = contextOf(canvas);
  const inks = inksNow();
  context.setTransform(dpr, 0, 0, dpr, 0, 0);
  const names = classes.map((name) => labelOf(name, kind === 'drawings' ? 'digits' : kind));
  pen(context, { colour: inks.muted });
  const isShort = names.every((name) => name.length < 3);
  const short = names.map((name) => (names.length > MANY ? name.slice(0, 3) : name));
  const left = Math.min(76, Math.max(12, ...short.map((name) => context.measureText(name).width)) + 6);
  const top = isShort ? 18 : 0;
  const cell = Math.floor(Math.min((width - left) / size, (height - top) / size));
  sharesOf(size, counts).forEach((row, i) => {
    pen(context, { colour: inks.muted, align: 'right' });
    if (cell >= LEAST) context.fillText(short[i] ?? '', left - 5, top + (i + 0.5) * cell);
    if (top) {
      pen(context, { colour: inks.muted });
      context.fillText(names[i] ?? '', left + (i + 0.5) * cell, top / 2);
    }
    row.forEach((share, j) => {
      const [x, y] = [left + j * cell, top + i * cell];
      context.fillStyle = cssColour({ ramp: 'ink', most: 1 }, share * 0.9);
      context.fillRect(x, y, cell - 1, cell - 1);
      const count = counts[i * size + j];
      if (!count || cell < WRITTEN) return;
      pen(context, { colour: share > 0.45 ? inks.surface : inks.ink });
      const words = String(count);
      if (context.measureText(words).width <= cell) context.fillText(words, x + cell / 2, y + cell / 2);
    });
  });
}

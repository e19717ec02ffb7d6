// A curve of the training over its updates: the training part as a line, the validation part dashed, and their numbers above.

import { contextOf } from '../canvas/context.js';
import { inksNow, pen } from '../canvas/inks.js';
import { setText } from '../dom/changed.js';
import { pixelRatio, placeIn } from '../dom/zoom.js';
import { t } from '../text/text.js';
import { lossText, piecesOf, scaleOf } from './curves.js';
import { made } from './elements.js';
import { onTraining, training } from './training.js';

/** @typedef {import('./curves.js').Quantity} Quantity */
/** @typedef {import('./curves.js').Measured} Measured */

const LEFT = 42; // px of the numbers beside it
const EDGE = 7; // px above and below
const STYLES = /** @type {const} */ ({ train: [], validation: [5, 3] });
const PARTS = /** @type {const} */ (['train', 'validation']);

/** What is returned draws it anew. @param {HTMLElement} place @param {Quantity} quantity */
export function showCurve(place, quantity) {
  const figure = made('figure', `pg-train-curve ${quantity}`);
  const head = made('figcaption');
  const name = made('b');
  const values = PARTS.map((part) => {
    const element = made('span', part);
    element.innerHTML = '<svg viewBox="0 0 16 4" aria-hidden="true"><path d="M0 2H16"/></svg><span></span>';
    return element;
  });
  const canvas = document.createElement('canvas');
  head.append(name, ...values);
  figure.append(head, canvas);
  place.append(figure);
  let pointed = /** @type {number | null} */ (null); // px
  const draw = () => {
    const { all } = training.progress?.curves ?? { all: [] };
    const shown = pointed === null ? all.at(-1) : nearest(all, pointed, canvas.clientWidth);
    setText(name, t(`train.curves.${quantity}`));
    figure.title = t(`train.curves.${quantity}_about`);
    PARTS.forEach((part, k) => {
      const words = /** @type {HTMLElement} */ (values[k].lastElementChild);
      setText(words, `${t(`train.curves.${part}`)} ${valueText(shown, part, quantity)}`);
    });
    canvas.setAttribute('aria-hidden', 'true');
    paint(canvas, all, quantity, shown && pointed !== null ? shown.step : null);
  };
  canvas.onpointermove = (event) => {
    pointed = placeIn(canvas, event)[0];
    draw();
  };
  canvas.onpointerleave = () => {
    pointed = null;
    draw();
  };
  onTraining((what) => what === 'reset' && draw());
  return draw;
}

/** @param {Measured | undefined} measured @param {'train' | 'validation'} part @param {Quantity} quantity */
function valueText(measured, part, quantity) {
  const value = measured?.[part]?.[quantity];
  if (quantity === 'loss' || typeof value !== 'number') return lossText(value);
  return value === 1 ? '100 %' : `${(100 * value).toFixed(1)} %`;
}

/** Up to which update the axis goes. @param {Measured[]} all */
const lastOf = (all) => Math.max(1, all.at(-1)?.step ?? 0);

/** @param {Measured[]} all @param {number} x @param {number} width */
function nearest(all, x, width) {
  const step = ((x - LEFT) / Math.max(1, width - LEFT - 4)) * lastOf(all);
  return all.length ? all.reduce((best, one) => (Math.abs(one.step - step) < Math.abs(best.step - step) ? one : best)) : undefined;
}

/** @param {HTMLCanvasElement} canvas @param {Measured[]} all @param {Quantity} quantity @param {number | null} at */
function paint(canvas, all, quantity, at) {
  const dpr = pixelRatio();
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width || !height) return;
  [canvas.width, canvas.height] = [Math.round(width * dpr), Math.round(height * dpr)];
  const context = contextOf(canvas);
  context.setTransform(dpr, 0, 0, dpr, 0, 0);
  const inks = inksNow();
  context.fillStyle = inks.surface;
  context.fillRect(LEFT, 0, width - LEFT, height);
  const pieces = Object.fromEntries(PARTS.map((part) => [part, piecesOf(all, part, quantity)]));
  const scale = scaleOf([...pieces.train, ...pieces.validation], quantity);
  const y = (/** @type {number} */ value) => height - EDGE - scale.place(value) * (height - 2 * EDGE);
  const x = (/** @type {number} */ step) => LEFT + 2 + (step / lastOf(all)) * (width - LEFT - 4);
  pen(context, { align: 'right', colour: inks.muted });
  if (all.length || quantity === 'accuracy') for (const mark of scale.marks) writeMark(context, { mark, y: y(mark), width, quantity, inks, isLog: scale.isLog });
  for (const part of PARTS) {
    context.setLineDash([...STYLES[part]]);
    context.strokeStyle = inks.ink;
    context.lineWidth = 1.5;
    context.beginPath();
    for (const piece of pieces[part]) piece.forEach(([step, value], k) => context[k ? 'lineTo' : 'moveTo'](x(step), y(value)));
    context.stroke();
  }
  context.setLineDash([]);
  context.strokeStyle = inks.line;
  context.lineWidth = 1 / dpr;
  context.strokeRect(LEFT + 0.5 / dpr, 0.5 / dpr, width - LEFT - 1 / dpr, height - 1 / dpr);
  if (at === null) return;
  context.fillStyle = inks.ink;
  context.fillRect(x(at), 0, 1, height);
}

/** @param {CanvasRenderingContext2D} context @param {{mark: number, y: number, width: number, quantity: Quantity, inks: import('../canvas/inks.js').Inks, isLog: boolean}} how */
function writeMark(context, { mark, y, width, quantity, inks, isLog }) {
  context.fillStyle = inks.line;
  context.fillRect(LEFT, Math.round(y), width - LEFT, 1);
  context.fillStyle = inks.muted;
  const words = quantity === 'accuracy' ? `${100 * mark} %` : isLog ? powerText(mark) : String(Number(mark.toPrecision(3)));
  context.fillText(words, LEFT - 5, y);
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** "10⁻³", and 1 and 10 as they are. @param {number} value */
function powerText(value) {
  const power = Math.round(Math.log10(value));
  if (power === 0 || power === 1) return String(10 ** power);
  return `10${power < 0 ? '⁻' : ''}${[...String(Math.abs(power))].map((digit) => RAISED[Number(digit)]).join('')}`;
}

// What a network reads at each step, over its column: rows of the picture, letters, words, the pen's way, values.

import { placeOf, table } from '../colours.js';
import { laneRows } from '../layout/lane_rows.js';
import { inputAt, windowAt } from '../../run/series.js';
import { bitmapOf, drawCells } from '../time/bitmap.js';
import { fitted, inksNow, pen } from '../../canvas/inks.js';
import { strongest } from '../time/lane_values.js';
import { paintWay } from '../time/pen_way.js';
import { likeOf } from '../../tasks.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */
/** @typedef {import('../layout/layout.js').Block & {kind: string, features: number, axis: {step: number, from: number, count: number}}} GivenBlock */

const WIDE = 56; // px a step, from which on words lie

/** @param {CanvasRenderingContext2D} context @param {GivenBlock} block @param {Trace} run @param {import('./forms.js').Look} look */
export function paint(context, block, run, look) {
  const inks = inksNow();
  const { kind, width, height } = block;
  if (kind === 'letters' && run.encoded?.tokens) return paintLetters(context, block, run, inks);
  context.fillStyle = inks.surface;
  context.fillRect(0, 0, width, height);
  if (kind === 'words' && run.encoded?.tokens) paintWords(context, block, run, inks);
  else if (kind === 'way') paintWay(context, block, run, inks);
  else paintValues(context, block, run, look);
  context.strokeStyle = inks.line;
  context.lineWidth = 1 / look.dpr;
  context.strokeRect(0.5 / look.dpr, 0.5 / look.dpr, width - 1 / look.dpr, height - 1 / look.dpr);
}

/** The numbers that a step was given. @param {Trace} run @param {number} step @param {number} features @returns {ArrayLike<number> | null} */
function valuesAt(run, step, features) {
  const { values } = run.input;
  if (run.encoded?.kind !== 'Series' || step < run.encoded.read) return values.subarray(step * features, (step + 1) * features);
  if ((run.stages.get('StepOutput')?.filled ?? 0) < step) return null; // it reads its own prediction, which is not there yet
  return features === 1 ? [inputAt(/** @type {any} */ (run), step)] : windowAt(/** @type {any} */ (run), step, features);
}

/** @param {CanvasRenderingContext2D} context @param {GivenBlock} block @param {Trace} run @param {import('./forms.js').Look} look */
function paintValues(context, { height, features, kind, axis: { step, from, count } }, run, look) {
  const isPicture = likeOf(run.task) === 'digits' && kind === 'rows';
  const scale = isPicture ? { ramp: /** @type {const} */ ('ink'), most: 1 } : look.scale;
  const colours = table(scale.ramp);
  const { perRow, rows } = laneRows(features, height * look.dpr);
  const units = Array.from({ length: features }, (_, k) => k);
  const own = run.stages.get('StepOutput')?.filled ?? 0;
  const bitmap = bitmapOf(run, 'given', {
    width: count,
    height: rows,
    filled: run.steps - from,
    signature: [from, colours, scale.most, run.steps, run.exact, run.encoded?.kind === 'Series' ? own : 0],
    column: (x, put) => {
      const values = valuesAt(run, from + x, features);
      if (!values) return;
      for (let row = 0; row < rows; row++) {
        const [first, end] = [row * perRow, Math.min(features, (row + 1) * perRow)];
        put(row, colours[placeOf(scale, values[strongest(/** @type {any} */ (values), 0, units, first, end)])]);
      }
    },
  });
  drawCells(context, bitmap, 0, count * step, height);
}

/** @param {CanvasRenderingContext2D} context @param {GivenBlock} block @param {Trace} run @param {import('../../canvas/inks.js').Inks} inks */
function paintLetters(context, { height, axis: { step, from, count } }, run, inks) {
  const { tokens, known } = /** @type {any} */ (run.encoded);
  const margin = step > 24 ? 3 : 1;
  for (let x = 0; x < Math.min(count, tokens.length - from); x++) {
    context.fillStyle = inks.surface;
    context.strokeStyle = inks.line;
    context.beginPath();
    context.roundRect(x * step + margin + 0.5, 0.5, Math.max(1, step - 2 * margin - 1), height - 1, Math.min(6, step / 4));
    context.fill();
    context.stroke();
    pen(context, { size: Math.min(22, Math.max(12, step * 0.7)), colour: known?.[from + x] === false ? inks.muted : inks.ink });
    context.fillText(tokens[from + x] === ' ' ? '␣' : tokens[from + x], (x + 0.5) * step, height / 2 + 1);
  }
}

/** @param {CanvasRenderingContext2D} context @param {GivenBlock} block @param {Trace} run @param {import('../../canvas/inks.js').Inks} inks */
function paintWords(context, { height, axis: { step, from, count } }, run, inks) {
  const { tokens, known } = /** @type {any} */ (run.encoded);
  for (let x = 0; x < Math.min(count, tokens.length - from); x++) {
    const isKnown = known?.[from + x] !== false;
    const isTurned = step < WIDE;
    context.save();
    context.translate((x + 0.5) * step, isTurned ? height - 5 : height / 2);
    if (isTurned) context.rotate(-Math.PI / 2);
    pen(context, { size: 13, align: isTurned ? 'left' : 'center', colour: isKnown ? inks.ink : inks.muted });
    const word = fitted(context, tokens[from + x], isTurned ? height - 10 : step - 6);
    context.fillText(word, 0, 1);
    if (!isKnown) {
      context.setLineDash([1.5, 1.5]);
      context.strokeStyle = inks.muted;
      const width = context.measureText(word).width;
      context.beginPath();
      context.moveTo(isTurned ? 0 : -width / 2, 8);
      context.lineTo(isTurned ? width : width / 2, 8);
      context.stroke();
    }
    context.restore();
  }
}

/** @param {GivenBlock} block @param {number} x @param {number} y @param {Trace} run */
export function at({ height, features, kind, axis: { step, from, count } }, x, y, run) {
  const column = Math.floor(x / step);
  const t = from + column;
  if (column < 0 || column >= count || t >= run.steps) return null;
  const isOne = kind === 'letters' || kind === 'words' || kind === 'way';
  return { index: isOne || t >= run.input.shape[0] ? [t] : [t, Math.max(0, Math.min(features - 1, Math.floor((y / height) * features)))], t };
}

/** @param {GivenBlock} block @param {number[]} index */
export function boxOf({ x, y, height, features, axis: { step, from, count } }, [t, feature]) {
  if (t === undefined || t < from || t >= from + count) return null;
  const row = height / features;
  return { x: x + (t - from) * step, y: feature === undefined ? y : y + feature * row, width: step, height: feature === undefined ? height : row };
}

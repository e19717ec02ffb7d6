// What the readout would say after each step: all classes as shades of ink with the likeliest below, or the best five in numbers.

import { argmax } from '../../run/largest.js';
import { labelOf } from '../../run/time_axis.js';
import { placeOf, table } from '../colours.js';
import { bitmapOf, drawCells } from '../time/bitmap.js';
import { fitted, inksNow, pen } from '../../canvas/inks.js';
import { roughly } from '../time/guesses.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */
/** @typedef {import('../layout/layout.js').Block & {rows: boolean, lines: number, inset: number, letters: number, axis: {step: number, from: number, count: number}}} GuessBlock */

const INK = { ramp: /** @type {const} */ ('ink'), most: 1 };
const [NUMBERS, BARE] = [34, 19]; // px a step, from which on a probability can be written, and without its per cent sign
const BETWEEN = 10; // px between two classes that are written below the steps

/** The probabilities after each step, as many as are there. @param {Trace} run @param {string} key */
function probabilitiesOf(run, key) {
  const stage = run.stages.get(key);
  const array = stage?.arrays.probabilities;
  if (!run.of) return null; // a plan has none
  // Of a network of both directions they are known only at the end.
  return stage && array && !(run.bidirectional && run.milliseconds === null) ? { values: array.values, size: array.size, filled: Math.min(stage.filled, run.steps) } : null;
}

/** Classes from the likeliest on after the last step, or as they are named while there is none. @param {Trace} run @param {string} key */
export function ranked(run, key) {
  const found = probabilitiesOf(run, key);
  const classes = run.labels.map((_, k) => k);
  if (!found?.filled) return classes;
  // Both directions are read out where each of them ends, which is at no single step.
  const last = (run.bidirectional && run.probabilities) || found.values.subarray((found.filled - 1) * found.size, found.filled * found.size);
  return classes.sort((a, b) => last[b] - last[a] || a - b);
}

/** The likeliest class at a step. @param {{values: Float32Array, size: number}} found @param {number} t */
const bestAt = ({ values, size }, t) => argmax(values.subarray(t * size, (t + 1) * size));

/** @param {CanvasRenderingContext2D} context @param {GuessBlock} block @param {Trace} run @param {import('./forms.js').Look} look */
export function paint(context, block, run, look) {
  if (block.rows) paintRows(context, block, run, look);
  else paintShades(context, block, run, look);
}

/** @param {CanvasRenderingContext2D} context @param {GuessBlock} block @param {Trace} run @param {import('./forms.js').Look} look */
function paintShades(context, block, run, look) {
  const { key, width, height, letters, axis: { step, from, count } } = block;
  const inks = inksNow();
  const tall = height - letters;
  context.fillStyle = inks.surface;
  context.fillRect(0, 0, width, tall);
  const runs = [look.original, run].filter((one) => one !== null);
  runs.forEach((one, k) => {
    const found = probabilitiesOf(one, key);
    if (!found) return;
    const { values, size, filled } = found;
    const colours = table('ink');
    const bitmap = bitmapOf(one, `${key} guess`, {
      width: count,
      height: size,
      filled: filled - from,
      signature: [from, colours, one.exact, one.milliseconds],
      column: (x, put) => {
        for (let row = 0; row < size; row++) put(row, colours[placeOf(INK, values[(from + x) * size + row])]);
      },
    });
    const part = Math.round((tall * look.dpr) / runs.length) / look.dpr;
    drawCells(context, bitmap, k * part, count * step, k === runs.length - 1 ? tall - k * part : part);
  });
  if (runs.length > 1) {
    context.fillStyle = inks.ink;
    context.fillRect(0, Math.round((tall * look.dpr) / 2) / look.dpr, width, 1 / look.dpr);
  }
  context.strokeStyle = inks.line;
  context.lineWidth = 1 / look.dpr;
  context.strokeRect(0.5 / look.dpr, 0.5 / look.dpr, width - 1 / look.dpr, tall - 1 / look.dpr);
  writeLetters(context, block, run, inks);
}

/** The likeliest class of each step, bold above one half; where that has no room, where it changes. @param {CanvasRenderingContext2D} context @param {GuessBlock} block @param {Trace} run @param {import('../../canvas/inks.js').Inks} inks */
function writeLetters(context, { key, height, letters, axis: { step, from, count } }, run, inks) {
  const found = probabilitiesOf(run, key);
  if (!found) return;
  let [before, free] = [-1, 0];
  for (let t = from; t < Math.min(from + count, found.filled); t++) {
    const best = bestAt(found, t);
    const x = (t - from + 0.5) * step;
    const isSure = found.values[t * found.size + best] > 0.5;
    if ((step >= BETWEEN - 1 || best !== before) && x >= free) {
      pen(context, { bold: isSure, colour: isSure ? inks.ink : inks.muted });
      context.fillText(labelOf(run.labels[best], run.task), x, height - letters / 2 + 1);
      free = x + BETWEEN - 1;
      before = best;
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {GuessBlock} block @param {Trace} run @param {import('./forms.js').Look} look */
function paintRows(context, block, run, { original, dpr }) {
  const { key, cell, lines, inset, width, axis: { step, from, count } } = block;
  const inks = inksNow();
  const colours = table('ink');
  const found = probabilitiesOf(run, key);
  const before = original && probabilitiesOf(original, key);
  ranked(run, key).slice(0, lines).forEach((of, line) => {
    const y = line * cell;
    context.fillStyle = inks.surface;
    context.fillRect(inset, y, width - inset, cell);
    pen(context, { align: 'right', bold: line === 0 && Boolean(found?.filled), colour: line ? inks.muted : inks.ink });
    const name = labelOf(run.labels[of], run.task);
    context.fillText(fitted(context, step < NUMBERS && step >= BARE ? `${name} %` : name, inset - 14), inset - 10, y + cell / 2 + 1);
    for (let t = from; found && t < Math.min(from + count, found.filled); t++) {
      const p = found.values[t * found.size + of];
      const x = inset + (t - from) * step;
      context.fillStyle = css(colours[placeOf(INK, p * 0.92)]);
      context.fillRect(x, y, step, cell);
      const isBest = bestAt(found, t) === of;
      pen(context, { bold: isBest, colour: p > 0.45 ? inks.surface : p > 0.12 || isBest ? inks.ink : inks.muted });
      const words = step >= NUMBERS ? roughly(p, step < 46) : step >= BARE ? String(Math.round(100 * p)) : '';
      context.fillText(words, x + step / 2, y + cell / 2 + 1);
      if (before) markBefore(context, { x, y: y + cell, step, p: before.values[t * before.size + of], inks });
    }
    context.fillStyle = inks.line;
    context.fillRect(inset, y, width - inset, 1 / dpr);
    context.fillRect(inset, y + cell - 1 / dpr, width - inset, 1 / dpr);
  });
}

/** What it was without the changes, as a line along the lower edge: the whole width is 100 %. @param {CanvasRenderingContext2D} context @param {{x: number, y: number, step: number, p: number, inks: import('../../canvas/inks.js').Inks}} where */
function markBefore(context, { x, y, step, p, inks }) {
  context.fillStyle = inks.surface;
  context.fillRect(x, y - 5, step * p, 4);
  context.fillStyle = inks.muted;
  context.fillRect(x, y - 4, step * p, 2);
}

/** @param {number} pixel in the byte order of ImageData */
const css = (pixel) => `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;

/** @param {GuessBlock} block @param {number} x @param {number} y @param {Trace} run */
export function at({ key, cell, rows, lines, inset, height, letters, axis: { step, from, count } }, x, y, run) {
  const column = Math.floor((x - inset) / step);
  const t = from + column;
  const found = probabilitiesOf(run, key);
  if (!found || column < 0 || column >= count || t >= found.filled) return null;
  if (y >= height - letters) return { index: [bestAt(found, t)], t };
  const line = Math.max(0, Math.min(lines - 1, Math.floor(rows ? y / cell : (y / (height - letters)) * lines)));
  return { index: [rows ? ranked(run, key)[line] : line], t };
}

/** @param {GuessBlock} block @param {number[]} index @param {Trace} run @param {number | null} [t] */
export function boxOf({ key, x, y, cell, rows, lines, inset, height, letters, axis: { step, from, count } }, [of], run, t) {
  const line = rows ? ranked(run, key).indexOf(of) : of;
  if (of === undefined || line < 0 || line >= lines || t === null || t === undefined || t < from || t >= from + count) return null;
  const tall = rows ? cell : (height - letters) / lines;
  return { x: x + inset + (t - from) * step, y: y + line * tall, width: step, height: tall };
}

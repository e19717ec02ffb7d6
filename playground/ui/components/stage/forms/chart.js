// A series over the time axis: what was read, what the network goes on with, the numbers kept back, the last season again.

import { t as text } from '../../text/text.js';
import { near } from '../../text/numbers.js';
import { forecastOf, lastSeason, marksOf, rangeOf } from '../time/chart_lines.js';
import { inksNow, pen } from '../../canvas/inks.js';
import { hasValues } from './pixels.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */
/** @typedef {import('../../canvas/inks.js').Inks} Inks */
/** @typedef {import('../layout/layout.js').Block & {inset: number, plot: number, axis: {step: number, from: number, count: number}}} ChartBlock */
/** Where values stand. @typedef {{x: (t: number) => number, y: (value: number) => number, from: number, to: number}} Place */

/** What a chart shows of a run. @param {Trace} run @param {Trace | null} original */
function contentOf(run, original) {
  const { values, read, ahead } = /** @type {any} */ (run.encoded);
  return { values, read, total: values.length + ahead, forecast: forecastOf(run), before: original ? forecastOf(original) : null, season: lastSeason(run) };
}

/** @param {CanvasRenderingContext2D} context @param {ChartBlock} block @param {Trace} run @param {import('./forms.js').Look} look */
export function paint(context, block, run, look) {
  const { inset, plot, width, axis: { step, from, count } } = block;
  const inks = inksNow();
  context.fillStyle = inks.surface;
  context.fillRect(inset, 0, width - inset, plot);
  if (run.encoded?.kind === 'Series' && hasValues(run)) {
    const content = contentOf(run, look.original);
    const to = Math.min(from + count + 1, content.total);
    const seen = (/** @type {number[]} */ list, /** @type {number} */ first) => list.filter((_, k) => first + k >= from && first + k < to);
    const range = rangeOf([seen(content.values, 0), seen(content.forecast, content.read), seen(content.before ?? [], content.read)]);
    const place = { x: (/** @type {number} */ t) => inset + (t - from + 0.5) * step, y: (/** @type {number} */ value) => plot * (1 - (value - range[0]) / (range[1] - range[0])), from, to };
    paintGround(context, { block, range, inks, read: content.read, place });
    context.save();
    context.beginPath();
    context.rect(inset, 0, width - inset, plot);
    context.clip();
    paintLines(context, content, place, inks, step);
    context.restore();
    writeLegend(context, block, content, inks);
  }
  context.strokeStyle = inks.line;
  context.lineWidth = 1 / look.dpr;
  context.strokeRect(inset + 0.5 / look.dpr, 0.5 / look.dpr, width - inset - 1 / look.dpr, plot - 1 / look.dpr);
}

/** Lines at round values, and where the network begins to read its own predictions. @param {CanvasRenderingContext2D} context @param {{block: ChartBlock, range: [number, number], inks: Inks, read: number, place: Place}} ground */
function paintGround(context, { block: { inset, plot, width, axis: { step, from } }, range, inks, read, place }) {
  const free = Math.max(inset, inset + (read - from) * step);
  context.fillStyle = inks.ground;
  context.fillRect(free, 0, Math.max(0, width - free), plot);
  for (const mark of marksOf(range, Math.max(2, plot / 28))) {
    if (place.y(mark) < 7 || place.y(mark) > plot - 5) continue; // its number would be cut
    context.fillStyle = inks.line;
    context.fillRect(inset, Math.round(place.y(mark)), width - inset, 1);
    pen(context, { align: 'right', colour: inks.muted });
    context.fillText(near(mark, Math.max(0.01, (range[1] - range[0]) / 5)), inset - 9, place.y(mark) + 1);
  }
  if (free <= inset || free >= width) return;
  context.strokeStyle = inks.muted;
  context.setLineDash([3, 3]);
  stroke(context, [[free, 0], [free, plot]], 1);
  context.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} context @param {ReturnType<typeof contentOf>} content @param {Place} place @param {Inks} inks @param {number} step */
function paintLines(context, { values, read, forecast, before, season }, place, inks, step) {
  const way = (/** @type {ArrayLike<number>} */ list, /** @type {number} */ shift, /** @type {number} */ first, /** @type {number} */ end) => {
    const points = [];
    for (let t = Math.max(first, place.from - 1); t < Math.min(end, place.to + 1); t++) if (list[t - shift] !== undefined) points.push([place.x(t), place.y(list[t - shift])]);
    return points;
  };
  const last = read - 1;
  if (season) {
    context.setLineDash([1.5, 3]);
    context.strokeStyle = inks.muted;
    stroke(context, way(season, 0, last, season.length), 1.5);
  }
  if (before) {
    context.setLineDash([5, 3]);
    context.strokeStyle = inks.muted;
    stroke(context, way([values[last], ...before], last, last, last + before.length + 1), 1.5);
  }
  context.setLineDash([]);
  context.strokeStyle = context.fillStyle = inks.ink;
  stroke(context, way(values, 0, 0, read), 1.8);
  if (step >= 7) for (const point of way(values, 0, 0, read)) dot(context, point, 2.3);
  context.strokeStyle = inks.positive;
  stroke(context, way(forecast, read, read, read + forecast.length), 2.4);
  context.strokeStyle = inks.ink;
  context.fillStyle = inks.surface;
  for (const point of way(values, 0, read, values.length)) dot(context, point, Math.min(3.4, Math.max(2, step / 3)), true);
}

/** @param {CanvasRenderingContext2D} context @param {number[][]} points @param {number} width */
function stroke(context, points, width) {
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {number[]} place @param {number} radius @param {boolean} [ring] */
function dot(context, [x, y], radius, ring = false) {
  context.lineWidth = 1.4;
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fill();
  if (ring) context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {ChartBlock} block @param {ReturnType<typeof contentOf>} content @param {Inks} inks */
function writeLegend(context, { inset, plot, width, height }, { values, read, season, before }, inks) {
  if (height === plot) return; // the block has no room for one
  const y = (plot + height) / 2 + 2;
  let x = inset;
  const entry = (/** @type {string} */ name, /** @type {(x: number) => void} */ sample) => {
    pen(context, { align: 'left', colour: inks.muted });
    const room = 34 + context.measureText(text(name)).width;
    if (x + room > width) return;
    context.fillText(text(name), x + 34, y + 1);
    sample(x);
    x += room + 26;
  };
  const line = (/** @type {string} */ colour, /** @type {number} */ thick, /** @type {number[]} */ dash = []) => (/** @type {number} */ left) => {
    context.strokeStyle = colour;
    context.setLineDash(dash);
    stroke(context, [[left, y], [left + 26, y]], thick);
    context.setLineDash([]);
  };
  entry('time.chart.read', (left) => {
    line(inks.ink, 1.8)(left);
    context.fillStyle = inks.ink;
    dot(context, [left + 13, y], 2.3);
  });
  entry('time.chart.forecast', line(inks.positive, 2.4));
  if (before) entry('time.chart.before', line(inks.muted, 1.5, [5, 3]));
  if (values.length > read) entry('time.chart.kept', (left) => {
    context.fillStyle = inks.surface;
    context.strokeStyle = inks.ink;
    dot(context, [left + 20, y], 3.4, true);
  });
  if (season) entry('time.chart.season', line(inks.muted, 1.5, [1.5, 3]));
}

/** @param {ChartBlock} block @param {number} x @param {number} y @param {Trace} run */
export function at({ inset, plot, axis: { step, from, count } }, x, y, run) {
  const column = Math.floor((x - inset) / step);
  const t = from + column;
  return y > plot || column < 0 || column >= count || t >= run.steps ? null : { index: [0], t };
}

/** @param {ChartBlock} block @param {number[]} _index @param {Trace} _run @param {number | null} [t] */
export function boxOf({ x, y, inset, plot, axis: { step, from, count } }, _index, _run, t) {
  if (t === null || t === undefined || t < from || t >= from + count) return null;
  return { x: x + inset + (t - from) * step, y, width: step, height: plot };
}

// What the network is given: a picture, the rows of one, a sequence of vectors, or a single vector.
// @ts-nocheck: untyped until the next issue replaces it

import { place } from '../run/time_axis.js';
import { measureName, nameParts } from '../text/feature_names.js';
import { largest, paint } from '../canvas/paint.js';
import { asExactAs } from '../run/trace.js';
import { inputAt, isFree, windowAt } from '../run/series.js';
import { session } from '../run/session.js';
import { t } from '../text/text.js';
import { dimensions, panel, pictureCells, pixels } from './panel.js';
import { go, goTo, make, timed } from './timed.js';

export function inputPanel(stage, trace) {
  const { shape } = stage.arrays.values;
  if (shape.length === 1) return vector(shape[0]);
  return shape.length === 3 || trace.task === 'digits' ? picture(shape, shape.length === 2) : sequence(shape[1], trace);
}

const title = (shape, note) => panel({ name: t('stages.input.name'), shape: dimensions(...shape), note });

function picture(shape, recurrent) {
  const view = title(shape, t(`stages.input.${recurrent ? 'rows' : 'picture'}`));
  const canvas = pixels({ focus: true });
  const [height, width] = shape.slice(-2);
  view.body.className = 'pg-input';
  view.body.append(canvas);
  view.draw = ({ arrays }) => {
    const select = (x, y) => ({ stage: 'Input', quantity: 'values', index: [...shape.slice(0, -2).map(() => 0), y, x] });
    paint(canvas, pictureCells(arrays.values.values, width, height, { scale: 'ink', most: 1, select }));
    view.legend.show('ink', 1);
  };
  if (recurrent) {
    // Row by row, as the network reads it.
    const veil = make('div', 'pg-veil rows');
    view.body.append(veil);
    view.seek = (moment) => {
      veil.style.display = moment === null ? 'none' : 'block';
      if (moment !== null) veil.style.transform = `translateY(${(100 * (moment + 1)) / height}%)`;
    };
  }
  return view;
}

/** Each step's vector as a column. */
function sequence(size, trace) {
  const of = trace.task === 'series' && size > 1 ? 'series_windows' : trace.task;
  const note = (steps) => t(`stages.input.${of}`, { steps, size }) || t('stages.input.sequence', { steps, size });
  const view = title([trace.steps, size], note(trace.steps));
  const rows = timed({ trace, pick: (step) => goTo(step) });
  rows.map.style.setProperty('--pg-classes', Math.min(size, 12));
  rows.map.classList.toggle('single', size === 1);
  view.body.className = 'pg-sequence';
  view.body.append(rows.element);
  let current = trace;
  const draw = () => {
    const trace = current;
    const { from, count } = rows.frame(trace);
    const { values } = trace.encoded?.kind === 'Series' ? continued(trace, from + count) : trace.input;
    const most = largest(values.subarray(from * size, (from + count) * size));
    view.shape.textContent = dimensions(trace.steps, size);
    view.element.querySelector('p').textContent = note(trace.steps);
    view.legend.show('signed', most);
    view.legend.hidden = size === 1;
    const index = (x, y) => (from + x < trace.steps ? (from + x) * size + y : Infinity);
    const describe = (x, y) => t('where.entry', { entry: y + 1, place: place(trace, from + x) });
    const select = (x, y) => (from + x < (trace.encoded?.read ?? trace.steps) ? { stage: 'Input', quantity: 'values', index: [from + x, y] } : null);
    const cells = { values, width: count, height: size, index, scale: 'signed', most, describe, act: go(from, goTo), select };
    if (size > 1) paint(rows.map, cells);
    else columns(rows.map, cells, (x) => isFree(trace, from + x));
  };
  view.draw = (_, next) => {
    current = next;
    draw();
  };
  view.look = (change) => 'from' in change && draw();
  if (trace.task === 'series') view.finish = draw; // the steps of going on freely are in
  view.seek = rows.seek;
  return view;
}

/** What was given at each step, and while it goes on freely what the network gave itself, up to step `until`. */
function continued(trace, until) {
  const { values, scale, shape: [, size] } = trace.input;
  const { read } = trace.encoded;
  if (until <= read) return trace.input;
  const all = Array.from(values);
  for (let step = read; step < Math.min(until, trace.steps); step++) {
    const own = size > 1 ? windowAt(trace, step, size) : [inputAt(trace, step)];
    all.push(...own);
  }
  return { values: asExactAs(Float32Array.from(all), values), scale };
}

/** A single number at each step: columns up or down from zero. Colours alone would be a line of dots. */
function columns(canvas, cells, own) {
  const scale = window.devicePixelRatio || 1;
  const [width, height] = [(canvas.clientWidth || 600) * scale, (canvas.clientHeight || 90) * scale];
  Object.assign(canvas, { cells, width, height });
  const context = canvas.getContext('2d');
  const style = getComputedStyle(canvas);
  const [up, down, line] = ['positive', 'negative', 'soft'].map((name) => style.getPropertyValue(`--pg-${name}`));
  const column = width / cells.width;
  for (let x = 0; x < cells.width; x++) {
    const value = cells.values[cells.index(x, 0)];
    if (value === undefined) continue;
    context.fillStyle = value < 0 ? down : up;
    context.globalAlpha = own(x) ? 0.55 : 1;
    const tall = (value / cells.most) * (height / 2 - 2);
    context.fillRect((x + 0.12) * column, height / 2, 0.76 * column, -tall);
  }
  context.globalAlpha = 1;
  context.fillStyle = line;
  context.fillRect(0, height / 2 - scale / 2, width, scale);
}

/** Each number under its name. */
function vector(size) {
  const view = title([size], t('stages.input.vector'));
  const canvas = pixels({ focus: true });
  const names = make('div', 'pg-names');
  const { features } = session.catalogue.examples;
  names.setAttribute('aria-hidden', 'true');
  names.append(...features.map(({ name }) => Object.assign(document.createElement('span'), { textContent: nameParts(name)[0] })));
  view.body.className = 'pg-sequence';
  canvas.classList.add('pg-vector');
  view.body.append(canvas, names);
  view.draw = ({ arrays: { values: { values } } }) => {
    const most = largest(values);
    view.legend.show('signed', most);
    paint(canvas, { values, width: size, height: 1, index: (x) => x, scale: 'signed', most, describe: (x) => measureName(features[x].name), select: (x) => ({ stage: 'Input', quantity: 'values', index: [x] }) });
  };
  return view;
}

// What the network is given: a picture, the rows of one, a sequence of vectors, or a single vector.

import { place } from '../axis.js';
import { largest, paint } from '../paint.js';
import { session } from '../session.js';
import { t } from '../text.js';
import { dimensions, panel, pictureCells, pixels } from './panel.js';
import { go, goTo, make, timed } from './timed.js';

export function inputPanel(stage, trace) {
  const { shape } = stage.arrays.values;
  if (shape.length === 1) return vector(shape[0]);
  return trace.task === 'digits' ? picture(shape, trace.recurrent) : sequence(shape[1], trace);
}

const title = (shape, note) => panel({ name: t('stages.input.name'), shape: dimensions(...shape), note });

function picture(shape, recurrent) {
  const view = title(shape, t(`stages.input.${recurrent ? 'rows' : 'picture'}`));
  const canvas = pixels({ focus: true });
  const [height, width] = shape.slice(-2);
  view.body.className = 'pg-input';
  view.body.append(canvas);
  view.draw = ({ arrays }) => {
    paint(canvas, pictureCells(arrays.values.values, width, height, { scale: 'ink', most: 1 }));
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
  const note = (steps) => t(`stages.input.${trace.task}`, { steps, size }) || t('stages.input.sequence', { steps, size });
  const view = title([trace.steps, size], note(trace.steps));
  const rows = timed({ trace, pick: (step) => goTo(step) });
  rows.map.style.setProperty('--pg-classes', Math.min(size, 12));
  view.body.className = 'pg-sequence';
  view.body.append(rows.element);
  const draw = () => {
    const { trace } = session;
    const { values, scale } = trace.input;
    const { from, count } = rows.frame(trace);
    const most = largest(values.subarray(from * size, (from + count) * size));
    view.shape.textContent = dimensions(trace.steps, size);
    view.element.querySelector('p').textContent = note(trace.steps);
    view.legend.show('signed', most);
    const index = (x, y) => (from + x < trace.steps ? (from + x) * size + y : Infinity);
    const describe = (x, y) => t('where.entry', { entry: y + 1, place: place(trace, from + x) });
    paint(rows.map, { values, width: count, height: size, index, scale: 'signed', most, range: scale, describe, act: go(from, goTo) });
  };
  view.draw = draw;
  view.look = draw;
  view.seek = rows.seek;
  return view;
}

function vector(size) {
  const view = title([size], t('stages.input.vector'));
  const canvas = pixels({ focus: true });
  view.body.className = 'pg-sequence';
  canvas.classList.add('pg-vector');
  view.body.append(canvas);
  view.draw = ({ arrays: { values: { values, scale } } }) => {
    const most = largest(values);
    view.legend.show('signed', most);
    const describe = (x) => t(`features.${session.task}.${session.catalogue.examples.features?.[x]?.key}`) || t('where.unit', { unit: x + 1 });
    paint(canvas, { values, width: size, height: 1, index: (x) => x, scale: 'signed', most, range: scale, describe });
  };
  return view;
}

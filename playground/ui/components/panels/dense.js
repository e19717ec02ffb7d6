// A fully connected layer: every unit before and after its activation, and the weights of a chosen one as a picture.

import { largest, legend, paint, shown } from '../canvas/paint.js';
import { activationOf, runs } from '../run/session.js';
import { t } from '../text/text.js';
import { layerWeights } from '../server/layer_weights.js';
import { figure, panel, pictureCells, pixels } from './panel.js';

const COLUMNS = 32;

export function densePanel(stage, trace) {
  const { layer, arrays } = stage;
  const [units] = arrays.activation.shape;
  const name = t('stages.dense.name', { layer: layer + 1 });
  const view = panel({ name, shape: String(units), equation: t('stages.dense.equation', { function: t(`functions.${activationOf(trace)}`) }), note: t('stages.dense.note') });
  const [z, a, weights, products] = [pixels({ focus: true }), pixels({ focus: true }), pixels(), pixels()];
  const sum = document.createElement('p');
  sum.className = 'pg-sum';
  view.body.className = 'pg-dense';
  const scales = [legend(t('stages.dense.weight')), legend(t('stages.dense.product'))];
  const chosen = figure('', weights, products, ...scales, sum);
  chosen.className = 'pg-chosen';
  const [markZ, markA] = [mark(), mark()];
  view.body.append(figure(t('stages.dense.z'), boxed(z, markZ)), figure(t('stages.dense.a', { name: t(`function_names.${activationOf(trace)}`) }), boxed(a, markA)), chosen);
  const rows = Math.ceil(units / COLUMNS);
  let unit = null;
  let current = null;

  const choose = (x, y) => {
    unit = Math.min(units - 1, y * COLUMNS + x);
    showUnit();
  };
  for (const canvas of [z, a]) canvas.addEventListener('click', () => canvas.at && choose(...canvas.at));
  const act = { label: (x, y) => t('where.unit', { unit: y * COLUMNS + x + 1 }), run: choose };

  view.draw = ({ arrays }, trace) => {
    current = { arrays, trace };
    // Both runs in the colours of the one as trained: a change can drive single units very far.
    const most = largest(runs().at(-1).get('Dense', layer).arrays.pre_activation.values);
    view.legend.show('signed', most, largest(arrays.pre_activation.values) > most);
    const select = (quantity) => (x, y) => ({ stage: 'Dense', layer, quantity, index: [y * COLUMNS + x] });
    paintUnits(z, arrays.pre_activation.values, most, act, select('pre_activation'));
    paintUnits(a, arrays.activation.values, most, act, select('activation'));
    unit ??= arrays.activation.values.indexOf(Math.max(...arrays.activation.values));
    showUnit();
  };

  async function showUnit() {
    const { arrays, trace } = current;
    const asked = unit;
    for (const m of [markZ, markA]) {
      m.style.left = `${(100 * (unit % COLUMNS)) / COLUMNS}%`;
      m.style.top = `${(100 * Math.floor(unit / COLUMNS)) / rows}%`;
      m.style.width = `${100 / COLUMNS}%`;
      m.style.height = `${100 / rows}%`;
    }
    const { weight, bias } = await layerWeights(trace.architecture, layer, { unit, changes: trace.of?.changes });
    if (asked !== unit || current.trace !== trace) return; // another was chosen meanwhile
    chosen.firstChild.textContent = t('stages.dense.chosen', { unit: unit + 1 });
    const x = layer === 0 ? trace.input.values : trace.get('Dense', layer - 1).arrays.activation.values;
    const width = layer === 0 ? trace.input.shape.at(-1) : COLUMNS;
    const parts = Array.from(weight.values, (w, i) => w * x[i]);
    const height = Math.ceil(parts.length / width);
    [[weights, weight.values, largest(weight.values)], [products, parts, largest(parts)]].forEach(([canvas, values, most], k) => {
      const where = t(`stages.dense.${k ? 'product' : 'weight'}`);
      paint(canvas, pictureCells(values, width, height, { scale: 'signed', most, where }));
      scales[k].show('signed', most);
    });
    const value = arrays.pre_activation.values[unit];
    const b = bias.values[0];
    const total = parts.reduce((x, y) => x + y, 0);
    const number = (v) => shown(v).replace('-', '−');
    sum.textContent = t('stages.dense.sum', {
      sum: number(total),
      sign: b < 0 ? '−' : '+',
      bias: number(Math.abs(b)),
      z: number(value),
      a: number(arrays.activation.values[unit]),
    });
  }

  return view;
}

/** A frame around the chosen unit. */
const mark = () => Object.assign(document.createElement('div'), { className: 'pg-mark' });

function boxed(...content) {
  const element = document.createElement('div');
  element.className = 'pg-boxed';
  element.append(...content);
  return element;
}

function paintUnits(canvas, values, most, act, select) {
  const describe = (x, y) => t('where.unit', { unit: y * COLUMNS + x + 1 });
  const height = Math.ceil(values.length / COLUMNS);
  paint(canvas, { values, width: COLUMNS, height, index: (x, y) => y * COLUMNS + x, scale: 'signed', most, describe, act, select });
}

// A fully connected layer: every unit before and after its activation, and the weights of a chosen one as a picture.
// @ts-nocheck: untyped until the next issue replaces it

import { largest, legend, paint } from '../canvas/paint.js';
import { mainQuantity, withRole } from '../run/declarations.js';
import { makeExact } from '../run/exact.js';
import { stageTitle } from '../run/quantity_names.js';
import { asExactAs } from '../run/trace.js';
import { addingUp, fixed } from '../text/numbers.js';
import { activationOf, runs } from '../run/session.js';
import { t } from '../text/text.js';
import { layerWeights } from '../server/layer_weights.js';
import { figure, panel, pictureCells, pixels } from './panel.js';

const COLUMNS = 32;

export function densePanel(stage, trace) {
  const { layer, declared } = stage;
  const [[pre], [after]] = [withRole(declared, 'pre_activation'), withRole(declared, 'activation')];
  const [units] = stage.arrays[after].shape;
  const name = stageTitle(stage, trace);
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

  view.draw = (now, trace) => {
    current = { stage: now, trace };
    const { arrays } = now;
    // Both runs in the colours of the one as trained: a change can drive single units very far.
    const most = largest((runs().at(-1).stages.get(stage.key) ?? now).arrays[pre].values);
    view.legend.show('signed', most, largest(arrays[pre].values) > most);
    const select = (quantity) => (x, y) => ({ stage: now.kind, layer, quantity, index: [y * COLUMNS + x] });
    paintUnits(z, arrays[pre].values, most, act, select(pre));
    paintUnits(a, arrays[after].values, most, act, select(after));
    unit ??= arrays[after].values.indexOf(Math.max(...arrays[after].values));
    showUnit();
  };

  async function showUnit() {
    const { stage: now, trace } = current;
    const asked = unit;
    for (const m of [markZ, markA]) {
      m.style.left = `${(100 * (unit % COLUMNS)) / COLUMNS}%`;
      m.style.top = `${(100 * Math.floor(unit / COLUMNS)) / rows}%`;
      m.style.width = `${100 / COLUMNS}%`;
      m.style.height = `${100 / rows}%`;
    }
    const found = await layerWeights(trace.architecture, layer, { unit, changes: trace.of?.changes }).catch(() => null);
    if (asked !== unit || current.trace !== trace) return; // another was chosen meanwhile
    chosen.hidden = !found; // of a network whose weights the server does not give
    if (!found) return;
    const { weight, bias } = found;
    chosen.firstChild.textContent = t('stages.dense.chosen', { unit: unit + 1 });
    const before = trace.stages.get(now.inputs[0]);
    const x = before.arrays[mainQuantity(before.declared)];
    const width = x.shape.length > 1 ? x.shape.at(-1) : before.declared.quantities.values?.role === 'input' ? x.shape[0] : COLUMNS;
    const parts = asExactAs(Float32Array.from(weight.values, (w, i) => w * x.values[i]), x.values);
    const height = Math.ceil(parts.length / width);
    [[weights, weight.values, largest(weight.values)], [products, parts, largest(parts)]].forEach(([canvas, values, most], k) => {
      const where = t(`stages.dense.${k ? 'product' : 'weight'}`);
      paint(canvas, pictureCells(values, width, height, { scale: 'signed', most, where }));
      scales[k].show('signed', most);
    });
    writeSum(now, trace, weight.values, x, bias.values[0]);
  }

  /** The sum and its result, once the numbers in it are the model's; until then the line is that of the run before. */
  async function writeSum(now, trace, weight, x, bias) {
    const asked = unit;
    if (trace.open || trace.milliseconds === null) return; // it is written at the end
    if (!(await makeExact(trace)) || asked !== unit || current.trace !== trace) return;
    const z = now.arrays[pre].values[unit];
    const total = weight.reduce((all, w, i) => all + w * x.values[i], 0);
    const { shown: [shownSum, shownBias, shownZ], equals } = addingUp([total, bias], z);
    const [sign, size] = shownBias.startsWith('−') ? ['−', shownBias.slice(1)] : ['+', shownBias];
    sum.textContent = t('stages.dense.sum', { sum: shownSum, sign, bias: size, equals, z: shownZ, a: fixed(now.arrays[after].values[unit], shownZ.split('.')[1].length) });
  }

  view.finish = () => current && showUnit();

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

// A layer through time: a heatmap, units x time steps, for each of its quantities, and curves of its gates or of one unit.

import { axisOf, axisTitle, place } from '../run/time_axis.js';
import { drawChart } from '../canvas/chart.js';
import { meansFigure, unitFigure } from '../canvas/unit_curves.js';
import { ORDERS, unitOrder } from '../run/unit_orders.js';
import { legend, paint, usual } from '../canvas/paint.js';
import { activationOf, runs, session } from '../run/session.js';
import { t } from '../text/text.js';
import { look, view as looking } from '../playback/view.js';
import { dimensions, figure, panel, symbols } from './panel.js';
import { similarPanel } from './similar.js';
import { go, goTo, make, timed } from './timed.js';

const NAMES = { RNNStep: 'rnn', LSTMStep: 'lstm', GRUStep: 'gru', DenseStep: 'fnn' };
const COLUMNS = { fnn: 2, rnn: 2, lstm: 3, gru: 4 }; // side by side on a wide page

export function stepsPanel(stage, trace) {
  const network = NAMES[stage.kind];
  const units = Object.values(stage.arrays)[0].size;
  const way = stage.direction ? 'backward' : trace.bidirectional ? 'forward' : 'only';
  const name = [t(`stages.steps.${network}`, { layer: stage.layer + 1 }), t(`stages.steps.${way}`)].filter(Boolean).join(' · ');
  const note = [t(`axis.${axisOf(trace)}.note`), t(`stages.steps.${network}_note`)].join(' ');
  const view = panel({ name, shape: dimensions(trace.steps, units), note });
  view.legends.replaceChildren(orderPicker());
  view.body.className = network === 'rnn' || network === 'fnn' ? 'pg-steps' : 'pg-steps gates';
  view.body.style.setProperty('--pg-columns', COLUMNS[network]);
  const layer = { stage, trace, units, network, order: unitOrder('index', null, 0, units) };
  const maps = Object.keys(stage.arrays).map((quantity) => heatmap(layer, quantity, trace));
  layer.related = (x, y) => maps.map(({ rows }) => ({ canvas: rows.map, x, y, width: 1, height: 1 }));
  layer.details = (step, unit) => maps.map(({ quantity }) => {
    const { values, scale } = layer.stage.arrays[quantity];
    return [nameOf(quantity, network, layer.trace), values[step * units + unit], Math.max(1, scale)];
  });
  const curves = curvesFigure(layer);
  // What is searched through are runs of the networks as they were trained.
  const similar = network === 'fnn' || session.changes ? null : similarPanel(layer);
  view.body.append(...maps.map(({ element }) => element), curves.element, ...(similar ? [similar.element] : []));

  const chosen = () => (looking.unit?.key === stage.key ? looking.unit.unit : null);
  const mark = () => {
    const unit = chosen();
    const range = looking.range?.key === stage.key ? looking.range : null;
    for (const { rows } of maps) {
      rows.mark(unit === null ? null : layer.order.indexOf(unit), units);
      rows.range(range?.first ?? null, range?.last);
    }
  };
  const draw = () => {
    for (const map of maps) map.draw();
    mark();
  };
  view.draw = (current, trace) => {
    Object.assign(layer, { stage: current, trace });
    view.shape.textContent = dimensions(trace.steps, units);
    draw();
  };
  view.finish = (trace) => {
    layer.order = unitOrder(looking.order, Object.values(layer.stage.arrays).at(-1).values, trace.steps, units);
    draw();
    curves.draw(chosen());
    similar?.draw();
  };
  view.look = (change) => {
    if ('order' in change && !layer.trace.open) view.finish(layer.trace);
    else if ('from' in change) draw();
    else mark(); // what is painted stays as it is
    if ('unit' in change && !layer.trace.open) curves.draw(chosen());
    similar?.draw();
  };
  view.seek = (moment) => maps.forEach(({ rows }) => rows.seek(moment));
  return view;
}

/** Some names and equations differ from network to network. */
const ofNetwork = (quantity, what, network, trace) => {
  if (quantity !== 'activation') return t(`quantities.${quantity}.${what}_${network}`) || t(`quantities.${quantity}.${what}`);
  const f = activationOf(trace);
  return t(`quantities.activation.${what}`, { function: t(`functions.${f}`), name: t(`function_names.${f}`) });
};
export const nameOf = (quantity, network, trace = session.trace) => ofNetwork(quantity, 'name', network, trace);

/** In which order the units stand, in all layers. */
function orderPicker() {
  const label = make('label', 'pg-order');
  const select = document.createElement('select');
  const words = document.createElement('span');
  words.textContent = t('orders.title');
  select.append(...ORDERS.map((order) => new Option(t(`orders.${order}`), order, false, order === looking.order)));
  select.onchange = () => {
    look({ order: select.value });
    for (const other of document.querySelectorAll('.pg-order select')) other.value = select.value;
  };
  label.append(words, select);
  return label;
}

function heatmap(layer, quantity, trace) {
  const { network, units, stage: { key, direction } } = layer;
  const pick = (step, row) => {
    look({ unit: { key, unit: layer.order[row] } });
    goTo(step);
  };
  const brush = network === 'fnn' ? null : (first, last) => look({ range: { key, quantity, first, last } });
  const rows = timed({ trace, direction, pick, brush });
  const scale = legend();
  const element = figure('', rows.element, scale);
  const [name, equation] = [document.createElement('b'), document.createElement('em')];
  name.textContent = nameOf(quantity, network, trace);
  equation.append(...symbols(ofNetwork(quantity, 'equation', network, trace)));
  element.firstChild.append(name, ' ', equation);
  element.dataset.quantity = quantity;
  // A tanh lies in -1..1, a gate in 0..1; the cell state and what a sum gives can go far.
  const clipped = ['cell', 'pre_activation', 'activation'].includes(quantity);
  const draw = () => {
    const { trace } = layer;
    const { values, encoding, scale: range } = layer.stage.arrays[quantity];
    const { filled } = layer.stage;
    const { from, count } = rows.frame(trace);
    const kind = encoding === 'unit12' ? 'share' : 'signed';
    const most = clipped ? Math.max(...runs().map((run) => usualOf(run.stages.get(key), quantity, from, count))) : 1;
    paint(rows.map, {
      values,
      width: count,
      height: units,
      index: (x, y) => (from + x < filled ? (from + x) * units + layer.order[y] : Infinity),
      scale: kind,
      most,
      range: Math.max(1, range),
      describe: (x, y) => t('where.unit_step', { layer: layer.stage.layer + 1, unit: layer.order[y] + 1, place: place(trace, from + x) }),
      details: (x, y) => layer.details(from + x, layer.order[y]),
      related: layer.related,
      act: go(from, pick),
      select: (x, y) => ({ stage: layer.stage.kind, layer: layer.stage.layer, direction, t: from + x, quantity, index: [layer.order[y]] }),
    });
    scale.show(kind, most, clipped);
  };
  return { quantity, element, rows, draw };
}

/** The usual size of a layer's values in the steps in sight. */
function usualOf(stage, quantity, from, count) {
  if (!stage) return 0;
  const { size, values } = stage.arrays[quantity];
  return usual(values.subarray(from * size, Math.min(from + count, stage.filled) * size));
}

/** The means of the gates, or everything of the chosen unit. */
function curvesFigure(layer) {
  const chart = make('div', 'pg-chart');
  const back = make('button', 'pg-quiet');
  back.type = 'button';
  back.textContent = t('stages.steps.all_units');
  back.onclick = () => look({ unit: null });
  const element = figure('', chart);
  element.className = 'pg-means';
  const words = document.createElement('b');
  element.firstChild.append(words, back);
  const names = (quantity) => nameOf(quantity, layer.network, layer.trace);
  const draw = (unit) => {
    const { steps } = layer.trace;
    const means = t(layer.stage.arrays.hidden && !layer.stage.arrays.candidate ? 'stages.steps.mean_size' : 'stages.steps.means');
    words.textContent = unit === null ? (layer.network === 'fnn' ? t('stages.steps.mean_activation') : means) : t('stages.steps.unit', { unit: unit + 1 });
    back.hidden = unit === null;
    const made = () => (unit === null ? meansFigure(layer.stage, steps, names) : unitFigure(layer.stage, unit, steps, names));
    drawChart(chart, made, axisTitle(layer.trace));
  };
  return { element, draw };
}

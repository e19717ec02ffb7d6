// A layer through time: a heatmap, units x time steps, for each of its quantities, and curves of its gates or of one unit.
// @ts-nocheck: untyped until the next issue replaces it

import { axisOf, axisTitle, place } from '../run/time_axis.js';
import { isClipped, mainQuantity, scaleOf, withRole } from '../run/declarations.js';
import { makeExact } from '../run/exact.js';
import { quantityEquation, quantityName, sourcesOf, timedNote, timedTitle } from '../run/quantity_names.js';
import { drawChart } from '../canvas/chart.js';
import { meansFigure, unitFigure } from '../canvas/unit_curves.js';
import { ORDERS, unitOrder } from '../run/unit_orders.js';
import { legend, paint, usual } from '../canvas/paint.js';
import { runs, session } from '../run/session.js';
import { t } from '../text/text.js';
import { look, view as looking } from '../playback/view.js';
import { dimensions, figure, panel, symbols } from './panel.js';
import { similarPanel } from './similar.js';
import { go, goTo, make, timed } from './timed.js';

/** How many of a number of maps stand side by side on a wide page. */
const columnsFor = (count) => (count <= 2 ? 2 : count % 3 ? 4 : 3);

export function stepsPanel(stage, trace) {
  const quantities = Object.keys(stage.arrays);
  const units = stage.arrays[quantities[0]].size;
  const note = [t(`axis.${axisOf(trace)}.note`), timedNote(stage), sourcesOf(stage, trace)].filter(Boolean).join(' ');
  const view = panel({ name: timedTitle(stage, trace), shape: dimensions(trace.steps, units), note });
  view.legends.replaceChildren(orderPicker());
  view.body.className = quantities.length > 2 ? 'pg-steps gates' : 'pg-steps';
  view.body.style.setProperty('--pg-columns', columnsFor(quantities.length));
  const layer = { stage, trace, units, order: unitOrder('index', null, 0, units) };
  const maps = quantities.map((quantity) => heatmap(layer, quantity, trace));
  layer.related = (x, y) => maps.map(({ rows }) => ({ canvas: rows.map, x, y, width: 1, height: 1 }));
  layer.details = (step, unit) => maps.map(({ quantity }) => {
    const { values } = layer.stage.arrays[quantity];
    return [quantityName(quantity, layer.stage, layer.trace), values[step * units + unit], values];
  });
  const curves = curvesFigure(layer);
  // What is searched through are runs of the networks as they were trained.
  const similar = !stage.declared.searchable || session.changes ? null : similarPanel(layer);
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
    layer.order = unitOrder(looking.order, layer.stage.arrays[mainQuantity(layer.stage.declared)].values, trace.steps, units);
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
  const { units, stage } = layer;
  const { key, direction, declared } = stage;
  const pick = (step, row) => {
    look({ unit: { key, unit: layer.order[row] } });
    goTo(step);
  };
  const brush = !declared.searchable ? null : (first, last) => look({ range: { key, quantity, first, last } });
  const rows = timed({ trace, direction, pick, brush });
  const scale = legend();
  const element = figure('', rows.element, scale);
  const [name, equation] = [document.createElement('b'), document.createElement('em')];
  name.textContent = quantityName(quantity, layer.stage, trace);
  equation.append(...symbols(quantityEquation(quantity, layer.stage, trace)));
  element.firstChild.append(name, ' ', equation);
  element.dataset.quantity = quantity;
  const { range } = stage.arrays[quantity];
  const [kind, clipped] = [scaleOf(range), isClipped(range)];
  const draw = () => {
    const { trace } = layer;
    const { values } = layer.stage.arrays[quantity];
    const { filled } = layer.stage;
    const { from, count } = rows.frame(trace);
    const most = clipped ? Math.max(...runs().map((run) => usualOf(run.stages.get(key), quantity, from, count))) : 1;
    paint(rows.map, {
      values,
      width: count,
      height: units,
      index: (x, y) => (from + x < filled ? (from + x) * units + layer.order[y] : Infinity),
      scale: kind,
      most,
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
  const draw = (unit) => {
    const { stage, trace } = layer;
    const { steps } = trace;
    const names = (quantity) => quantityName(quantity, stage, trace);
    words.textContent = unit === null ? t(`stages.steps.${meansOf(stage)}`) : t('stages.steps.unit', { unit: unit + 1 });
    back.hidden = unit === null;
    const made = async () => {
      await makeExact(trace); // its values are printed beside the pointer
      return unit === null ? meansFigure(stage, steps, names) : unitFigure(stage, unit, steps, names);
    };
    drawChart(chart, made, axisTitle(trace));
  };
  return { element, draw };
}

/** Which mean the curves show: of the gates, or of the size of what the layer gives on. */
function meansOf({ declared }) {
  if (withRole(declared, 'gate').length) return 'means';
  return declared.quantities[mainQuantity(declared)].role === 'state' ? 'mean_size' : 'mean_activation';
}

// A stage of which no more is known than its values: each of its quantities as a strip, one value after another.

import { largest, legend, paint, usual } from '../canvas/paint.js';
import { isClipped, scaleOf } from '../run/declarations.js';
import { quantityEquation, quantityName, sourcesOf, stageTitle, textName } from '../run/quantity_names.js';
import { runs } from '../run/session.js';
import { t } from '../text/text.js';
import { dimensions, figure, panel, pixels, symbols } from './panel.js';

const COLUMNS = 64;

/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../run/trace.js').Trace} Trace */

/** @param {Stage} stage @param {Trace} trace */
export function vectorPanel(stage, trace) {
  const names = Object.keys(stage.arrays);
  const note = [t(`stages.${textName(stage)}.note`) || t('notices.vector'), sourcesOf(stage, trace)].filter(Boolean).join(' ');
  const shape = dimensions(...(stage.arrays[names[0]]?.shape ?? [0]));
  const view = panel({ name: stageTitle(stage, trace), shape, note });
  view.legends.remove();
  view.body.className = 'pg-vectors';
  const strips = names.map((quantity) => strip(stage, quantity, trace));
  view.body.append(...strips.map(({ element }) => element));
  const draw = (/** @type {Stage} */ current) => {
    for (const { draw: drawStrip } of strips) drawStrip(current);
  };
  return { ...view, draw };
}

/** One quantity: its name, its equation, its values, and their scale. @param {Stage} stage @param {string} quantity @param {Trace} trace */
function strip(stage, quantity, trace) {
  const canvas = pixels({ focus: true });
  const scale = legend();
  const element = figure('', canvas, scale);
  const [name, equation] = [document.createElement('b'), document.createElement('em')];
  name.textContent = quantityName(quantity, stage, trace);
  equation.append(...symbols(quantityEquation(quantity, stage, trace)));
  element.firstElementChild?.append(name, ' ', equation);
  element.dataset.quantity = quantity;
  const draw = (/** @type {Stage} */ current) => {
    const { values, range } = current.arrays[quantity];
    const width = Math.min(COLUMNS, values.length);
    const kind = scaleOf(range);
    const all = runs().map((run) => run.stages.get(current.key)?.arrays[quantity]?.values ?? values);
    const most = isClipped(range) ? Math.max(...all.map((one) => (one.length > COLUMNS ? usual(one) : largest(one)))) : 1;
    paint(canvas, {
      values,
      width,
      height: Math.ceil(values.length / Math.max(1, width)),
      index: (/** @type {number} */ x, /** @type {number} */ y) => y * width + x,
      scale: kind,
      most,
      describe: (/** @type {number} */ x, /** @type {number} */ y) => t('where.unit', { unit: y * width + x + 1 }),
      select: (/** @type {number} */ x, /** @type {number} */ y) => ({ stage: current.kind, layer: current.layer, quantity, index: placeOf(y * width + x, current.arrays[quantity].shape) }),
    });
    scale.show(kind, most, isClipped(range) && most < largest(values));
  };
  return { element, draw };
}

/** The index of a flat place in each axis of a shape. @param {number} place @param {number[]} shape */
function placeOf(place, shape) {
  const index = [];
  let left = place;
  for (const size of [...shape].reverse()) {
    index.unshift(left % size);
    left = Math.floor(left / size);
  }
  return index;
}

// What a unit adds to the next layer: weight times activation, the largest either way, from exact weights.

import { stageTitle } from '../run/quantity_names.js';
import { layerWeights } from '../server/layer_weights.js';
import { select } from '../stage/selecting.js';
import { fixed } from '../text/numbers.js';
import { t } from '../text/text.js';
import { labelOf } from '../run/time_axis.js';
import { caption } from './parts.js';
import { bars, printedProduct } from './terms.js';
import { after, readoutLayer, selectionIn } from './where.js';

/** @typedef {import('./dense.js').Unit} Unit */

const EITHER = 3; // targets for, and as many against

/** @param {Unit} found @returns {Promise<Node[] | null>} */
export async function addsTo({ run, stage, unit, a }) {
  const next = after(run, stage);
  if (!next) return null;
  const isOutput = next.kind === 'Output';
  const layer = isOutput ? readoutLayer(run) : (next.layer ?? 0);
  const changes = run.of?.changes;
  const { weight } = await layerWeights(run.architecture, layer, { changes });
  const [targets, sources] = weight.shape;
  if (weight.shape.length !== 2 || unit >= sources) return null;
  const coarse = Array.from({ length: targets }, (_, k) => weight.values[k * sources + unit] * a);
  const order = Array.from(coarse.keys()).sort((x, y) => coarse[y] - coarse[x]);
  const chosen = targets <= 2 * EITHER ? order : [...order.slice(0, EITHER), ...order.slice(-EITHER)];
  // What is printed is of exact weights, which come unit by unit.
  const exact = await Promise.all(chosen.map((k) => layerWeights(run.architecture, layer, { unit: k, changes })));
  const list = chosen.map((k, i) => {
    const w = exact[i].weight.values[unit];
    const name = isOutput && run.labels.length ? t('dock.dense.to', { label: labelOf(run.labels[k]) }) : t('where.unit', { unit: k + 1 });
    return { name, factors: run.exact ? printedProduct(w, a, 2) : '…', value: w * a, text: run.exact ? fixed(w * a, 2) : '…', act: () => select(selectionIn(next, [k])) };
  });
  return [caption(t(targets > 2 * EITHER ? 'dock.dense.adds' : 'dock.dense.adds_all', { layer: stageTitle(next, run) })), bars(list.sort((x, y) => y.value - x.value))];
}

// What a unit adds to the next layer: weight times activation, the largest as in the picture, from exact weights.

import { stageTitle } from '../run/quantity_names.js';
import { layerWeights } from '../server/layer_weights.js';
import { select } from '../stage/selecting.js';
import { t } from '../text/text.js';
import { printedProduct } from '../text/worked.js';
import { labelOf } from '../run/time_axis.js';
import { SHOWN } from '../stage/edges/chosen.js';
import { caption } from './parts.js';
import { strongestFirst } from './sums.js';
import { bars } from './terms.js';
import { after, readoutLayer, selectionIn } from './where.js';

/** @typedef {import('./dense.js').Unit} Unit */

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
  const chosen = strongestFirst(coarse).slice(0, SHOWN); // those that the picture draws
  // What is printed is of exact weights, which come unit by unit.
  const exact = await Promise.all(chosen.map((k) => layerWeights(run.architecture, layer, { unit: k, changes })));
  const list = chosen.map((k, i) => {
    const w = exact[i].weight.values[unit];
    const name = isOutput && run.labels.length ? t('dock.dense.to', { label: labelOf(run.labels[k]) }) : t('where.unit', { unit: k + 1 });
    return { name, ...(run.exact ? printedProduct(w, a, 2) : { factors: '…', text: '…' }), value: w * a, act: () => select(selectionIn(next, [k])) };
  });
  return [caption(t(targets > SHOWN ? 'dock.dense.adds' : 'dock.dense.adds_all', { layer: stageTitle(next, run) })), bars(list.sort((x, y) => y.value - x.value))];
}

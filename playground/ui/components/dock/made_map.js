// One map of a convolution with its kernels, partial sums and passed cells, put together for a run.

import { makeExact } from '../run/exact.js';
import { layerWeights } from '../server/layer_weights.js';
import { partialSums, settingsOf, summed } from './partial_sums.js';
import { before, given, mapOf, reluAfter } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('./partial_sums.js').Made} Made */
/** @typedef {import('./partial_sums.js').Settings} Settings */
/**
 * @typedef {object} MadeMap
 * @property {Made} made
 * @property {Settings | null} settings null where the kernel went over the input in a way that is not known here
 * @property {Float64Array[]} parts what each input map that is read adds, cell by cell
 * @property {Float64Array | number[]} sums of the parts over the passed cells
 * @property {Float32Array | null} passed the map after the ReLU; null where all cells count
 * @property {number} cells that are passed
 * @property {number} node the map summed over them
 * @property {boolean} exact
 * @property {Stage} source
 */

const MOST_KEPT = 48;
/** @type {WeakMap<Trace, Map<string, MadeMap>>} */
const kept = new WeakMap();

/** Kept for each run: a click shows what was put together while the pointer rested. @param {Trace} run @param {Stage} stage @param {number} map @returns {Promise<MadeMap | null>} */
export async function madeMap(run, stage, map) {
  const known = kept.get(run) ?? new Map();
  kept.set(run, known);
  const key = `${stage.key} ${map}`;
  const found = known.get(key);
  if (found?.exact) return found;
  const made = await make(run, stage, map);
  if (known.size >= MOST_KEPT) known.clear();
  if (made?.exact) known.set(key, made);
  return made;
}

/** @param {Trace} run @param {Stage} stage @param {number} map @returns {Promise<MadeMap | null>} */
async function make(run, stage, map) {
  const source = before(run, stage);
  const input = source && given(source);
  const output = stage.arrays.maps;
  if (!source || !input || input.shape.length !== 3 || !output) return null;
  const [weights] = await Promise.all([layerWeights(run.architecture, stage.layer ?? 0, { unit: map, changes: run.of?.changes }), makeExact(run)]);
  const { weight, bias } = weights;
  /** @type {Made} */
  const made = {
    input: input.values,
    shape: input.shape,
    kernels: weight.values,
    kernel: weight.shape,
    bias: bias?.values[0] ?? 0,
    values: mapOf(output, map),
    size: output.shape.slice(1),
    map,
    maps: output.shape[0],
  };
  const settings = settingsOf(made, run.exact ? 1e-4 : 2e-2);
  const relu = reluAfter(run, stage);
  const passed = relu ? mapOf(relu.arrays.maps, map) : null;
  const parts = settings ? partialSums(made, settings) : [];
  const cells = passed ? passed.filter((value) => value > 0).length : made.values.length;
  return { made, settings, parts, passed, cells, exact: run.exact, source, sums: parts.map((part) => summed(part, passed)), node: summed(made.values, passed) };
}

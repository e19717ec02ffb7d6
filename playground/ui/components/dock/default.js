// What the dock shows while nothing is selected: the map or the unit that speaks most for the answer.

import { argmax, strongest } from '../run/largest.js';
import { endOf } from '../playback/player.js';
import { withRole } from '../run/declarations.js';
import { layerWeights } from '../server/layer_weights.js';
import { blockSums } from './sums.js';
import { before, given, readoutLayer, selectionIn, sourceOf } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../explanation/selection.js').Selection} Selection */

/** What each map or unit before the readout adds to a logit; null where it cannot be had. @param {Trace} run @param {number} label @returns {Promise<{source: Stage, sums: Float64Array, weights: Float32Array, bias: number, size: number} | null>} */
export async function addedToLogit(run, label) {
  const output = run.stages.get('Output');
  const source = output && sourceOf(run, output);
  const values = source && given(source);
  if (!output || !source || !values || source.declared?.timed) return null; // of a state the weights are not given
  const { weight, bias } = await layerWeights(run.architecture, readoutLayer(run), { unit: label, changes: run.of?.changes });
  if (weight.values.length !== values.values.length) return null; // the state of a sequence, a window's cells
  const size = values.shape.length === 3 ? values.shape[1] * values.shape[2] : 1;
  return { source, size, weights: weight.values, bias: bias.values[0], sums: blockSums(weight.values, values.values, size) };
}

/** The convolution whose map with the same number goes on to this stage. @param {Trace} run @param {Stage | undefined} stage @returns {Stage | undefined} */
export function convolutionBefore(run, stage) {
  if (!stage || stage.kind === 'Convolution') return stage;
  return stage.arrays.maps || stage.arrays.values?.shape.length === 3 ? convolutionBefore(run, before(run, stage)) : undefined;
}

/** @param {Trace} run @returns {Promise<Selection | null>} */
export async function defaultOf(run) {
  if (run.recurrent) return unitOf(run);
  if (!run.output) return null;
  const dense = [...run.stages.values()].find(({ kind }) => kind === 'Dense');
  if (dense) return selectionIn(dense, [argmax(dense.arrays.activation.values)]);
  try {
    const added = await addedToLogit(run, run.labels.length ? argmax(run.output) : 0);
    const convolution = added && convolutionBefore(run, added.source);
    return added && convolution ? selectionIn(convolution, [argmax(added.sums)]) : null;
  } catch {
    return null; // the server is away: the picture stands without
  }
}

/** Of a network through time the unit of the last layer whose state is largest when all that was given has been read. @param {Trace} run @returns {Selection | null} */
function unitOf(run) {
  const stage = [...run.stages.values()].findLast(({ declared }) => declared?.timed && withRole(declared, 'logits').length === 0);
  const state = stage && given(stage);
  if (!stage || !state || !stage.filled) return null;
  const last = stage.direction ? 0 : Math.min(stage.filled - 1, endOf(run));
  return selectionIn(stage, [strongest(state.values.subarray(last * state.size, (last + 1) * state.size))]);
}

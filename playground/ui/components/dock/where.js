// Where a selection is: its stage in a run, the stages before and after it, the layer's number among those with weights.

import { mainQuantity } from '../run/declarations.js';
import { keyOf } from '../run/trace.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../run/trace.js').Values} Values */

/** @param {Trace | null} run @param {Selection | null} selection @returns {Stage | undefined} */
export const stageOf = (run, selection) => (run && selection ? run.stages.get(keyOf(selection)) : undefined);

/** What a stage gives on. @param {Stage} stage @returns {Values | undefined} */
export const given = (stage) => (stage.declared ? stage.arrays[mainQuantity(stage.declared)] : undefined);

/** What a stage was made of, first of all. @param {Trace} run @param {Stage} stage @returns {Stage | undefined} */
export const before = (run, stage) => run.stages.get(stage.inputs[0]);

/** The first stage that was made of this one. @param {Trace} run @param {Stage} stage @returns {Stage | undefined} */
export const after = (run, stage) => [...run.stages.values()].find(({ inputs }) => inputs.includes(stage.key));

/** The values before, looking through a flattening. @param {Trace} run @param {Stage} stage @returns {Stage | undefined} */
export function sourceOf(run, stage) {
  const source = before(run, stage);
  return source?.made === 'flatten' ? before(run, source) : source;
}

/** The ReLU that lets cells of a convolution through, at once or after a normalisation. @param {Trace} run @param {Stage} stage @returns {Stage | undefined} */
export function reluAfter(run, stage) {
  const next = after(run, stage);
  if (next?.kind === 'Normalisation') return reluAfter(run, next);
  return next?.function === 'relu' && !next.declared?.quantities.pre_activation ? next : undefined;
}

/** A whole map or unit of a stage. @param {Stage} stage @param {number[]} index @param {string} [quantity] @returns {Selection} */
export const selectionIn = (stage, index, quantity = stage.declared ? mainQuantity(stage.declared) : '') =>
  ({ stage: stage.kind, layer: stage.layer ?? null, direction: stage.direction ?? null, t: null, quantity, index });

const WEIGHTED = ['Convolution', 'Dense', 'DenseStep', 'Linear'];

/** The number of the readout among the layers that have weights. @param {Trace} run */
export function readoutLayer(run) {
  const layers = [...run.stages.values()].filter(({ kind, declared }) => WEIGHTED.includes(kind) || declared?.timed).map(({ layer = 0 }) => layer);
  return Math.max(-1, ...layers) + 1;
}

/** One map of (channels, rows, columns), without a copy. @param {Values} array @param {number} map */
export function mapOf({ values, shape: [, height, width] }, map) {
  return values.subarray(map * height * width, (map + 1) * height * width);
}

// What each unit of the state that is read out adds to a logit, of a network through time.

import { withRole } from '../run/declarations.js';
import { makeExact } from '../run/exact.js';
import { layerWeights } from '../server/layer_weights.js';
import { t } from '../text/text.js';
import { printedProduct } from '../text/worked.js';
import { given, readoutLayer, selectionIn } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** The layers that are read out, and the step of each. @typedef {{stage: Stage, step: number}[]} Read */
/** `unitAt`: what a term is called and leads to. @typedef {{source: Stage, several: boolean, size: number, sums: Float64Array, weights: Float32Array, bias: number, unitAt: (k: number) => {name: string, selection: Selection | null}, printed: (k: number) => {factors: string, text: string}}} Added */

const NEAR = 1e-5; // by which the sum of what was read may miss the logit, per unit of its size

/**
 * The products of a class's weights with the state that is read: after the whole sequence, or after step `step`. Null where
 * they are not the logit, and so something else was read.
 * @param {Trace} run
 * @param {Stage} output
 * @param {number} label
 * @param {number} step
 * @returns {Promise<Added | null>}
 */
export async function addedToReadout(run, output, label, step) {
  const layers = output.inputs.map((key) => run.stages.get(key)).filter((stage) => stage?.declared?.timed && !withRole(stage.declared, 'logits').length);
  if (!layers.length || layers.length !== output.inputs.length) return null;
  const stages = /** @type {Stage[]} */ (layers);
  const [{ weight, bias }] = await Promise.all([layerWeights(run.architecture, readoutLayer(run), { unit: label, changes: run.of?.changes }), makeExact(run)]);
  const { logits } = output.arrays;
  const logit = logits.values[(output.declared?.timed ? step * logits.size : 0) + label];
  const steps = stages.map(({ direction }) => (direction ? 0 : step)); // where each direction ends
  for (const at of output.declared?.timed ? [step] : [null, step, answerStep(run)]) {
    const read = stages.map((stage, i) => ({ stage, step: at ?? steps[i] }));
    const x = stateOf(read);
    if (x.length !== weight.values.length) return null;
    const sums = Float64Array.from(x, (value, i) => value * weight.values[i]);
    const total = sums.reduce((sum, value) => sum + value, bias.values[0]);
    const size = sums.reduce((sum, value) => sum + Math.abs(value), 1);
    if (Math.abs(total - logit) <= NEAR * size) return { source: stages[0], several: stages.length > 1, size: 1, weights: weight.values, bias: bias.values[0], sums, unitAt: (/** @type {number} */ k) => unitAt(run, read, k), printed: (/** @type {number} */ k) => printedProduct(weight.values[k], x[k], 2) };
  }
  return null;
}

/** The last step whose guess is the answer: of a series one before those that are still to come. @param {Trace} run */
function answerStep(run) {
  const { values, size } = run.stages.get('StepOutput')?.arrays.logits ?? { values: new Float32Array(), size: 1 };
  for (let step = run.steps - 1; step > 0; step--) if (run.output?.every((logit, k) => Math.abs(values[step * size + k] - logit) < 1e-6)) return step;
  return 0;
}

/** @param {Read} read */
const stateOf = (read) => read.flatMap(({ stage, step }) => {
  const state = given(stage);
  return state ? [...state.values.subarray(step * state.size, (step + 1) * state.size)] : [];
});

/** What a term is called, and what it leads to. @param {Trace} run @param {Read} read @param {number} k */
function unitAt(run, read, k) {
  let unit = k;
  for (const { stage, step } of read) {
    const size = given(stage)?.size ?? 0;
    if (unit < size) {
      const way = run.bidirectional ? ` · ${t(`stages.steps.${stage.direction ? 'backward' : 'forward'}`)}` : '';
      return { name: `${t('where.unit', { unit: unit + 1 })}${way}`, selection: { ...selectionIn(stage, [unit]), t: step } };
    }
    unit -= size;
  }
  return { name: '', selection: null };
}

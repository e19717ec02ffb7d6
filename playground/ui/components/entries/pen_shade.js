// What the pen's way on the pad is coloured by: a gate, a state or a unit that is selected or pointed at, or the guess.

import { withRole } from '../run/declarations.js';
import { argmax } from '../run/largest.js';
import { keyOf } from '../run/trace.js';
import { scaleFor } from '../stage/colours.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../stage/colours.js').Scale} Scale */
/** `of`: the value that a step is coloured by; what it is: a unit's own, the mean of all units or of their sizes, a class's probability. @typedef {{stage: Stage, quantity: string, what: 'unit' | 'mean' | 'size' | 'guess', index: number, units: number, scale: Scale, of: (step: number) => number}} Shade */

/** What the steps are coloured by; null for plain ink. @param {Trace} run @param {Selection | null} selection @returns {Shade | null} */
export function shadeOf(run, selection) {
  if (!selection) return null;
  const stage = run.stages.get(keyOf(selection));
  if (!stage?.declared) return null;
  if (withRole(stage.declared, 'logits').length) return guessOf(run, stage, selection.index);
  const array = stage.arrays[selection.quantity];
  if (!stage.declared.timed || !array || stage.filled < run.steps) return null;
  const { values, size } = array;
  const [unit] = selection.index;
  const scale = scaleFor(stage, selection.quantity, [run]);
  const shade = { stage, quantity: selection.quantity, index: unit ?? -1, units: size, scale };
  if (unit !== undefined) return unit < size ? { ...shade, what: 'unit', of: (step) => values[step * size + unit] } : null;
  const isSigned = scale.ramp === 'signed';
  const means = Float64Array.from({ length: run.steps }, (_, step) => mean(values.subarray(step * size, (step + 1) * size), isSigned));
  const of = (/** @type {number} */ step) => means[step];
  return isSigned ? { ...shade, what: 'size', scale: { ramp: 'positive', most: Math.max(...means) || 1 }, of } : { ...shade, what: 'mean', of };
}

/** @param {Float32Array} values @param {boolean} isSize */
const mean = (values, isSize) => values.reduce((sum, value) => sum + (isSize ? Math.abs(value) : value), 0) / values.length;

/** The probability after each step of the class that was pointed at, else of the answer; null where there is a guess only at the end. @param {Trace} run @param {Stage} stage @param {number[]} index @returns {Shade | null} */
function guessOf(run, stage, index) {
  const { probabilities } = run;
  if (run.bidirectional || !probabilities || !run.guess(run.steps - 1)) return null;
  const label = index.length ? index[0] : argmax(probabilities);
  if (label >= probabilities.length) return null;
  return { stage, quantity: 'probabilities', what: 'guess', index: label, units: probabilities.length, scale: { ramp: 'ink', most: 1 }, of: (step) => run.guess(step)?.[label] ?? 0 };
}

/**
 * What is meant by what is selected and what is pointed at. A hand that goes over a lane means the whole of it, unless it has
 * a row for each unit; with a unit selected, that unit in the lane under the hand.
 * @param {{selection: Selection | null, pointed: Selection | null, opened: {key: string, how: string} | null}} of
 * @param {Trace} run
 * @returns {Selection | null}
 */
export function meant({ selection, pointed, opened }, run) {
  const stage = pointed && run.stages.get(keyOf(pointed));
  if (!pointed || !stage?.declared?.timed) return selection;
  const isGuess = withRole(stage.declared, 'logits').length > 0;
  const chosen = selection && keyOf(selection) === stage.key && !isGuess ? selection.index : [];
  const hasRows = opened?.how === 'lane' && opened.key === stage.key;
  return { ...pointed, index: chosen.length ? chosen : hasRows ? pointed.index : [] };
}

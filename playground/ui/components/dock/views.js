// Which view of the dock shows a selection: by how deep it goes, and by what its stage declares.

import { stageOf } from './where.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */

/** The name of the view of gradients: the chain rule of one value, else how far back they reach; null for what has none. @param {Selection | null} selection @param {Trace} run @returns {string | null} */
export function backwardViewOf(selection, run) {
  if (!selection?.index.length) return 'reach';
  return stageOf(run, selection)?.backward ? 'chain' : null;
}

/** The name of the view; null where the run has no such stage, quantity, map or unit. @param {Selection} selection @param {Trace} run @returns {string | null} */
export function viewNameOf(selection, run) {
  const stage = stageOf(run, selection);
  if (!stage) return null;
  const { index } = selection;
  if (!index.length || !stage.declared) return 'layer';
  const array = stage.arrays[selection.quantity];
  if (!array || index.length > array.shape.length || index.some((i, k) => i >= array.shape[k])) return null;
  if (stage.declared.timed && (selection.t ?? 0) >= stage.filled) return null; // another input is shorter
  const { role } = stage.declared.quantities[selection.quantity] ?? { role: 'probabilities' };
  const isWhole = index.length === array.shape.length;
  if (stage.declared.timed && (role === 'logits' || role === 'probabilities')) return 'logit';
  if (stage.declared.timed) return (selection.t ?? null) !== null ? 'value' : 'unit';
  if (role === 'input') return isWhole && index.length > 1 ? 'value' : array.shape.length === 1 ? 'value' : 'layer';
  if (array.shape.length === 3 && !isWhole) return stage.kind === 'Convolution' ? 'map' : 'passed';
  if (!isWhole) return 'layer';
  if (array.shape.length > 1) return 'value';
  if (role === 'logits') return 'logit';
  return (role === 'pre_activation' || role === 'activation') && stage.kind !== 'Activation' ? 'dense' : 'value';
}

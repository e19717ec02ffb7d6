// A value of the picture in words: what it is, where it stands, its exact digits.

import { printed, wantExact } from '../run/printed_value.js';
import { labelOf, place as placeInTime } from '../run/time_axis.js';
import { stageTitle, quantityName } from '../run/quantity_names.js';
import { keyOf } from '../run/trace.js';
import { t } from '../text/text.js';
import { likeOf } from '../tasks.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */

/** The stage and the quantity that a selection is of, if they are there. @param {Trace | null} run @param {Selection | null} selection */
function quantityOf(run, selection) {
  if (!run || !selection) return null;
  const key = keyOf(selection);
  const stage = run.stages.get(key);
  const array = stage?.arrays[selection.quantity];
  return stage && array ? { stage, array, key } : null;
}

/** The selection as the server takes it: with the direction of its stage, which an address may leave out. @param {Trace} run @param {Selection} selection @returns {Selection} */
export function whole(run, selection) {
  const direction = quantityOf(run, selection)?.stage.direction;
  return direction === undefined ? selection : { ...selection, direction };
}

/** The place of a whole index in the array; −1 where there is none. @param {number[]} index @param {number[]} shape */
function offsetOf(index, shape) {
  if (index.length !== shape.length || index.some((i, k) => !(i >= 0 && i < shape[k]))) return -1;
  return index.reduce((sum, i, k) => sum * shape[k] + i, 0);
}

/** The value of a selection; undefined for a map or a layer. @param {Trace} run @param {Selection} selection */
export function traced(run, selection) {
  const found = quantityOf(run, selection);
  if (!found) return undefined;
  const { array, stage } = found;
  const offset = offsetOf(selection.index, array.shape);
  if (offset < 0) return undefined;
  return array.values[stage.declared?.timed ? (selection.t ?? 0) * array.size + offset : offset];
}

/** "map 3 · row 4 · column 5", "unit 7". @param {number[]} index @param {number[]} shape */
export function whereWords(index, shape) {
  const words = [];
  if (shape.length === 3 && index.length) words.push(t('where.map', { map: index[0] + 1 }));
  if (shape.length === 3 && index.length === 3) words.push(t('where.pixel', { row: index[1] + 1, column: index[2] + 1 }));
  if (shape.length === 2 && index.length === 2) words.push(t('where.pixel', { row: index[0] + 1, column: index[1] + 1 }));
  if (shape.length === 1 && index.length) words.push(t('where.unit', { unit: index[0] + 1 }));
  return words.join(' · ');
}

/** What is to be said of a selection: its digits, and in words what and where. @param {Trace} run @param {Selection} selection */
export function said(run, selection) {
  const found = quantityOf(run, selection);
  if (!found) return null;
  const { stage, array } = found;
  const value = traced(run, selection);
  const isOfClasses = selection.quantity === 'probabilities' || stage.declared?.quantities[selection.quantity]?.role === 'logits';
  const label = isOfClasses && selection.index.length === 1 ? run.labels[selection.index[0]] : undefined;
  // What was read at a step is told by the step, but for the rows of a picture, which have pixels.
  const isRead = stage.kind === 'Input' && array.shape.length === 2 && likeOf(run.task) !== 'digits';
  const where = label !== undefined ? t('where.class', { label: labelOf(label, run.task) }) : isRead ? '' : whereWords(selection.index, array.shape);
  const step = isRead ? selection.index[0] : stage.declared?.timed ? selection.t : null;
  const when = typeof step === 'number' ? placeInTime(run, step) : '';
  const name = stage.declared?.timed ? `${stageTitle(stage, run)}, ${quantityName(selection.quantity, stage, run)}` : stageTitle(stage, run);
  const what = stage.backward ? t('backward.of', { what: name }) : name;
  return { value: value === undefined ? '' : printed(value, array.values), coarse: value !== undefined && wantExact(array.values), what, where: [where, when].filter(Boolean).join(' · ') };
}

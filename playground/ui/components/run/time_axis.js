// The time axis of each task: what a step is called, and what stands on the axis at each step.

import { inUnit, isFree, valueAt } from './series.js';
import { session } from './session.js';
import { t } from '../text/text.js';

/** @typedef {import('./trace.js').Trace} Trace */

/** What is read at each step, as the page shows it; null where that is no text. @param {Trace} trace @param {number} step @returns {string | null} */
export function token(trace, step) {
  const { encoded } = trace;
  if (encoded?.tokens) return encoded.tokens[step] ?? '';
  if (encoded?.kind === 'Series') return inUnit(trace, valueAt(trace, step));
  return null;
}

/** Rows, letters or words in another order are told as steps of what the network reads. @param {Trace | null} trace */
export const axisOf = (trace) => (trace?.of?.changes?.order ? 'ordered' : (trace?.task ?? session.task));

/** "row 3", "character 3 “l”". @param {Trace} trace @param {number} step */
export function place(trace, step) {
  return t(`axis.${axisOf(trace)}.${isFree(trace, step) ? 'place_free' : 'place'}`, { step: step + 1, token: token(trace, step) ?? '' });
}

/** "Row 3 of 28", for the player. @param {Trace} trace @param {number} step */
export function moment(trace, step) {
  return t(`axis.${axisOf(trace)}.${isFree(trace, step) ? 'step_free' : 'step'}`, { step: step + 1, steps: trace.steps, token: token(trace, step) ?? '' });
}

export const axisTitle = (trace = session.trace) => t(`axis.${axisOf(trace)}.title`);

/** The label of a class in the language of the page. @param {string} label */
export const labelOf = (label, task = session.task) => t(`labels.${task}.${label}`) || label;

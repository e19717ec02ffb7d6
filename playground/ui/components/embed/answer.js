// What the page shows of an answer, as data for the page around it: nothing of the input, and never more than so many numbers.

import { makeExact } from '../run/exact.js';
import { argmax } from '../run/largest.js';
import { write } from '../explanation/selection.js';
import { traced } from '../stage/reading.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../explanation/selection.js').Selection} Selection */

const MOST = 100; // classes, or numbers of a forecast

/**
 * `prediction`: the label, or the numbers of a network without classes; `probabilities`: in the order of the labels, null
 * without classes; `selection`: as the address writes it; `value`: of a selection that is one value, else null.
 * @typedef {{task: string, network: string, prediction: string | number[], labels: string[], probabilities: number[] | null, selection: string | null, value: number | null}} Answer
 */

/** @param {Trace} trace @param {Selection | null} selection @returns {Promise<Answer>} */
export async function answerOf(trace, selection) {
  const { labels, probabilities, output, task, architecture } = trace;
  if (selection && traced(trace, selection) !== undefined) await makeExact(trace); // what is told has all its digits
  return {
    task,
    network: architecture,
    prediction: probabilities ? labels[argmax(probabilities)] : [...(output ?? [])].slice(0, MOST),
    labels: labels.slice(0, MOST),
    probabilities: probabilities && [...probabilities].slice(0, MOST),
    selection: selection && write(selection),
    value: (selection && traced(trace, selection)) ?? null,
  };
}

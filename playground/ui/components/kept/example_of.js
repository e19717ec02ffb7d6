// Which of a task's examples an input is, with which it begins, and how an example is sent.

import { TASKS } from '../tasks.js';

export const AHEAD = 24; // values that a series is gone on for, unless told otherwise

/** @typedef {Record<string, any>} Input as it is sent: a drawing, a text, values, a picture */
/** `label` null: it begins with it, and nobody says what is right. @typedef {{label: string, input: Input}} Example */

/** What an input is of, beside which a series has amounts and choices. */
export const KINDS = ['strokes', 'width', 'text', 'values', 'example'];

/** @param {Input} input */
const core = (input) => JSON.stringify(KINDS.map((name) => input[name]));

/** The example that an input is; undefined of one that is none. @param {Input} input @param {Example[]} shown */
export function exampleOf(input, shown) {
  if ('picture' in input) return undefined;
  const own = core(input);
  return shown.find((example) => core(example.input) === own);
}

/** An example as it is sent: of a series with how much of it is kept back, and how far it is gone on with. @param {Input} input @param {string} entry @returns {Input} */
export const asSent = (input, entry) => (entry === 'numbers' ? { held_out: 0, ahead: input.held_out ? 0 : AHEAD, ...input } : input);

/** The example with which a task begins. @param {string} task @param {import('../store/state.js').Catalogue} catalogue @returns {Example} */
export const firstExample = (task, { examples }) => examples.shown[TASKS[task].example ?? 0];

/** Whether an input is an example as it is sent, with nothing else beside it. @param {Input} input @param {Example} example @param {string} entry */
export const isExample = (input, example, entry) => sorted(input) === sorted(asSent(example.input, entry));

/** @param {Input} input */
const sorted = (input) => JSON.stringify(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)));

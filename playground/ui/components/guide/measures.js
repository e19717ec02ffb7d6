// What an exercise is checked by: read off the visitor's own run, never known before.

import { argmax } from '../run/largest.js';
import { snapshotNow, snapshots } from '../run/session.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/**
 * What a measure looks at: the run, the same input without changes, what is changed, the catalogue's networks, the story's tables.
 * @typedef {{trace: Trace, original: Trace | null, changes: Record<string, any> | null, moment: number, tables: Record<string, any>, selected?: number}} Seen
 */

/** The answer of a run as the label of its class. @param {Trace} trace */
const answer = (trace) => trace.labels[argmax(trace.probabilities ?? [])];

/** The class that leads after each step. @param {Trace} trace @returns {number[]} */
export const leaders = (trace) => Array.from({ length: trace.steps }, (_, step) => argmax(trace.guess(step) ?? []));

/** The step from which on the leading class is the one at the end. @param {Trace} trace */
export function settled(trace) {
  const all = leaders(trace);
  return all.findLastIndex((leader) => leader !== all.at(-1)) + 1;
}

/** The gate of the last layer whose mean rose most at the step at which the guess settled. @param {Trace} trace */
export function mostOpened(trace) {
  const step = settled(trace);
  const timed = [...trace.stages.values()].filter(({ declared }) => declared?.timed && Object.values(declared.quantities).some(({ role }) => role === 'gate'));
  const last = timed.at(-1);
  if (!last || step < 1) return '';
  const gates = Object.entries(last.declared?.quantities ?? {}).flatMap(([name, { role }]) => (role === 'gate' ? [name] : []));
  const mean = (/** @type {string} */ name, /** @type {number} */ t) => {
    const { values, size } = last.arrays[name];
    return values.subarray(t * size, (t + 1) * size).reduce((sum, v) => sum + v, 0) / size;
  };
  const rises = gates.map((name) => mean(name, step) - mean(name, step - 1));
  return gates[argmax(rises)];
}

/** @param {number} share */
const level = (share) => (share < 0.3 ? 'low' : share <= 0.7 ? 'middle' : 'high');

/** @type {Record<string, (seen: Seen, given: Record<string, any>) => string | number | undefined>} */
export const MEASURES = {
  second: ({ trace }) => {
    const values = Array.from(trace.probabilities ?? []);
    values[argmax(values)] = -1;
    return trace.labels[argmax(values)];
  },
  answer_changes: ({ trace, original }) => original && (answer(trace) === answer(original) ? 'same' : 'other') || undefined,
  confidence: ({ trace }) => level(Math.max(...(trace.probabilities ?? []))),
  answer: ({ trace }) => answer(trace),
  even_loss: ({ trace }) => Math.log(trace.labels.length),
  accuracy_then: () => level((snapshots()[snapshotNow() ?? -1]?.validation_accuracy ?? 0) / 100),
  size: ({ trace }, { stage, axis }) => Object.values(trace.stages.get(stage)?.arrays ?? {})[0]?.shape[axis],
  settled: ({ trace }) => settled(trace),
  most_opened: ({ trace }) => mostOpened(trace),
  largest: ({ trace }, { stage, quantity }) => trace.stages.get(stage)?.arrays[quantity]?.values.reduce((most, v) => Math.max(most, Math.abs(v)), 0),
  larger_part: ({ trace }, { stage, step, unit }) => {
    const { arrays = {} } = trace.stages.get(stage) ?? {};
    const at = (/** @type {string} */ name, /** @type {number} */ t) => arrays[name].values[t * arrays[name].size + unit];
    return Math.abs(at('forget', step) * at('cell', step - 1)) > Math.abs(at('input', step) * at('candidate', step)) ? 'kept' : 'added';
  },
  one_minus: ({ selected }) => (selected === undefined ? undefined : 1 - selected),
  first_layer: ({ tables }, { network, biases }) => tables.gated[network][biases - 1],
  ratio: ({ tables }) => ({ 133: 'four_thirds', 150: 'three_halves', 200: 'two' })[Math.round((100 * tables.gated.lstm[0]) / tables.gated.gru[0])],
  inputs_of_output: ({ trace }) => trace.stages.get('Output')?.inputs.reduce((sum, key) => sum + widthOf(trace, key), 0),
};

/** @param {Trace} trace @param {string} key */
const widthOf = (trace, key) => Object.values(trace.stages.get(key)?.arrays ?? {}).at(-1)?.size ?? 0;

/** Whether something is changed, and nothing but what may be. @param {Seen} seen @param {Record<string, any>} given */
function onlyChanged({ changes }, { only, most = Infinity }) {
  const names = Object.keys(changes ?? {});
  const off = (changes?.off ?? []).reduce((/** @type {number} */ sum, /** @type {any} */ { units }) => sum + units.length, 0);
  return names.length > 0 && names.every((name) => only.includes(name)) && off <= most;
}

/** What is to be reached. @type {Record<string, (seen: Seen, given: Record<string, any>) => boolean>} */
export const GOALS = {
  answer_is: (seen, given) => onlyChanged(seen, given) && answer(seen.trace) === given.label && seen.original !== null && answer(seen.original) !== given.label,
  other_answer: (seen, given) => onlyChanged(seen, given) && seen.original !== null && answer(seen.trace) !== answer(seen.original),
};

/** Whether a number that was typed is the one that was measured: as far as its digits go, and of a small one to two after the point. @param {string} typed @param {number} measured */
export function isNumber(typed, measured) {
  const text = typed.trim().replaceAll(/[\s\u00a0]|(?<=\d),(?=\d{3}(?!\d))/g, '').replace(',', '.').replace('−', '-');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return false;
  const asked = Number.isInteger(measured) || Math.abs(measured) >= 10 ? 0 : 2; // 2.3 is 2.30
  const places = Math.max(asked, text.split('.')[1]?.length ?? 0);
  return Math.abs(Number(text) - measured) <= 0.5 * 10 ** -places + 1e-9;
}

// What the server tells of one value of a unit, asked when the cursor rests: its sums, its steps and its notes.

import { toldNow, toldOf } from './told.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./told.js').Told} Told */

const PATIENCE = 180; // milliseconds that a cursor on its way rests

/** Asks for one value at a time. @param {() => void} answer */
export function explainer(answer) {
  let due = 0;
  let turn = 0;
  /** @param {Trace} run @param {Selection} selection @param {number} [terms] */
  async function ask(run, selection, terms) {
    const mine = ++turn;
    const told = await toldOf(selection, run, terms).catch(() => null);
    if (told && mine === turn) answer();
  }
  const stop = () => {
    clearTimeout(due);
    turn++;
  };
  return {
    /** What is known already; else it is asked: soon, or at once where a hand has chosen it. @param {Trace} run @param {Selection} selection @param {{terms?: number, isChosen?: boolean}} [options] @returns {Told | null} */
    of(run, selection, { terms, isChosen = false } = {}) {
      stop();
      const known = toldNow(selection, run, terms);
      if (known || !run.of || run.preview) return known;
      if (isChosen) void ask(run, selection, terms);
      else due = setTimeout(() => void ask(run, selection, terms), PATIENCE);
      return null;
    },
    clear: stop,
  };
}

/** The terms of a sum below a function, as far as it has the usual ones: the input's part, the state's, and the bias. @param {Told} told @returns {{terms: number[], total: number} | null} */
export function mainTerms({ steps }) {
  const at = (/** @type {string} */ name) => steps.find((step) => step.name === name)?.value;
  const total = at('pre_activation');
  const gated = at('gated_part');
  const state = gated ?? at('state_sum');
  const input = at('input_sum');
  if (total === undefined || input === undefined || state === undefined) return null;
  return { terms: [input, state, (at('input_bias') ?? 0) + (gated === undefined ? (at('state_bias') ?? 0) : 0)], total };
}

/** The values of the matrices below a quantity, by their nodes. @param {import('./cell/structure.js').Graph} graph @param {string} quantity @param {Told} told @returns {Map<string, number>} */
export function matrixValues(graph, quantity, { steps }) {
  const at = (/** @type {string} */ name) => steps.find((step) => step.name === name)?.value;
  const found = new Map();
  const state = [...graph.nodes.values()].filter(({ name }) => name.startsWith(`${quantity}#`) && graph.isMatrix(name));
  for (const { name } of state) {
    const [{ source } = { source: '' }] = graph.reads(name);
    const part = graph.node(source).operation === 'given' ? 'input' : 'state';
    const sum = at(`${part}_sum`);
    if (sum !== undefined) found.set(name, sum + (at(`${part}_bias`) ?? 0));
  }
  return found;
}

// What the server tells of one value of a unit, asked when the cursor rests: its sums, its steps and its notes.

import { address } from '../server/routes.js';
import { whole } from '../stage/reading.js';
import { currentLanguage } from '../text/text.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {{label: string, index: number[], weight: number, value: number, product: number}} Term */
/** @typedef {{symbol: string, terms: Term[], more: number, rest: number, total: number}} Sum */
/** @typedef {{name: string, symbol: string, value: number}} Step */
/** @typedef {{value: number, sums: Sum[], steps: Step[], notes: string[]}} Told */

const PATIENCE = 180; // milliseconds that the cursor rests
const KEPT = 60;

/** Asks for one value at a time. @param {(told: Told, selection: Selection) => void} answer */
export function explainer(answer) {
  /** @type {Map<string, Told>} */
  const kept = new Map();
  /** @type {import('../run/trace.js').Trace | null} */
  let of = null;
  let stop = new AbortController();
  let due = 0;
  /** @param {import('../run/trace.js').Trace} run @param {Selection} selection @param {number} [terms] */
  async function ask(run, selection, terms) {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    const told = await fetchTold(run, selection, terms, signal).catch(() => null);
    if (!told || signal.aborted) return;
    if (of !== run) kept.clear();
    of = run;
    if (kept.size >= KEPT) kept.delete([...kept.keys()][0]);
    kept.set(keyOf(selection, terms), told);
    answer(told, selection);
  }
  return {
    /** What is known already; else it is asked soon. @param {import('../run/trace.js').Trace} run @param {Selection} selection @param {{terms?: number}} [options] @returns {Told | null} */
    of(run, selection, { terms } = {}) {
      clearTimeout(due);
      const known = of === run ? kept.get(keyOf(selection, terms)) : undefined;
      if (!known && run.of && !run.open && !run.preview) due = setTimeout(() => void ask(run, selection, terms), PATIENCE);
      return known ?? null;
    },
    clear() {
      clearTimeout(due);
      stop.abort();
    },
  };
}

/** @param {Selection} selection @param {number} [terms] */
const keyOf = (selection, terms) => JSON.stringify([selection, terms ?? 0, currentLanguage()]);

/** @param {import('../run/trace.js').Trace} run @param {Selection} selection @param {number | undefined} terms @param {AbortSignal} signal @returns {Promise<Told | null>} */
async function fetchTold(run, selection, terms, signal) {
  const body = JSON.stringify({ ...run.of, selection: whole(run, selection), language: currentLanguage(), ...(terms ? { terms } : {}) });
  const response = await fetch(address('explain'), { method: 'POST', body, signal });
  return response.ok ? response.json() : null;
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

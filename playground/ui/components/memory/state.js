// What is asked of the memory lab, and what the server last made of it: one question in flight, the newest wins.

import { Trace } from '../run/trace.js';
import { askForTrace } from '../server/ask_trace.js';
import { failureText, postJson } from '../server/post_json.js';
import { signal } from '../store/signal.js';
import { put } from '../store/store.js';
import { codeOf, questionOf } from './question.js';

/** @typedef {import('./question.js').Question} Question */
/** Numbers at each lag of `lags`; null where nothing was measured. @typedef {(number | null)[]} Scores */
/**
 * One network, as playground/memory_lab.py tells it.
 * @typedef {{network: string, parameters: number, answers: (string | number | null)[], correct: boolean[], finite: boolean,
 *   loss: number | null, norm: number | null, hidden: (number | null)[], cell?: (number | null)[], radii: Record<string, number>,
 *   accuracy: number, measured: {each: Scores, mixed: Scores, elsewhere: Scores, updates: number | null}}} Told
 */
/** @typedef {{text: string, tokens: string[], lag: number, right: (string | number)[], chance: number, fresh: number, lags: number[], most_updates: number, changes: Record<string, any>, networks: Told[]}} Answer */
/**
 * `of`: the question that `answer` and `traces` are of; `before`: percent right without a factor, by network, for the same
 * question; `moment`: the step under the cursor.
 * @typedef {{question: Question, answer: Answer | null, of: Question | null, before: Record<string, number>, traces: Map<string, Trace>, moment: number | null, clip: boolean, busy: boolean, message: string, waiting: import('../dom/waiting.js').Waiting | null}} Memory
 */

/** @type {import('../store/signal.js').Signal<void>} */
const changed = signal();

/** @type {Memory} */
export const memory = { question: questionOf(null), answer: null, of: null, before: {}, traces: new Map(), moment: null, clip: true, busy: false, message: '', waiting: null };

/** Call `listener` when anything of it has changed. */
export const onMemory = changed.on;
export const { tell } = changed;

/** Ask what an address asks, unless that stands there already. @param {string | null} code null for the first question */
export function restore(code) {
  const asked = questionOf(code);
  if (codeOf(asked) === codeOf(memory.question)) return;
  memory.question = asked;
  void ask();
}

/** Another question. @param {Partial<Question>} fields */
export function change(fields) {
  Object.assign(memory.question, fields);
  put({ memory: codeOf(memory.question) });
  void ask();
}

let again = false;

export async function ask() {
  again = true;
  if (memory.busy && memory.waiting?.isIdle) memory.waiting.drop(); // nobody answers it: this one is asked at once
  if (memory.busy) return;
  memory.busy = true;
  while (again) {
    again = false;
    tell();
    await once({ ...memory.question });
  }
  memory.busy = false;
  tell();
}

/** @param {Question} question */
async function once(question) {
  const { task, lag, weights, text, factor, seed } = question;
  const trained = { same: lag, all: null, fresh: 'fresh' }[weights];
  const asked = { task, lag, trained, text, seed };
  const how = memory.waiting?.begin();
  try {
    /** @type {Answer} */
    const answer = await postJson('memory', { ...asked, factor }, how);
    const traces = await Promise.all(answer.networks.map(async ({ network }) => /** @type {[string, Trace]} */ ([network, await traceOf(task, network, answer, how)])));
    const before = factor === 1 ? answer : again ? null : await postJson('memory', { ...asked, text: answer.text }, how);
    if (how?.signal.aborted) return;
    if (before) memory.before = Object.fromEntries(before.networks.map((/** @type {Told} */ { network, accuracy }) => [network, accuracy]));
    const isOther = answer.text !== memory.answer?.text;
    Object.assign(memory, { answer, of: question, traces: new Map(traces), message: '', moment: isOther ? null : memory.moment });
  } catch (error) {
    if (!how?.signal.aborted) memory.message = failureText(error);
  }
}

/** All stages of a network on the way to its answer. @param {string} task @param {string} network @param {Answer} answer @param {import('../server/asking.js').How} [how] @returns {Promise<Trace>} */
async function traceOf(task, network, { text, changes }, how) {
  const asked = { task, architecture: network, input: { text }, changes };
  /** @type {Trace | null} */
  let trace = null;
  for await (const frame of askForTrace(asked, how)) {
    if (frame.run) trace = Object.assign(new Trace(frame.run), { of: asked });
    else if (frame.end) trace?.end(frame.end);
    else trace?.add(frame);
  }
  if (!trace) throw new Error('no run has come');
  return trace;
}

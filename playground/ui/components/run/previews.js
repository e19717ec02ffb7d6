// While the pen is down the network answers what is drawn so far: coarse, the newest first, into one run that is kept.

import { askForTrace } from '../server/ask_trace.js';
import { Refused } from '../server/asking.js';
import { isIdle } from '../server/standing.js';
import { waitingWords } from '../server/waiting_words.js';
import { events, on } from './events.js';
import { pacing } from './pacing.js';
import { keepChange, network, originalOf, say, session } from './session.js';
import { keyOf, Trace } from './trace.js';

/** @typedef {import('./trace.js').Asked} Asked */
/** @typedef {import('../server/wire.js').Frame} Frame */

const REFUSALS = [400, 413, 422]; // of the drawing, not of the moment

const pace = pacing({
  send,
  now: () => performance.now(),
  later: (call, milliseconds) => {
    const timer = setTimeout(call, Math.ceil(milliseconds));
    return () => clearTimeout(timer);
  },
  cost: (drawing) => (session.changes && !originalOf(asking(drawing())) ? 2 : 1), // the network as it is answers, too
});

/** Show what the network makes of a drawing in progress, as soon as one may ask; `drawing` is called then. @param {() => any} drawing */
export const preview = (drawing) => pace.want(drawing);

/** Changes that a hand is still making: kept, and previewed; `change` then asks for the exact answer. @param {Record<string, any>} patch */
export function tryChange(patch) {
  keepChange(patch);
  preview(() => session.input);
}

/** The hand is done, and the exact answer is asked for. */
export const endPreviews = () => pace.stop();

/** @param {any} input */
const asking = (input) => /** @type {Asked} */ ({ task: session.task, input, architecture: session.architecture });

/** @param {() => any} drawing @param {AbortSignal} signal @returns {Promise<import('./pacing.js').Outcome>} */
async function send(drawing, signal) {
  const { changes } = session;
  const asked = asking(drawing());
  if (!asked.input) return 'refused';
  const known = changes ? originalOf(asked) : null;
  try {
    const both = [{ ...asked, changes }, ...(changes && !known ? [asked] : [])];
    const [frames, original] = await Promise.all(both.map((one) => answer(one, signal)));
    if (signal.aborted) return 'refused';
    show({ ...asked, changes }, frames, original ? filled(session.original, { ...asked, changes: null }, original) : known);
    return 'shown';
  } catch (error) {
    return signal.aborted || (error instanceof Refused && REFUSALS.includes(error.status)) ? 'refused' : 'busy';
  }
}

/** The hand may rest on the pad for long: that nobody answers is said all the same. @param {import('../server/standing.js').Standing | null} standing */
const told = (standing) => void (standing && isIdle(standing) && say(waitingWords(standing)));

/** All frames of a preview: the picture changes as a whole. @param {Asked} asked @param {AbortSignal} signal */
async function answer(asked, signal) {
  /** @type {Frame[]} */
  const all = [];
  for await (const frame of askForTrace({ ...asked, preview: true }, { signal, once: true, told })) all.push(frame);
  return all;
}

/** @param {Asked} of @param {Frame[]} frames @param {Trace | null} original */
function show(of, frames, original) {
  const before = session.trace;
  const trace = filled(before, of, frames);
  Object.assign(session, { trace, original });
  if (trace !== before) events.begin.tell(trace);
  for (const stage of trace.stages.values()) events.stage.tell(stage);
  events.end.tell(trace);
}

/** The preview that is shown, with the values of the next one; a new one if there is none of this network. @param {Trace | null} shown @param {Asked} of @param {Frame[]} frames */
function filled(shown, of, frames) {
  const [{ run }] = frames;
  if (!run) throw new Error('an answer without a beginning');
  const trace = shown && isOfSame(shown, of, frames) ? shown : Object.assign(new Trace(run, network().arguments.bidirectional), { preview: true });
  trace.of = of;
  for (const frame of frames) if (frame.stage || frame.encoded) trace.add(frame);
  return trace;
}

/** @param {Trace} shown @param {Asked} of @param {Frame[]} frames */
function isOfSame({ preview, task, architecture, stages }, of, frames) {
  const keys = new Set(frames.filter(({ stage }) => stage).map(keyOf));
  return preview && task === of.task && architecture === of.architecture && keys.size === stages.size && [...stages.keys()].every((key) => keys.has(key));
}

for (const name of /** @type {const} */ (['task', 'architecture', 'clear'])) on(name, endPreviews);

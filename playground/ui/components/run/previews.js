// While the pen is down the network answers what is drawn so far: coarse, the newest first, into one run that is kept.

import { askForTrace } from '../server/ask_trace.js';
import { Refused } from '../server/get_json.js';
import { events, on } from './events.js';
import { pacing } from './pacing.js';
import { network, session } from './session.js';
import { Trace } from './trace.js';

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
  cost: () => (session.changes ? 2 : 1), // the network as it is answers, too
});

/** Show what the network makes of a drawing in progress, as soon as one may ask; `drawing` is called then. @param {() => any} drawing */
export const preview = (drawing) => pace.want(drawing);

/** The pen is up, and the exact answer is asked for. */
export const endPreviews = () => pace.stop();

/** @param {() => any} drawing @param {AbortSignal} signal @returns {Promise<import('./pacing.js').Outcome>} */
async function send(drawing, signal) {
  const { task, architecture, changes } = session;
  const asked = /** @type {Asked} */ ({ task, input: drawing(), architecture });
  try {
    const both = [changes ? { ...asked, changes } : asked, ...(changes ? [asked] : [])];
    const [frames, original] = await Promise.all(both.map((one) => answer(one, signal)));
    if (signal.aborted) return 'refused';
    show({ ...asked, changes }, frames, original);
    return 'shown';
  } catch (error) {
    return signal.aborted || (error instanceof Refused && REFUSALS.includes(error.status)) ? 'refused' : 'busy';
  }
}

/** All frames of a preview: the picture changes as a whole. @param {Asked} asked @param {AbortSignal} signal */
async function answer(asked, signal) {
  /** @type {Frame[]} */
  const all = [];
  for await (const frame of askForTrace({ ...asked, preview: true }, signal)) all.push(frame);
  return all;
}

/** @param {Asked} of @param {Frame[]} frames @param {Frame[]} [original] */
function show(of, frames, original) {
  const before = session.trace;
  session.original = original ? filled(session.original, { ...of, changes: null }, original) : null;
  const trace = filled(before, of, frames);
  session.trace = trace;
  if (trace !== before) events.begin.tell(trace);
  for (const stage of trace.stages.values()) events.stage.tell(stage);
  events.end.tell(trace);
}

/** The preview that is shown, with the values of the next one; a new one if there is none. @param {Trace | null} shown @param {Asked} of @param {Frame[]} frames */
function filled(shown, of, frames) {
  const [{ run }] = frames;
  if (!run) throw new Error('an answer without a beginning');
  const trace = shown?.preview ? shown : Object.assign(new Trace(run, network().arguments.bidirectional), { preview: true });
  trace.of = of;
  for (const frame of frames) if (frame.stage || frame.encoded) trace.add(frame);
  return trace;
}

for (const name of /** @type {const} */ (['task', 'architecture', 'changes', 'clear'])) on(name, endPreviews);

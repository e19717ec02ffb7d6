// The float32 of a run, asked for once when the first of its values is to be printed, in place of what came coarse.

import { askForTrace } from '../server/ask_trace.js';
import { signal } from '../store/signal.js';
import { on, session } from './session.js';

/** @typedef {import('./trace.js').Trace} Trace */

/** @type {import('../store/signal.js').Signal<Trace>} */
const refined = signal();

/** Call `listener` with a trace when all its values have become exact. */
export const onExact = refined.on;

/** @type {Map<Trace, {done: Promise<boolean>, stop: AbortController}>} */
const asking = new Map();

/**
 * Resolves with true when the values of a trace are the model's float32; with false where that cannot be had now, as of a
 * drawing that goes on: then the next who wants them asks again.
 * @param {Trace} trace
 * @returns {Promise<boolean>}
 */
export function makeExact(trace) {
  if (trace.exact) return Promise.resolve(true);
  if (trace.preview || trace.milliseconds === null || !trace.of) return Promise.resolve(false);
  const known = asking.get(trace);
  if (known) return known.done;
  const stop = new AbortController();
  const done = load(trace, trace.of, stop.signal);
  asking.set(trace, { done, stop });
  return done;
}

/**
 * The same for what is judged by them: asked again as long as that can help. Throws Refused.
 * @param {Trace} trace a run that is all there
 * @param {import('../server/asking.js').How} how
 */
export const needExact = async (trace, how) => !trace.of || (await makeExact(trace)) || (await refine(trace, trace.of, how));

/** @param {Trace} trace @param {import('./trace.js').Asked} of @param {AbortSignal} signal */
async function load(trace, of, signal) {
  try {
    return await refine(trace, of, { signal, once: true });
  } catch {
    return false; // what is certain stays; whoever points again asks again
  } finally {
    asking.delete(trace);
  }
}

/** @param {Trace} trace @param {import('./trace.js').Asked} of @param {import('../server/asking.js').How} how */
async function refine(trace, of, how) {
  const frames = [];
  let check = null;
  for await (const frame of askForTrace({ ...of, exact: true }, how)) {
    if (frame.run) frames.length = 0; // it has begun anew
    if (frame.stage || frame.encoded) frames.push(frame);
    check = frame.end?.check ?? check;
  }
  if (trace.of !== of) return false; // the drawing has gone on
  trace.refine(frames);
  trace.check = check;
  refined.tell(trace);
  return true;
}

/** Nobody looks at a run any more that has left the page. */
function drop() {
  for (const [trace, { stop }] of asking) if (trace !== session.trace && trace !== session.original) stop.abort();
}
on('begin', drop);
on('clear', drop);

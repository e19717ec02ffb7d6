// The plan of a network: a run without values, whose stages and shapes are known before there is an input.

import { allFrames, getWhole, Refused } from '../server/asking.js';
import { signal } from '../store/signal.js';
import { network, on, onTask, session } from './session.js';
import { gradientsNow } from './backward.js';
import { Trace } from './trace.js';

/** @type {Map<string, Trace>} */
const plans = new Map();
/** @type {import('../store/signal.js').Signal<void>} */
const came = signal();

/** Call `listener` when the plan of the chosen network has come. */
export const onPlan = came.on;

const keyNow = () => `${session.task}/${session.architecture}`;

/** The plan of the chosen network; null while it is on its way. @returns {Trace | null} */
const planned = () => plans.get(keyNow()) ?? null;

/** What is to be drawn: the run or its gradients, or without one the plan. @returns {Trace | null} */
export const drawn = () => gradientsNow() ?? (session.trace?.stages.size ? session.trace : planned());

async function want() {
  const key = keyNow();
  if (plans.has(key) || !session.task || !session.architecture) return;
  try {
    /** @type {Trace | null} */
    let plan = null;
    for (const frame of await getWhole(`plan/${key}`, allFrames)) {
      if (frame.run) plan = new Trace(frame.run, network().arguments.bidirectional);
      else if (!frame.end) plan?.add(frame);
    }
    if (plan) plans.set(key, plan);
    if (plan && key === keyNow()) came.tell();
  } catch (error) {
    if (!(error instanceof Refused)) throw error; // without a plan the picture comes with the first run
  }
}

onTask(() => void want());
on('architecture', () => void want());

// Asks for the gradients of the run, once its values are there and somebody wants to see them.

import './foot.js';
import { find } from '../dom/find.js';
import { Waiting } from '../dom/waiting.js';
import { gradientsNow, hold, isBackward, onGradients, questionNow } from '../run/backward.js';
import { GradientTrace } from '../run/gradient_trace.js';
import { on, say, session } from '../run/session.js';
import { askForTrace } from '../server/ask_trace.js';
import { failureText } from '../server/post_json.js';

/** @typedef {import('../run/trace.js').Trace} Trace */

/** @type {Waiting | null} where the loss will stand */
let waiting = null;
let asked = ''; // what the gradients that are there, or on their way, are of
/** @type {Trace | null} */
let of = null;

/** The loss as the server takes it: of a number without the right one the output itself. @param {Trace} run */
export function questionOf(run) {
  const { target, loss } = questionNow();
  if (run.labels.length) return { loss: loss ?? 'cross_entropy', target: target !== null && run.labels.includes(String(target)) ? target : null };
  const right = target === null || String(target).trim() === '' ? Number.NaN : Number(target);
  return Number.isFinite(right) && loss !== 'logit' ? { loss: 'mse', target: right } : { loss: 'logit', target: null };
}

async function want() {
  const run = session.trace;
  if (!isBackward() || !run?.of || run.preview || run.milliseconds === null) return;
  const question = questionOf(run);
  const now = JSON.stringify(question);
  if (of === run && asked === now) return;
  [of, asked] = [run, now];
  waiting ??= new Waiting(find(document, '.pg-loss', HTMLElement), () => void want(), forget);
  const how = waiting.begin();
  try {
    const gradients = await load(run, question, how);
    if (how.signal.aborted || session.trace !== run) return;
    say(null);
    hold(gradients);
  } catch (error) {
    if (how.signal.aborted) return;
    forget();
    say(failureText(error));
    if (gradientsNow()) hold(null);
  }
}

/** What was asked is to be asked again. */
function forget() {
  [of, asked] = [null, ''];
}

/** @param {Trace} run @param {Record<string, any>} question @param {import('../server/asking.js').How} how */
async function load(run, question, how) {
  /** @type {GradientTrace | null} */
  let gradients = null;
  for await (const frame of askForTrace({ ...run.of, ...question }, how, 'gradients')) {
    if (frame.run) gradients = new GradientTrace(run, frame.run, /** @type {any} */ (frame.loss));
    else gradients?.take(frame);
  }
  gradients?.finish();
  return gradients;
}

on('end', () => void want());
on('clear', () => waiting?.drop());
on('interrupt', () => waiting?.drop());
onGradients(() => void want());
void want();

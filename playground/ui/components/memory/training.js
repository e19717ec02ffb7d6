// A training at the chosen lag while somebody watches: one at a time, of a fresh network, in the training lab's own process.

import { Refused } from '../server/asking.js';
import { failureText, postForFrames } from '../server/post_json.js';
import { VISITOR } from '../server/visitor.js';
import { waitingWords } from '../server/waiting_words.js';
import { t } from '../text/text.js';
import { memory, tell } from './state.js';

/** Where it is; `right`: percent of validation sequences, null where the answer is a number. @typedef {{step: number, of: number, loss: number, right: number | null}} Moment */
/** @typedef {{kind: string, of: {task: string, lag: number, kind: string} | null, moments: Moment[], running: boolean, message: string}} Live */

export const KINDS = ['rnn', 'lstm', 'gru'];
export const TRAINABLE = ['recall', 'adding']; // whose answer is one, at the last step
export const MOST_LAG = 200; // steps of such a training (playground/live_training/setup.py)
const SETUP = { optimiser: 'adam', learning_rate: 0.003, batch: 32, updates: 2000 };
const SIZE = { units: 32, sequences: 4000 };

/** @type {Live} */
export const live = { kind: 'lstm', of: null, moments: [], running: false, message: '' };
let current = new AbortController();

/** A stream that is dropped ends the training. */
export function stop() {
  current.abort();
  Object.assign(live, { running: false, message: '' });
  tell();
}

/** Train a network of the chosen kind on the task and at the lag that are chosen. */
export async function begin() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  const { task, lag } = memory.question;
  Object.assign(live, { of: { task, lag, kind: live.kind }, moments: [], running: true, message: t('memory.live.waiting') });
  tell();
  const asked = { ...SETUP, data: { kind: task, lag, size: SIZE.sequences }, layers: [{ kind: live.kind, size: SIZE.units }], clip: memory.clip ? 1 : null, visitor: VISITOR };
  const told = (/** @type {import('../server/standing.js').Standing | null} */ standing) => {
    if (signal.aborted || !standing || live.moments.length) return;
    live.message = waitingWords(standing);
    tell();
  };
  try {
    for await (const frame of postForFrames('training', asked, { signal, told })) {
      if (signal.aborted) return;
      if (frame.error) throw new Refused(frame.error, 422);
      if (take(/** @type {any} */ (frame))) tell();
    }
  } catch (error) {
    if (signal.aborted) return;
    live.message = failureText(error);
  }
  live.running = false;
  tell();
}

/** True when it says something that is shown. @param {{stage?: string, place?: number, step: number, of: number, validation: {loss: number, accuracy: number | null}, message?: string, why?: string}} frame */
export function take({ stage, place, step, of, validation, message }) {
  if (stage === 'Waiting') live.message = place ? t('memory.live.place', { place }) : t('memory.live.waiting');
  else if (stage === 'Update') {
    const { loss, accuracy } = validation;
    live.moments.push({ step, of, loss, right: accuracy === null ? null : 100 * accuracy });
    live.message = '';
  } else if (stage === 'Ended') {
    live.message = message ?? '';
    live.running = false;
  } else return false;
  return true;
}

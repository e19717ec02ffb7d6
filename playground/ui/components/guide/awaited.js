// What exercises are checked by that has to be waited for: gradients, steps of learning, a training, the memory lab, times.

import { needModule } from '../loading/wanted.js';
import { ofGradients } from '../dock/of_gradients.js';
import { gradientsNow, onGradients } from '../run/backward.js';
import { session } from '../run/session.js';
import { postJson } from '../server/post_json.js';

/**
 * What `look` finds as soon as there is something: now, or when `on` tells of it.
 * @template T
 * @param {(listener: () => void, options: {signal: AbortSignal}) => unknown} on
 * @param {() => T | undefined} look
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 */
function until(on, look, signal) {
  return new Promise((resolve) => {
    const done = new AbortController();
    const stopped = AbortSignal.any([done.signal, signal]);
    const again = () => {
      const found = look();
      if (found === undefined || stopped.aborted) return;
      done.abort();
      resolve(found);
    };
    on(again, { signal: stopped });
    again();
  });
}

/** The gradients of the run that is shown. @param {AbortSignal} signal */
const gradients = (signal) => until(onGradients, () => gradientsNow() ?? undefined, signal);

/** How the steps of learning of the run went. @param {AbortSignal} signal @returns {Promise<import('../learning/curve.js').Lesson>} */
function steps(signal) {
  const { task, input, architecture, changes } = /** @type {import('../run/trace.js').Asked} */ (/** @type {import('../run/trace.js').Trace} */ (session.trace).of);
  return postJson('learning', { task, input, architecture, changes }, { signal });
}

/** The training of the lab, once it has ended. @param {AbortSignal} signal */
async function trained(signal) {
  const { onTraining, training } = await needModule(() => import('../train/training.js'));
  return await until(onTraining, () => (training.progress?.ended && training.progress.update ? training.progress : undefined), signal);
}

/** What the memory lab has found of its question. @param {AbortSignal} signal */
async function remembered(signal) {
  const [{ memory, onMemory }, { codeOf }] = await Promise.all([needModule(() => import('../memory/state.js')), needModule(() => import('../memory/question.js'))]);
  return await until(onMemory, () => (memory.answer && memory.of && !memory.busy && codeOf(memory.of) === codeOf(memory.question) ? memory.answer : undefined), signal);
}

/** @param {import('../memory/state.js').Answer} answer @param {(told: import('../memory/state.js').Told) => number} figure */
const most = ({ networks }, figure) => networks.reduce((a, b) => (figure(b) > figure(a) ? b : a)).network;

/** The first of bounds that a number does not reach has its name. @param {number} value @param {[string, number][]} bounds */
const named = (value, bounds) => bounds.find(([, below]) => value < below)?.[0];

/** @param {number} share */
const level = (share) => named(share, [['below_half', 0.5], ['below_ninety', 0.9], ['above_ninety', Number.POSITIVE_INFINITY]]);

/** By the name of the measure. @type {Record<string, (signal: AbortSignal) => Promise<string | number | undefined>>} */
export const AWAITED = {
  pulled_down: async (signal) => {
    const { logits } = (await gradients(signal)).stages.get('Output')?.arrays ?? {};
    return logits?.values.filter((value) => value > 0).length;
  },
  share_of_right: async (signal) => {
    const { curve } = await steps(signal);
    return Number(curve.at(-1)?.probability) > Number(curve[0].probability) ? 'rises' : 'falls';
  },
  others_right: async (signal) => {
    const { others } = await steps(signal);
    return others ? named(others.after / others.count, [['few', 1 / 3], ['half', 2 / 3], ['most', Number.POSITIVE_INFINITY]]) : undefined;
  },
  fading: async (signal) => {
    const { networks } = await ofGradients(await gradients(signal), 'reach');
    const { hidden } = networks.find((/** @type {any} */ { architecture }) => architecture === 'rnn').trained;
    return named(hidden[0] / hidden.at(-1), [['less', 1e-9], ['millionth', 1e-4], ['hundredth', Number.POSITIVE_INFINITY]]);
  },
  accuracy_at_the_end: async (signal) => level((await trained(signal)).update?.validation.accuracy ?? 0),
  gap: async (signal) => {
    const { train, validation } = /** @type {import('../train/progress.js').Update} */ ((await trained(signal)).update);
    return named((train.accuracy ?? 0) - (validation.accuracy ?? 0), [['none', 0.05], ['some', 0.15], ['large', Number.POSITIVE_INFINITY]]);
  },
  longest_gradient: async (signal) => most(await remembered(signal), ({ norm }) => norm ?? Number.POSITIVE_INFINITY),
  most_right: async (signal) => most(await remembered(signal), ({ accuracy }) => accuracy),
  learnt_lag: async (signal) => {
    const { reachOf } = await needModule(() => import('../memory/sentences.js'));
    const { lags, networks } = await remembered(signal);
    const { measured } = /** @type {import('../memory/state.js').Told} */ (networks.find(({ network }) => network === 'rnn'));
    return `lag_${reachOf(lags, measured.each)}`;
  },
  live_right: async (signal) => {
    const [{ live }, { onMemory }] = await Promise.all([needModule(() => import('../memory/training.js')), needModule(() => import('../memory/state.js'))]);
    return level(await until(onMemory, () => (live.of && !live.running ? (live.moments.at(-1)?.right ?? undefined) : undefined), signal) / 100);
  },
  errors: async () => {
    const { evaluation, testData } = await needModule(() => import('../browse/test_data.js'));
    const { task, architecture, changes } = /** @type {{task: string, architecture: string, changes: any}} */ (session);
    const [{ truth }, { answers }] = await Promise.all([testData(task), evaluation(task, architecture, changes)]);
    return named(truth.filter((label, k) => label !== answers[k]).length, [['tens', 100], ['hundreds', Number.POSITIVE_INFINITY]]);
  },
  faster: async (signal) => {
    const { measuredNow, onMeasured } = await needModule(() => import('../compare/measured.js'));
    const { networks } = await until(onMeasured, () => measuredNow() ?? undefined, signal);
    return networks.gru.one < networks.lstm.one ? 'gru' : 'lstm';
  },
};

// What the server has for this view: the test data of a task, and what a network says of each of them. Both are kept.

import { allFrames, getWhole, Refused } from '../server/asking.js';
import { postJson } from '../server/post_json.js';
import { t } from '../text/text.js';

/**
 * The test data of a task: of each input the place of its label and, of digits, its pixels.
 * @typedef {{labels: string[], truth: number[], every: number, of: number, inputs: Record<string, any>[], pixels: Float32Array | null}} TestData
 */
/** @typedef {import('../server/asking.js').How} How */
/** @typedef {import('./choice.js').Answers & {accuracy: number, confusion: number[][]}} Evaluation */

const NONE = 422; // there are no test data of such a task
const MOST_KEPT = 12; // evaluations
/** @type {Map<string, Promise<TestData>>} */
const data = new Map();
/** @type {Map<string, Promise<Evaluation>>} */
const evaluations = new Map();

/** What `ask` gives, asked once; what has failed is asked anew. @template T @param {Map<string, Promise<T>>} kept @param {string} key @param {() => Promise<T>} ask @param {How} [how] @returns {Promise<T>} */
function once(kept, key, ask, how) {
  const known = kept.get(key);
  if (known) return known;
  const asked = ask();
  kept.set(key, asked);
  asked.catch(() => kept.delete(key));
  how?.signal?.addEventListener('abort', () => kept.get(key) === asked && kept.delete(key));
  return asked;
}

/** Throws Refused. @param {string} task */
export const testData = (task) => once(data, task, () => load(task));

/** @param {string} task @returns {Promise<TestData>} */
async function load(task) {
  const [frame] = await getWhole(`test/${task}`, allFrames).catch((error) => {
    throw error instanceof Refused && error.status === NONE ? new Refused(t('browse.none'), NONE) : error;
  });
  const { labels, truth, every, of, inputs } = /** @type {any} */ (frame);
  const isDigits = !inputs;
  return { labels, truth, every, of, inputs: inputs ?? truth.map((/** @type {number} */ _, /** @type {number} */ k) => ({ test: k * every })), pixels: isDigits ? frame.arrays.pixels.values : null };
}

/** Throws Refused, whose message is for the visitor. @param {string} task @param {string} network @param {Record<string, any> | null} changes @param {How} [how] @returns {Promise<Evaluation>} */
export function evaluation(task, network, changes, how) {
  const asked = { task, architecture: network, changes }; // by this name it is sent again where the server has lost it
  const found = once(evaluations, JSON.stringify(asked), () => postJson('evaluate', asked, how), how);
  if (evaluations.size > MOST_KEPT) evaluations.delete([...evaluations.keys()][0]);
  return found;
}

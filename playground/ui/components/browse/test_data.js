// What the server has for this view: the test data of a task, and what a network says of each of them. Both are kept.

import { postJson } from '../server/post_json.js';
import { Refused } from '../server/get_json.js';
import { address } from '../server/routes.js';
import { frames } from '../server/wire.js';
import { t } from '../text/text.js';

/**
 * The test data of a task: of each input the place of its label and, of digits, its pixels.
 * @typedef {{labels: string[], truth: number[], every: number, of: number, inputs: Record<string, any>[], pixels: Float32Array | null}} TestData
 */
/** @typedef {import('./choice.js').Answers & {accuracy: number, confusion: number[][]}} Evaluation */

const NONE = 422; // there are no test data of such a task
const MOST_KEPT = 12; // evaluations
/** @type {Map<string, Promise<TestData>>} */
const data = new Map();
/** @type {Map<string, Promise<Evaluation>>} */
const evaluations = new Map();

/** What `ask` gives, asked once; what has failed is asked anew. @template T @param {Map<string, Promise<T>>} kept @param {string} key @param {() => Promise<T>} ask @returns {Promise<T>} */
function once(kept, key, ask) {
  const known = kept.get(key);
  if (known) return known;
  const asked = ask();
  kept.set(key, asked);
  asked.catch(() => kept.delete(key));
  return asked;
}

/** Throws Refused, or what fetch throws. @param {string} task */
export const testData = (task) => once(data, task, () => load(task));

/** @param {string} task @returns {Promise<TestData>} */
async function load(task) {
  const response = await fetch(address(`test/${task}`));
  if (response.status === NONE) throw new Refused(t('browse.none'), NONE);
  if (!response.ok) throw new Refused(t('errors.offline'), response.status);
  for await (const frame of frames(response)) {
    const { labels, truth, every, of, inputs } = /** @type {any} */ (frame);
    const isDigits = !inputs;
    return { labels, truth, every, of, inputs: inputs ?? truth.map((/** @type {number} */ _, /** @type {number} */ k) => ({ test: k * every })), pixels: isDigits ? frame.arrays.pixels.values : null };
  }
  throw new Error('no test data came');
}

/** Throws Refused, whose message is for the visitor, or what fetch throws. @param {string} task @param {string} network @param {Record<string, any> | null} changes @returns {Promise<Evaluation>} */
export function evaluation(task, network, changes) {
  const asked = { task, architecture: network, changes }; // by this name it is sent again where the server has lost it
  const found = once(evaluations, JSON.stringify(asked), () => postJson('evaluate', asked));
  if (evaluations.size > MOST_KEPT) evaluations.delete([...evaluations.keys()][0]);
  return found;
}

// A question to a route with what it is about: what comes of it, asked again as long as that can help (asking.js).

import { currentLanguage, t } from '../text/text.js';
import { notify } from '../store/notices.js';
import { allFrames, open, persist, Refused, streamed, whole } from './asking.js';
import { isIdle } from './standing.js';
import { waitingWords } from './waiting_words.js';

/** @typedef {import('./asking.js').How} How */

/** Of a question that has no place of its own to say it. @type {import('./standing.js').Told} */
const tellAtHead = (standing) => notify('server', standing && isIdle(standing) ? () => waitingWords(standing) : null);

const NOT_KEPT = 410; // a network of the visitor's own, which the server has no more

/** One try, once more with the network that the server has lost. @param {string} route @param {Record<string, any>} asked what is null is left out @param {How} how */
async function opened(route, asked, how) {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const ask = () => open(route, { method: 'POST', body: JSON.stringify({ ...given, language: currentLanguage() }) }, how);
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== NOT_KEPT) throw error;
    if (!(await (await import('../own/networks.js')).sendAgain(given.architecture, how))) throw error;
    return ask();
  }
}

/** What a visitor is told of a question that has failed: the refusal in its words, else that nobody answered. @param {unknown} error */
export const failureText = (error) => (error instanceof Refused && error.message) || t('errors.offline');

/**
 * What `read` makes of the answer. Throws Refused, whose message is for the visitor.
 * @template T
 * @param {string} route @param {Record<string, any>} asked what is null is left out
 * @param {(response: Response) => Promise<T>} read
 * @param {How} [given]
 */
function post(route, asked, read, given = {}) {
  const how = { told: tellAtHead, ...given };
  return persist(() => whole(() => opened(route, asked, how), read), how);
}

/** @param {string} route @param {Record<string, any>} asked @param {How} [how] @returns {Promise<any>} */
export const postJson = (route, asked, how) => post(route, asked, (response) => response.json(), how);

/** A file. @param {string} route @param {Record<string, any>} asked @param {How} [how] @returns {Promise<Blob>} */
export const postForFile = (route, asked, how) => post(route, asked, (response) => response.blob(), how);

/** All its frames, when the last has come. @param {string} route @param {Record<string, any>} asked @param {How} [how] */
export const postForAll = (route, asked, how) => post(route, asked, allFrames, how);

/** Its frames as they come. @param {string} route @param {Record<string, any>} asked @param {How} [how] */
export const postForFrames = (route, asked, how = {}) => streamed(() => opened(route, asked, how), how);

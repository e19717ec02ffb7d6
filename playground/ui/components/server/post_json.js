// A question to a route, asked once: the response, or what it has as JSON.

import { currentLanguage, t } from '../text/text.js';
import { Refused, toldBy } from './get_json.js';
import { address } from './routes.js';

const NOT_KEPT = 410; // a network of the visitor's own, which the server has no more

/**
 * The response. Throws Refused, whose message is for the visitor, or what fetch throws.
 * @param {string} route
 * @param {Record<string, any>} asked what is null is left out
 * @param {AbortSignal} [signal]
 */
export async function post(route, asked, signal) {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const ask = () => fetch(address(route), { method: 'POST', body: JSON.stringify({ ...given, language: currentLanguage() }), signal });
  let response = await ask();
  if (response.status === NOT_KEPT && (await (await import('../own/networks.js')).sendAgain(given.architecture))) response = await ask();
  if (response.ok) return response;
  const told = await toldBy(response);
  throw new Refused(told.message || t('errors.offline'), response.status, told);
}

/** What a visitor is told of a question that has failed: the refusal in its words, else that nobody answered. @param {unknown} error */
export const failureText = (error) => (error instanceof Refused && error.message) || t('errors.offline');

/** What it has as JSON. @param {string} route @param {Record<string, any>} asked @param {AbortSignal} [signal] @returns {Promise<any>} */
export const postJson = async (route, asked, signal) => (await post(route, asked, signal)).json();

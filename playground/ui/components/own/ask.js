// What the page asks of the server about a file: its weights as safetensors, and what network it is.

import { Refused, toldBy } from '../server/get_json.js';
import { address } from '../server/routes.js';
import { currentLanguage, t } from '../text/text.js';

/** @typedef {{inverted: boolean, mean: number, std: number, right: number, of: number}} Trial */
/**
 * What a file is found to be (playground/service/own_networks.py).
 * @typedef {object} Found
 * @property {string | null} [class] one of the five; null: a list of layers
 * @property {import('./own_file.js').Layer[] | null} layers
 * @property {number | null} size rows and columns of a picture
 * @property {(number | null)[]} [input] its shape
 * @property {(number | null)[][]} [shapes] of what each layer gives, and the readout
 * @property {number} [parameters]
 * @property {Trial[]} [trials]
 * @property {number | null} [best] which trial
 * @property {{message: string, layer?: number}} [refusal] why the layers cannot be so
 */

/** Throws Refused. @param {string} route @param {Uint8Array} file @param {AbortSignal} [signal] */
async function post(route, file, signal) {
  const to = address(route);
  to.searchParams.set('language', currentLanguage());
  const response = await fetch(to, { method: 'POST', body: /** @type {any} */ (file), signal });
  if (response.ok) return response;
  const told = await toldBy(response);
  throw new Refused(told.message || t('errors.offline'), response.status, told);
}

/** A .pt file as safetensors. @param {Uint8Array} file @param {AbortSignal} signal */
export const asSafetensors = async (file, signal) => new Uint8Array(await (await post('state_file', file, signal)).arrayBuffer());

/** @param {Uint8Array} file with what its owner said @param {AbortSignal} signal @returns {Promise<Found>} */
export const find = async (file, signal) => (await post('own_network', file, signal)).json();

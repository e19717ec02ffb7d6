// Weights of the networks, asked for once and kept.

import { address } from './routes.js';
import { ofNetwork, session } from '../run/session.js';
import { frames } from './wire.js';

/** @typedef {Record<string, import('./wire.js').WireArray>} Weights weight and bias */

/** @type {Map<string, Promise<Weights>>} */
const asked = new Map();
/** @type {Map<string, Promise<Weights>>} */
let changed = new Map(); // with the changes that were asked for last
/** @type {string | null} */
let of = null;

/** {weight, bias} of a layer, or of one unit of it, in the network with some changes: {shape, scale, values} each. @param {string | null} architecture @param {number} layer @param {{unit?: number | null, changes?: Record<string, any> | null}} [options] @returns {Promise<Weights>} */
export function layerWeights(architecture, layer, { unit = null, changes = null } = {}) {
  const told = ofNetwork(changes) && JSON.stringify(ofNetwork(changes));
  if (told && told !== of) [changed, of] = [new Map(), told];
  const kept = told ? changed : asked;
  const query = new URLSearchParams({ ...(unit === null ? {} : { unit: String(unit) }), ...(told ? { changes: told } : {}) });
  const route = `weights/${session.task}/${architecture}/${layer}?${query}`;
  const known = kept.get(route) ?? load(route, kept);
  kept.set(route, known);
  return known;
}

/** @param {string} route @param {Map<string, Promise<Weights>>} kept @returns {Promise<Weights>} */
async function load(route, kept) {
  try {
    const response = await fetch(address(route));
    if (!response.ok) throw new Error(`${route}: ${response.status}`);
    for await (const { arrays } of frames(response)) return arrays;
    throw new Error(`${route}: nothing`);
  } catch (error) {
    kept.delete(route); // the next look asks again
    throw error;
  }
}

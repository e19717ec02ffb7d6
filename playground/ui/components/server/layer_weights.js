// Weights of the networks, asked for once and kept.

import { OWN } from '../run/catalogues.js';
import { ofNetwork, session } from '../run/session.js';
import { allFrames, getWhole } from './asking.js';
import { postForAll } from './post_json.js';

/** @typedef {Record<string, import('./wire.js').WireArray>} Weights weight and bias */

/** @type {Map<string, Promise<Weights>>} */
const asked = new Map();
/** @type {Map<string, Promise<Weights>>} */
let changed = new Map(); // with the changes that were asked for last
/** @type {string | null} */
let of = null;
/** @type {any} the input that it has learnt from */
let from = null;

/** {weight, bias} of a layer, or of one unit of it, in the network with some changes: {shape, scale, values} each. @param {string | null} architecture @param {number} layer @param {{unit?: number | null, changes?: Record<string, any> | null}} [options] @returns {Promise<Weights>} */
export async function layerWeights(architecture, layer, { unit = null, changes = null } = {}) {
  if (OWN.test(architecture ?? '')) throw new Error('a network of another make has no weights by number'); // its kinds of layers are numbered each by itself
  const isLearnt = Boolean(changes?.learning);
  const given = isLearnt ? changes : ofNetwork(changes); // what is learnt from an input depends on how that is read
  const told = given && JSON.stringify(given);
  const input = isLearnt ? session.input : null;
  if (told && (told !== of || input !== from)) [changed, of, from] = [new Map(), told, input];
  const kept = told ? changed : asked;
  const query = new URLSearchParams({ ...(unit === null ? {} : { unit: String(unit) }), ...(told ? { changes: told } : {}) });
  const route = `weights/${session.task}/${architecture}/${layer}?${query}`;
  const ask = isLearnt ? () => postForAll('learnt_weights', { task: session.task, architecture, input, changes, layer, unit }) : () => getWhole(route, allFrames);
  const known = kept.get(route) ?? load(route, kept, ask);
  kept.set(route, known);
  return known;
}

/** @param {string} route @param {Map<string, Promise<Weights>>} kept @param {() => Promise<import('./wire.js').Frame[]>} ask @returns {Promise<Weights>} */
async function load(route, kept, ask) {
  try {
    const [{ arrays }] = await ask();
    return arrays;
  } catch (error) {
    kept.delete(route); // the next look asks again
    throw error;
  }
}

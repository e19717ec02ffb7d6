// Weights of the networks, asked for once and kept.

import { address } from './routes.js';
import { ofNetwork, session } from '../run/session.js';
import { frames } from './wire.js';

const asked = new Map();
let changed = new Map(); // with the changes that were asked for last
let of = null;

/** {weight, bias} of a layer, or of one unit of it, in the network with some changes: {shape, scale, values} each. */
export function layerWeights(architecture, layer, { unit = null, changes = null } = {}) {
  const told = ofNetwork(changes) && JSON.stringify(ofNetwork(changes));
  if (told && told !== of) [changed, of] = [new Map(), told];
  const kept = told ? changed : asked;
  const query = new URLSearchParams({ ...(unit === null ? {} : { unit }), ...(told ? { changes: told } : {}) });
  const route = `weights/${session.task}/${architecture}/${layer}?${query}`;
  if (!kept.has(route)) kept.set(route, load(route, kept));
  return kept.get(route);
}

async function load(route, kept) {
  try {
    const response = await fetch(address(route));
    if (!response.ok) throw new Error(`${route}: ${response.status}`);
    for await (const { arrays } of frames(response)) return arrays;
  } catch (error) {
    kept.delete(route); // the next look asks again
    throw error;
  }
  return null;
}

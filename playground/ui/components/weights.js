// Weights of the networks, asked for once and kept.

import { address } from './address.js';
import { session } from './session.js';
import { frames } from './wire.js';

const asked = new Map();

/** {weight, bias} of a layer, or of one unit of it, in the network with some changes: {shape, scale, values} each. */
export function layerWeights(architecture, layer, { unit = null, changes = null } = {}) {
  const { order, seed, move, ...ofNetwork } = changes ?? {};
  const query = new URLSearchParams();
  if (unit !== null) query.set('unit', unit);
  if (Object.keys(ofNetwork).length) query.set('changes', JSON.stringify(ofNetwork));
  const route = `weights/${session.task}/${architecture}/${layer}?${query}`;
  if (!asked.has(route)) asked.set(route, load(route));
  return asked.get(route);
}

async function load(route) {
  try {
    const response = await fetch(address(route));
    if (!response.ok) throw new Error(`${route}: ${response.status}`);
    for await (const { arrays } of frames(response)) return arrays;
  } catch (error) {
    asked.delete(route); // the next look asks again
    throw error;
  }
  return null;
}

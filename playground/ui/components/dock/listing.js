// The class of the network as a short program, with the lines lit that the selection comes from.

import { getJson } from '../server/asking.js';
import { ofNetwork, session } from '../run/session.js';
import { state } from '../store/store.js';

/** The lines, and of each layer which are its own. @typedef {{lines: string[], layers: {key: [string, number | null, number | null], lines: number[]}[]}} Listing */

/** @returns {Promise<Listing>} */
export function listingNow() {
  const { task, architecture } = session;
  const changes = ofNetwork(session.changes);
  const query = changes ? `?${new URLSearchParams({ changes: JSON.stringify(changes) })}` : '';
  return getJson(`listing/${task}/${architecture}${query}`);
}

/** The lines of the layer of the selection. @param {Listing} listing @returns {number[]} */
export function linesOf({ layers }) {
  const { selection } = state;
  if (!selection) return [];
  const same = (/** @type {Listing['layers'][0]['key']} */ [kind, layer, direction]) => kind === selection.stage && layer === (selection.layer ?? null) && (direction ?? 0) === (selection.direction ?? 0);
  return layers.filter(({ key }) => same(key)).flatMap(({ lines }) => lines);
}

// The visitor's own networks: their weights stay in this browser, and are sent to the server again when it no longer has them.

import { postFile } from '../server/post_file.js';

/** @typedef {{task: string, network: import('../store/state.js').Network, weights: Uint8Array}} Own */

const [DATABASE, STORE, MOST] = ['playground', 'networks', 12];
/** @type {Map<string, Own>} by name, which is the digest of the weights */
const kept = new Map();

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function store(/** @type {IDBTransactionMode} */ mode) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return (await done(opening)).transaction(STORE, mode).objectStore(STORE);
}

/** Those of a task, the newest last; where nothing can be stored, those of this visit. @param {string} task */
export async function networksOf(task) {
  try {
    const all = /** @type {Own[]} */ (await done((await store('readonly')).getAll()));
    for (const one of all) if (!kept.has(one.network.name)) kept.set(one.network.name, one);
  } catch {
    // A browser that stores nothing keeps them until the page is left.
  }
  return [...kept.values()].filter((one) => one.task === task).map(({ network }) => network);
}

/** @param {Own} own */
export async function keepNetwork(own) {
  kept.set(own.network.name, own);
  try {
    const place = await store('readwrite');
    place.put(own, own.network.name);
    const names = await done(place.getAllKeys());
    for (const name of names.filter((one) => one !== own.network.name).slice(0, Math.max(0, names.length - MOST))) place.delete(name);
  } catch {
    // as above
  }
}

/** Give the server the bytes of a file. Throws Refused. @param {Uint8Array} weights @param {import('../server/asking.js').How} [how] @returns {Promise<{task: string, network: import('../store/state.js').Network, setup: any}>} */
export const sendNetwork = (weights, how) => postFile('network', weights, (response) => response.json(), how);

/** Send one again that the server has no more; false if it is not here either. Throws Refused. @param {string} name @param {import('../server/asking.js').How} [how] */
export async function sendAgain(name, how) {
  await networksOf('');
  const own = kept.get(name);
  if (!own) return false;
  await sendNetwork(own.weights, how);
  return true;
}

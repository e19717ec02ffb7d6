// What a page around this one asks to be set: keys of the address with texts that the address's own readers understand.

import { STATE } from '../store/state.js';

/** Characters of all keys and texts together: an address that is longer no server reads. */
export const MOST = 16_000;

/** By the key of the address what reads its text; which panel is seen the frame's own address says. @returns {Map<string, (text: string) => unknown>} */
export const readersOf = () => new Map(Object.values(STATE).flatMap(({ key, read }) => (key && read && key !== STATE.embed.key ? [[key, read]] : [])));

/** The keys that are not understood, with what they were to be; none if all can be set. @param {unknown} asked @param {Map<string, (text: string) => unknown>} readers @returns {{key: string, value: string}[]} */
export function problemsOf(asked, readers) {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return [{ key: 'set', value: typeof asked }];
  const entries = Object.entries(asked);
  const length = entries.reduce((sum, [key, value]) => sum + key.length + (typeof value === 'string' ? value.length : 0), 0);
  if (length > MOST) return [{ key: 'set', value: `${length} > ${MOST}` }];
  const isUnderstood = (/** @type {string} */ key, /** @type {unknown} */ value) => value === null || (typeof value === 'string' && readers.get(key)?.(value) !== undefined);
  return entries
    .filter(([key, value]) => !readers.has(key) || !isUnderstood(key, value))
    .slice(0, readers.size)
    .map(([key, value]) => ({ key: key.slice(0, 60), value: typeof value === 'string' ? value.slice(0, 60) : typeof value }));
}

/** An address with some of its keys set, and those that are null left out. @param {URL} address @param {Record<string, string | null>} keys @returns {URL} */
export function withKeys(address, keys) {
  for (const [key, value] of Object.entries(keys)) {
    if (value === null) address.searchParams.delete(key);
    else address.searchParams.set(key, value);
  }
  return address;
}

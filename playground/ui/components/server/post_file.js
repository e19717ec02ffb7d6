// The bytes of a file for a route: what comes of them, asked again as long as that can help (asking.js).

import { currentLanguage } from '../text/text.js';
import { open, persist, whole } from './asking.js';

/**
 * What `read` makes of the answer to the bytes of a file. Throws Refused.
 * @template T
 * @param {string} route @param {Uint8Array} file @param {(response: Response) => Promise<T>} read @param {import('./asking.js').How} [how]
 */
export function postFile(route, file, read, how = {}) {
  const body = /** @type {BodyInit} */ (/** @type {unknown} */ (file));
  return persist(() => whole(() => open(`${route}?${new URLSearchParams({ language: currentLanguage() })}`, { method: 'POST', body }, how), read), how);
}

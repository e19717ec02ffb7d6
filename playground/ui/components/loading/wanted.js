// A part of the page that somebody looks at, and that could not be loaded: it is tried again, and what is wrong is said.

import { nextChance } from '../server/chances.js';
import { notify } from '../store/notices.js';
import { t } from '../text/text.js';

/**
 * Load a part; after a failure again when the connection is back or the visitor does something, as long as it is wanted.
 * @template T
 * @param {string} name of the part, under which it is said that it is missing
 * @param {() => Promise<T>} load
 * @param {() => boolean} isWanted
 * @returns {Promise<T | null>} null when it is wanted no more
 */
export async function whileWanted(name, load, isWanted) {
  while (isWanted()) {
    try {
      const loaded = await load();
      notify(name, null);
      return loaded;
    } catch {
      notify(name, () => t('notices.no_part'));
      await nextChance();
    }
  }
  notify(name, null);
  return null;
}

// A part of the page that somebody looks at, and that could not be loaded: it is tried again, and what is wrong is said.

import { persist } from '../server/asking.js';
import { notify } from '../store/notices.js';
import { t } from '../text/text.js';

/**
 * Load a part; after a failure again, as long as it is wanted.
 * @template T
 * @param {string} name of the part, under which it is said that it is missing
 * @param {() => Promise<T>} load
 * @param {() => boolean} isWanted
 * @returns {Promise<T | null>} null when it is wanted no more
 */
export async function whileWanted(name, load, isWanted) {
  const left = new AbortController();
  const attempt = () => {
    if (!isWanted()) left.abort();
    left.signal.throwIfAborted();
    return load();
  };
  try {
    return await persist(attempt, { signal: left.signal, told: (standing) => notify(name, standing && (() => t('notices.no_part'))) });
  } catch (error) {
    if (left.signal.aborted) return null;
    throw error;
  }
}

/** A module that something needs now, as soon as it can be had. @template T @param {() => Promise<T>} load @returns {Promise<T>} */
export const needModule = (load) => persist(load, { told: (standing) => notify('module', standing && (() => t('notices.no_part'))) });

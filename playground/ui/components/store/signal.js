// A signal: something that happens again and again, and listeners that are told of it until they are taken off.

/**
 * @template T
 * @typedef {object} Signal
 * @property {(listener: (value: T) => void, options?: {signal?: AbortSignal}) => () => void} on Adds a listener; what
 *   it returns takes the listener off, and so does `signal` when it is aborted.
 * @property {(value: T) => void} tell Calls all listeners, in the order in which they were added.
 */

/**
 * @template T
 * @returns {Signal<T>}
 */
export function signal() {
  /** @type {Set<{listener: (value: T) => void}>} */
  const listeners = new Set();
  return {
    on(listener, { signal: until } = {}) {
      const entry = { listener }; // the same function may be added twice
      const off = () => {
        listeners.delete(entry);
        until?.removeEventListener('abort', off);
      };
      if (until?.aborted) return off;
      listeners.add(entry);
      until?.addEventListener('abort', off);
      return off;
    },
    tell(value) {
      for (const entry of [...listeners]) {
        if (!listeners.has(entry)) continue; // one before has taken it off
        try {
          entry.listener(value);
        } catch (error) {
          // One that fails is reported, and does not keep the others from being told.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}

// When it is worth asking again: after pauses that grow and differ from page to page, and sooner when something has changed.

const [FIRST, LONGEST] = [1000, 30_000]; // milliseconds
const OF_BUSY = 4000; // milliseconds that a pause grows to where a server answers, and says when
const SPREAD = 1000; // milliseconds over which pages come back whose connection returns in the same instant
const SHORT = 3; // tries whose pauses nobody needs to shorten

/**
 * Milliseconds before the next try, which are never fewer than the server asks for.
 * @param {number} tried how many tries have failed before
 * @param {number} [retry] seconds, of the server
 * @param {() => number} [random]
 */
export const pauseBefore = (tried, retry = 0, random = Math.random) => Math.max(1000 * retry, Math.min(retry ? OF_BUSY : LONGEST, FIRST * 2 ** tried)) * (1 + random() / 2);

const isHidden = () => globalThis.document?.visibilityState === 'hidden';

/**
 * Resolves when the pause is over and somebody looks at the page. Where the server has not said how long it is to be, it
 * is over when the connection is back, when the page is looked at again, or when the visitor acts.
 * @param {number} tried
 * @param {{retry?: number, signal?: AbortSignal}} [how] rejects when the signal is aborted
 * @returns {Promise<void>}
 */
export function chance(tried, { retry, signal } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const done = new AbortController();
    let isOver = false;
    const end = (/** @type {() => void} */ tell) => {
      clearTimeout(timer);
      done.abort();
      tell();
    };
    const over = () => {
      isOver = true;
      if (!isHidden()) end(resolve);
    };
    let timer = setTimeout(over, pauseBefore(tried, retry));
    const sooner = (/** @type {number} */ pause) => {
      clearTimeout(timer);
      timer = setTimeout(over, pause);
    };
    const hear = (/** @type {EventTarget | undefined} */ target, /** @type {string} */ name, /** @type {() => void} */ call) => target?.addEventListener(name, call, { signal: done.signal, capture: true });
    hear(signal, 'abort', () => end(() => reject(signal?.reason)));
    hear(globalThis.document, 'visibilitychange', () => !isHidden() && (isOver || !retry) && end(resolve));
    if (retry) return;
    hear(globalThis.window, 'online', () => sooner(SPREAD * Math.random()));
    if (tried >= SHORT) for (const name of ['pointerdown', 'keydown']) hear(globalThis.window, name, () => end(resolve));
  });
}

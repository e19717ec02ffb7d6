// When previews of a drawing are asked for: one at a time, the newest wins, at most so many a second, fewer under load.

export const MOST = 12; // previews a second
const SECOND = 1000; // milliseconds
const SLOWEST = 1000; // milliseconds between two previews of a server that has too much to do
const RECOVERY = 0.7; // of the pause after each answer that came

/**
 * How a preview went: `shown`, or `refused` as of a drawing that cannot be read yet, or `busy` where the server sheds it or
 * nobody answers.
 * @typedef {'shown' | 'refused' | 'busy'} Outcome
 */
/**
 * @template T
 * @typedef {object} Means
 * @property {(what: T, signal: AbortSignal) => Promise<Outcome>} send never throws
 * @property {() => number} now milliseconds
 * @property {(call: () => void, milliseconds: number) => () => void} later what it returns takes the call back
 * @property {(what: T) => number} [cost] requests of one preview
 */

/**
 * `want(what)` asks for a preview in place of what waits; `stop()` drops what waits and what is on its way.
 * @template T
 * @param {Means<T>} means
 */
export function pacing({ send, now, later, cost = () => 1 }) {
  /** @type {{what: T} | null} */
  let waiting = null;
  /** @type {AbortController | null} */
  let flying = null;
  /** @type {(() => void) | null} */
  let cancel = null;
  let pause = SECOND / MOST; // between two requests
  let due = -Infinity; // when the next may go, by the beat: a timer that rings late delays one, not all
  /** @type {number[]} */
  let starts = []; // of the last requests

  /** Milliseconds until a preview of so many requests may go. @param {number} requests */
  const wait = (requests) => Math.max(due, (starts.at(requests - 1 - MOST) ?? -Infinity) + SECOND) - now();

  function go() {
    cancel?.();
    cancel = null;
    if (!waiting || flying) return;
    const requests = cost(waiting.what);
    const left = wait(requests);
    if (left > 0) cancel = later(go, left);
    else void fly(waiting.what, requests);
  }

  /** @param {T} what @param {number} requests */
  async function fly(what, requests) {
    const mine = (flying = new AbortController());
    waiting = null;
    const at = now();
    due = (at - due > pause ? at : due) + requests * pause;
    starts = [...starts, ...Array.from({ length: requests }, () => at)].slice(-MOST);
    const outcome = await send(what, mine.signal);
    if (outcome === 'busy') pause = Math.min(SLOWEST, 2 * pause);
    else if (outcome === 'shown') pause = Math.max(SECOND / MOST, RECOVERY * pause);
    if (outcome === 'busy') due = Math.max(due, at + pause);
    if (flying !== mine) return; // it was stopped
    flying = null;
    go();
  }

  return {
    want(/** @type {T} */ what) {
      waiting = { what };
      go();
    },
    stop() {
      flying?.abort();
      flying = waiting = null;
      cancel?.();
      cancel = null;
    },
  };
}

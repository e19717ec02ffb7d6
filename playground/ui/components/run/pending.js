// What waits until no more keys come, of the task or the network in which it began: with another one it is dropped.

import { on } from './events.js';

/** @typedef {{wait: (call: () => void) => void, flush: () => void, drop: () => void, readonly isWaiting: boolean}} Pending */

/** @param {number} milliseconds @param {'task' | 'architecture'} owner @returns {Pending} */
export function pending(milliseconds, owner) {
  /** @type {{timer: ReturnType<typeof setTimeout>, call: () => void} | null} */
  let due = null;
  const drop = () => {
    clearTimeout(due?.timer);
    due = null;
  };
  const flush = () => {
    const call = due?.call;
    drop();
    call?.();
  };
  on('task', drop); // which has networks of its own
  if (owner === 'architecture') on('architecture', drop);
  return {
    drop,
    flush,
    /** Call it when no other call comes in its place for a while. */
    wait(call) {
      drop();
      due = { call, timer: setTimeout(flush, milliseconds) };
    },
    get isWaiting() {
      return due !== null;
    },
  };
}

// The window over a map goes from cell to cell by itself.

import { point } from '../stage/selecting.js';

/** @param {number} interval milliseconds that the window stands at each cell */
export function makeSliding(interval) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  return {
    isOn: () => timer !== undefined,
    /** @param {() => void} step what is done at each cell */
    start(step) {
      timer = setInterval(step, interval);
    },
    /** Nothing is pointed at any more. */
    stop() {
      if (timer !== undefined) point(null);
      clearInterval(timer);
      timer = undefined;
    },
  };
}

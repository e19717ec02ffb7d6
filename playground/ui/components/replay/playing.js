// The snapshots of a training one after the other: each is shown whole, and stands a while, before the next is asked for.

/**
 * @typedef {object} Means
 * @property {(at: number) => Promise<void>} show resolves when it is there, or will not come
 * @property {(milliseconds: number) => Promise<void>} wait
 * @property {() => number} now milliseconds
 * @property {() => void} changed it plays, or plays no more
 */

export const PACE = 650; // milliseconds from one snapshot to the next, where the answers come in time

/** `play(from, count)` goes on to the last one, or until `stop()`. @param {Means} means */
export function playing({ show, wait, now, changed }) {
  let turn = 0; // of the playback that goes on; another number, and it has ended
  let is = false;

  /** @param {boolean} next */
  function become(next) {
    if (is === next) return;
    is = next;
    changed();
  }

  return {
    get is() {
      return is;
    },
    /** @param {number} from @param {number} count */
    async play(from, count) {
      const mine = ++turn;
      become(true);
      for (let at = from; at < count && mine === turn; at++) {
        const begun = now();
        await show(at);
        if (mine === turn && at < count - 1) await wait(Math.max(0, PACE - (now() - begun)));
      }
      if (mine === turn) become(false);
    },
    stop() {
      turn++;
      become(false);
    },
  };
}

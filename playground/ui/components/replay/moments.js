// Where the snapshots of a training stand on their slider, how its curves run, and how an epoch is printed; no DOM.

import { lineThrough } from '../strips/pieces.js';

/** @typedef {import('../store/state.js').Snapshot} Snapshot */
/** @typedef {{accuracy: string, loss: string, training: string}} Curves as lines of a strip */

/** "0.09", "1.2", "31": as many digits as tell neighbours apart. @param {number} epoch */
export const epochText = (epoch) => String(Number(epoch.toFixed(epoch < 0.1 ? 2 : epoch < 10 ? 1 : 0)));

/** Snapshots stand at equal distances, so that the first ones, which are few steps apart, can be told apart: 0 to 1. @param {number} at @param {number} count */
export const placeOf = (at, count) => (count > 1 ? at / (count - 1) : 0);

/** The curves: accuracy from 0 to 100 %, both losses from 0 to the largest of all. What is not known leaves a gap. @param {Snapshot[]} snapshots @returns {Curves} */
export function curvesOf(snapshots) {
  const losses = snapshots.flatMap(({ train_loss: training, validation_loss: loss }) => [training ?? 0, loss]);
  const most = Math.max(...losses) || 1;
  const path = (/** @type {(snapshot: Snapshot) => number | null} */ share) => {
    return lineThrough(snapshots.flatMap((snapshot, at) => {
      const up = share(snapshot);
      return up === null ? [] : [/** @type {[number, number]} */ ([placeOf(at, snapshots.length), up])];
    }));
  };
  return {
    accuracy: path(({ validation_accuracy: percent }) => percent / 100),
    loss: path(({ validation_loss: loss }) => loss / most),
    training: path(({ train_loss: loss }) => (loss === null ? null : loss / most)),
  };
}

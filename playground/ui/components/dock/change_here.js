// A change that is made where one looks: when the network has answered, the same step is shown as before.

import { player, seek } from '../playback/player.js';
import { endPreviews, tryChange } from '../run/previews.js';
import { change, on } from '../run/session.js';

/** @typedef {import('../run/session.js').Changes} Changes */

let over = new AbortController(); // of the wait for an answer

/** Show the step of now again, after each coarse answer and after the exact one. */
function stay() {
  over.abort();
  if (player.atEnd) return;
  over = new AbortController();
  const { signal } = over;
  const { moment } = player;
  on('clear', () => over.abort(), { signal });
  on('end', ({ preview }) => {
    seek(moment);
    if (!preview) over.abort();
  }, { signal });
}

/** @param {Changes} patch */
export function changeHere(patch) {
  endPreviews();
  stay();
  return change(patch);
}

/** A change that a hand is still making: the network answers coarsely; `changeHere` then asks for the exact answer. @param {Changes} patch */
export function tryHere(patch) {
  stay();
  tryChange(patch);
}

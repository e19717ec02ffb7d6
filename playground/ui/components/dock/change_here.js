// A change that is made where one looks: when the network has answered, the same step is shown as before.

import { player, seek } from '../playback/player.js';
import { change, on } from '../run/session.js';

/** @param {import('../run/session.js').Changes} patch */
export function changeHere(patch) {
  const { moment, atEnd } = player;
  if (!atEnd) {
    const over = new AbortController();
    const { signal } = over;
    on('clear', () => over.abort(), { signal });
    on('end', (trace) => {
      if (trace.preview) return;
      over.abort();
      seek(moment);
    }, { signal });
  }
  return change(patch);
}

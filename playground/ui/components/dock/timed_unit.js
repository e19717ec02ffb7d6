// A unit of a layer through time in the dock (dock/unit.js), with the way to its lane at one row per unit.

import { player } from '../playback/player.js';
import { open } from '../stage/selecting.js';
import { unitView } from './unit.js';
import { keyOf } from '../run/trace.js';

/** @type {import('./dock.js').MakeView} */
export function unitInDock(place, head) {
  /** @type {import('../explanation/selection.js').Selection | null} */
  let now = null;
  const lane = () => now && open({ key: keyOf(now), how: 'lane', quantity: now.quantity });
  const view = unitView(place, { ...head, say: (headline) => head.say({ ...headline, open: lane }) });
  return {
    clear: () => view.clear(),
    seek: (moment) => view.seek(moment),
    show(selection, run) {
      if (!selection) return;
      now = selection;
      view.seek(player.moment);
      view.show(selection, run);
    },
  };
}

// A unit of a layer through time in the dock: dock/unit.js draws it with a first row of its own, in place of the dock's.

import { player } from '../playback/player.js';
import { unitView } from './unit.js';

/** @type {import('./dock.js').MakeView} */
export function unitInDock(place, head) {
  const view = unitView(place);
  return {
    clear: () => view.clear(),
    seek: (moment) => view.seek(moment),
    show(selection, run) {
      if (!selection) return;
      head.own();
      view.show(selection, run);
      view.seek(player.moment);
    },
  };
}

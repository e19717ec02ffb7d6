// A unit of a layer through time in the dock, at the step that is shown.

import { player } from '../playback/player.js';
import { unitView } from './unit.js';

/** @type {import('./dock.js').MakeView} */
export function unitInDock(place, head) {
  const view = unitView(place, head);
  return {
    clear: () => view.clear(),
    seek: (moment) => view.seek(moment),
    show(selection, run) {
      if (!selection) return;
      view.seek(player.moment);
      view.show(selection, run);
    },
  };
}

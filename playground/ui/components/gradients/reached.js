// Playing backwards through layers: those that backpropagation has not reached yet stand back.

import { gradientsNow } from '../run/backward.js';
import { player } from '../playback/player.js';
import { withStage } from '../stage/stage.js';

withStage((stage) => stage.add({
  faded(key) {
    const run = gradientsNow();
    if (!run || run.recurrent || player.atEnd) return false;
    return [...run.stages.keys()].indexOf(key) < player.moment;
  },
}));

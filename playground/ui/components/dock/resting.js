// What a click would ask the server for, asked for as soon as the pointer rests on something: then the click shows it at once.

import { makeExact } from '../run/exact.js';
import { session } from '../run/session.js';
import { onPointed } from '../stage/selecting.js';
import { layerWeights } from '../server/layer_weights.js';
import { state } from '../store/store.js';
import { madeMap } from './made_map.js';
import { toldOf } from './told.js';
import { stageOf } from './where.js';

const RESTING = 200; // milliseconds

export function fetchWhenResting() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  onPointed((selection) => {
    clearTimeout(due);
    if (selection) due = setTimeout(rested, RESTING);
  });
}

function rested() {
  const { pointed } = state;
  const { trace } = session;
  const stage = stageOf(trace, pointed);
  if (!pointed || !trace || !stage?.declared || trace.open || trace.preview || trace.milliseconds === null) return;
  void makeExact(trace);
  const shape = stage.arrays[pointed.quantity]?.shape ?? [];
  if (pointed.index.length === shape.length) toldOf(pointed, trace).catch(() => {});
  if (stage.kind === 'Convolution' && pointed.index.length) madeMap(trace, stage, pointed.index[0]).catch(() => {});
  if (stage.kind === 'Dense' && pointed.index.length) layerWeights(trace.architecture, stage.layer ?? 0, { unit: pointed.index[0], changes: trace.of?.changes }).catch(() => {});
}

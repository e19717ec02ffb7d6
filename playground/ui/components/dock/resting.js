// What a click would ask the server for, asked for as soon as the pointer rests on something: then the click shows it at once.

import { needModule } from '../loading/wanted.js';
import { lazy } from '../loading/lazy.js';
import { makeExact } from '../run/exact.js';
import { on, session } from '../run/session.js';
import { onPointed } from '../stage/selecting.js';
import { layerWeights } from '../server/layer_weights.js';
import { state } from '../store/store.js';
import { stageOf } from './where.js';

const RESTING = 200; // milliseconds
const ANSWERED = 600; // since the answer: a hand that goes on drawing has the server to itself

const asking = lazy(async () => {
  const [{ madeMap }, { toldOf }, { unitOf }] = await Promise.all([needModule(() => import('./made_map.js')), needModule(() => import('./told.js')), needModule(() => import('./unit_told.js'))]);
  return { madeMap, toldOf, unitOf };
});

export function fetchWhenResting() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  let answered = -ANSWERED;
  const stop = () => clearTimeout(due);
  onPointed((selection) => {
    stop();
    if (selection) due = setTimeout(rested, Math.max(RESTING, answered + ANSWERED - performance.now()));
  });
  on('end', () => (answered = performance.now()));
  on('interrupt', stop);
  on('begin', stop);
}

async function rested() {
  const { pointed } = state;
  const { trace } = session;
  const stage = stageOf(trace, pointed);
  if (!pointed || !trace || !stage?.declared || trace.preview || trace.milliseconds === null) return;
  void makeExact(trace);
  if (stage.kind === 'Dense' && pointed.index.length) layerWeights(trace.architecture, stage.layer ?? 0, { unit: pointed.index[0], changes: trace.of?.changes }).catch(() => {});
  const { madeMap, toldOf, unitOf } = await asking();
  const shape = stage.arrays[pointed.quantity]?.shape ?? [];
  const unit = typeof pointed.t === 'number' ? unitOf(pointed, trace) : null; // of which the sum is told
  if (pointed.index.length === shape.length) toldOf(unit?.selectionAt(pointed.t ?? 0, unit.summed) ?? pointed, trace).catch(() => {});
  if (stage.kind === 'Convolution' && pointed.index.length) madeMap(trace, stage, pointed.index[0]).catch(() => {});
}

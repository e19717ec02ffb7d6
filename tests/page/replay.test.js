// The replay of a training: where its curves run, how epochs are printed, and that one snapshot follows the other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curvesOf, epochText, placeOf } from '../../playground/ui/components/replay/moments.js';
import { PACE, playing } from '../../playground/ui/components/replay/playing.js';
import { readChanges } from '../../playground/ui/components/store/changes_from_address.js';

const [WIDTH, HEIGHT] = [1000, 100]; // of the box of the curves (strips/pieces.js)

const SNAPSHOTS = [
  { step: 0, epoch: 0, train_loss: null, validation_loss: 2, validation_accuracy: 10 },
  { step: 10, epoch: 0.088, train_loss: 4, validation_loss: 1, validation_accuracy: 55 },
  { step: 100, epoch: 60, train_loss: 1, validation_loss: 0.5, validation_accuracy: 100 },
];
const points = (path) => path.slice(1).split('L').map((point) => point.split(' ').map(Number));

test('neighbouring epochs have different names', () => {
  assert.deepEqual([0, 0.088, 0.168, 0.982, 1.204, 9.27, 16.26, 200].map(epochText), ['0', '0.09', '0.2', '1', '1.2', '9.3', '16', '200']);
});

test('each curve goes through what is known, at the places of the slider', () => {
  const { accuracy, loss, training } = curvesOf(SNAPSHOTS);
  const xs = [0, 1, 2].map((at) => WIDTH * placeOf(at, 3));
  assert.deepEqual(xs, [0, WIDTH / 2, WIDTH]);
  assert.deepEqual(points(accuracy), [[0, 0.9 * HEIGHT], [xs[1], 0.45 * HEIGHT], [WIDTH, 0]]);
  assert.deepEqual(points(loss), [[0, HEIGHT / 2], [xs[1], 0.75 * HEIGHT], [WIDTH, 0.875 * HEIGHT]]); // of the largest, 4
  assert.deepEqual(points(training), [[xs[1], 0], [WIDTH, 0.75 * HEIGHT]]); // before the first step there is none
  assert.equal(placeOf(0, 1), 0);
});

/** A playback with a clock of its own, on which an answer takes `takes` ms. */
function scene(takes = () => 100) {
  let time = 0;
  const shown = [];
  const states = [];
  const pass = async (milliseconds) => {
    await new Promise(setImmediate);
    time += milliseconds;
  };
  const player = playing({
    async show(at) {
      shown.push([at, time]);
      await pass(takes(at));
    },
    wait: pass,
    now: () => time,
    changed: () => states.push(player.is),
  });
  return { player, shown, states };
}

test('each snapshot is shown in its turn, at an even pace', async () => {
  const { player, shown, states } = scene();
  await player.play(1, 5);
  assert.deepEqual(shown, [1, 2, 3, 4].map((at, k) => [at, k * PACE]));
  assert.deepEqual(states, [true, false]);
});

test('a slow answer is waited for, and nothing is asked for beside it', async () => {
  const { player, shown } = scene(() => 3 * PACE);
  await player.play(0, 3);
  assert.deepEqual(shown, [0, 1, 2].map((at, k) => [at, k * 3 * PACE]));
});

test('it ends where it is stopped, and another playback takes its place', async () => {
  const { player, shown, states } = scene((at) => {
    if (at === 1) player.stop();
    return 10;
  });
  await player.play(0, 5);
  assert.deepEqual(shown.map(([at]) => at), [0, 1]);
  assert.deepEqual(states, [true, false]);
  const first = player.play(2, 9);
  const second = player.play(7, 9);
  await Promise.all([first, second]);
  assert.deepEqual(shown.slice(2).map(([at]) => at), [2, 7, 8]);
  assert.equal(player.is, false);
});

test('the address may name a snapshot', () => {
  assert.deepEqual(readChanges('{"snapshot":3}'), { snapshot: 3 });
  for (const bad of ['-1', '1.5', '"3"', '[3]']) assert.equal(readChanges(`{"snapshot":${bad}}`), undefined);
});

// What the page makes of a training's frames: phases, curves, scales, norms, and the picture that comes whole.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Curves, lossText, piecesOf, scaleOf } from '../../playground/ui/components/train/curves.js';
import { lengthOf } from '../../playground/ui/components/train/norms.js';
import { coloursOf } from '../../playground/ui/components/train/plane.js';
import { Progress } from '../../playground/ui/components/train/progress.js';
import { DECLARED } from './declared.js';

const array = (shape, values) => ({ shape, scale: 1, encoding: 'float32', values: Float32Array.from(values) });
const update = (step, loss, accuracy) => ({ stage: 'Update', count: 1, step, measured: step, of: 100, train: { loss, accuracy }, validation: { loss, accuracy }, norms: [], marks: [], arrays: {} });

test('a training goes through its phases', () => {
  const progress = new Progress();
  const seen = [
    { stage: 'Waiting', place: 2, count: 1, arrays: {} },
    { stage: 'Started', id: 'a', task: 'plane', classes: ['A', 'B'], count: 1, arrays: { points: array([2], [1, 2, 3, 4]), labels: array([], [0, 1]), part: array([], [0, 2]) } },
    update(0, 0.7, 0.5),
    { stage: 'State', running: false, count: 1, arrays: {} },
    { stage: 'State', running: true, count: 1, arrays: {} },
    { stage: 'Ended', why: 'done', count: 1, arrays: { weights: array([3], [0, 7, 255]) } },
  ].map((frame) => [progress.take(frame), progress.phase]);
  assert.deepEqual(seen, [['waiting', 'waiting'], ['started', 'running'], ['update', 'running'], ['state', 'paused'], ['state', 'running'], ['ended', 'ended']]);
  assert.deepEqual([...progress.weights], [0, 7, 255]);
  assert.deepEqual([...progress.points.part], [0, 2]);
  assert.equal(progress.ended.why, 'done');
});

test('a picture is shown when all of it has come', () => {
  const progress = new Progress();
  const run = { run: { task: 'plane', architecture: 'trained', labels: ['A', 'B'] }, count: 1, arrays: {} };
  const input = { stage: 'Input', count: 1, declares: DECLARED.Input, inputs: [], arrays: { values: array([2], [0.5, -1]) } };
  for (const frame of [{ stage: 'Trace', count: 1, arrays: {} }, run, input, { end: { milliseconds: 1 }, count: 1, arrays: {} }]) assert.equal(progress.take(frame), null);
  assert.equal(progress.trace, null);
  assert.equal(progress.take({ stage: 'TraceEnd', count: 1, arrays: {} }), 'picture');
  assert.deepEqual([...progress.trace.input.values], [0.5, -1]);
  assert.equal(progress.gradients, null);
  // The next one replaces it, also if it is broken off before it has a run.
  progress.take({ stage: 'Trace', count: 1, arrays: {} });
  assert.equal(progress.take({ stage: 'TraceEnd', count: 1, arrays: {} }), null);
  assert.equal(progress.trace.architecture, 'trained');
});

test('what flows back along edges comes with the gradients, what the sources add with the values', () => {
  const progress = new Progress();
  const run = { run: { task: 'plane', architecture: 'trained', labels: ['A', 'B'] }, count: 1, arrays: {} };
  const input = { stage: 'Input', count: 1, declares: DECLARED.Input, inputs: [], arrays: { values: array([2], [0.5, -1]) } };
  const output = { stage: 'Output', count: 1, declares: DECLARED.Output, inputs: ['Input'], arrays: { logits: array([2], [1, 2]) } };
  const end = { end: { milliseconds: 1 }, count: 1, arrays: {} };
  const head = { to: ['Output', null, null], quantity: 'logits', from: [['Input', null, null]], counts: [2] };
  const edges = (values, others) => ({ edges: head, count: 1, arrays: { values: array([2, 2], values), node: array([2], [1, 2]), ...others } });
  const forth = edges([1, 2, 3, 4], { bias: array([2], [0, 0]) });
  const back = edges([5, 6, 7, 8], { source: array([2], [12, 14]), passes: array([2], [1, 1]) });
  const loss = { name: 'logit', target: 'A', value: 1, logits: [1, 2], right: [1, 0] };
  for (const frame of [{ stage: 'Trace', count: 1, arrays: {} }, run, input, output, end, forth, { ...run, loss }, input, output, back, end, { stage: 'TraceEnd', count: 1, arrays: {} }]) progress.take(frame);
  assert.deepEqual([...progress.relations.output.values], [1, 2, 3, 4]);
  assert.deepEqual([...progress.gradients.relations.output.values], [5, 6, 7, 8]);
  assert.deepEqual([progress.relations.isBackward, progress.gradients.relations.isBackward], [false, true]);
});

test('a curve has what was measured after the update it was measured after', () => {
  const progress = new Progress();
  for (const [step, measured, loss] of [[0, 0, 2], [40, 0, 2], [80, 0, 2], [120, 110, 0.5]]) progress.take({ ...update(step, loss, 0), measured });
  assert.deepEqual(progress.curves.all.map(({ step, train }) => [step, train.loss]), [[0, 2], [110, 0.5]]);
});

test('an example that cannot be read takes the place of the picture, and the next one that of the refusal', () => {
  const progress = new Progress();
  const trace = { stage: 'Trace', count: 1, arrays: {} };
  progress.take(trace);
  assert.equal(progress.take({ stage: 'TraceEnd', error: 'no letters', count: 1, arrays: {} }), 'picture');
  assert.deepEqual([progress.refused, progress.trace], ['no letters', null]);
  const run = { run: { task: 'plane', architecture: 'trained', labels: ['A', 'B'] }, count: 1, arrays: {} };
  for (const frame of [trace, run, { end: { milliseconds: 1 }, count: 1, arrays: {} }, { stage: 'TraceEnd', count: 1, arrays: {} }]) progress.take(frame);
  assert.deepEqual([progress.refused, progress.trace.architecture], ['', 'trained']);
});

test('curves are thinned, and the last measurement is always there', () => {
  const curves = new Curves();
  for (let step = 0; step <= 20_000; step++) {
    curves.add(update(step, 1, 1));
    assert.ok(curves.all.length <= 601);
    assert.equal(curves.all.at(-1).step, step);
  }
  assert.equal(curves.all[0].step, 0);
  assert.ok(curves.all.every(({ step }, k) => k === 0 || step > curves.all[k - 1].step));
});

test('what is no number leaves a gap', () => {
  const all = [update(0, 1, 0), update(1, null, 0.5), update(2, 3, 1), update(3, 2, 1), update(4, null, 1)];
  assert.deepEqual(piecesOf(all, 'train', 'loss'), [[[0, 1]], [[2, 3], [3, 2]]]);
  assert.equal(lossText(null), '—');
  assert.deepEqual([0.03123, 1.5, 0.00004, 123456].map(lossText), ['0.0312', '1.50', '4.0e−5', '1.2e5']);
});

test('a loss that changes by powers of ten has a logarithmic scale', () => {
  const near = scaleOf([[[0, 0.7], [1, 0.2]]], 'loss');
  assert.equal(near.isLog, false);
  assert.equal(near.place(0), 0);
  assert.ok(near.marks.at(-1) >= 0.7);
  const far = scaleOf([[[0, 2], [1, 0.001]]], 'loss');
  assert.equal(far.isLog, true);
  assert.ok(Math.abs(far.place(10)) - 1 < 1e-9 && far.place(0.001) >= 0 && far.place(0) === 0);
  assert.equal(scaleOf([], 'loss').isLog, false);
});

test('norms and the plane in numbers', () => {
  assert.deepEqual([null, 0, 1e-30, 1e9].map(lengthOf), [0, 0, 0.01, 1]);
  assert.ok(lengthOf(1) > lengthOf(0.1));
  // Row 0 is the lowest: its colours stand in the last row of the picture. Blue has more blue than red.
  const colours = coloursOf({ side: 2, classes: 2, values: Float32Array.from([1, 0, 1, 0, 0, 1, 0, 1]) });
  const [red, blue] = [(/** @type {number} */ pixel) => pixel & 255, (/** @type {number} */ pixel) => (pixel >> 16) & 255];
  assert.ok(red(colours[0]) > blue(colours[0]) && blue(colours[2]) > red(colours[2]));
  const several = coloursOf({ side: 1, classes: 3, values: Float32Array.from([0, 0.1, 0.9]) });
  assert.equal(red(several[0]) > 250, false);
});

// What colours the pen's way: which lane is meant, and its value at each step.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { meant, shadeOf } from '../../playground/ui/components/entries/pen_shade.js';

const array = (values, size, range) => ({ values: Float32Array.from(values), size, shape: [size], range, scale: 1 });
const quantities = { update: { role: 'gate', range: 'share' }, hidden: { role: 'state', range: 'signed' } };
const layer = { key: 'GRUStep:0', kind: 'GRUStep', layer: 0, filled: 3, inputs: [], declared: { timed: true, quantities }, arrays: { update: array([0, 1, 0.5, 1, 0.25, 0.25], 2, 'share'), hidden: array([-1, 1, 0.5, -0.25, 0, 0], 2, 'signed') } };
const guess = { key: 'StepOutput', kind: 'StepOutput', filled: 3, inputs: [], declared: { timed: true, quantities: { logits: { role: 'logits' } } }, arrays: {} };
const run = { steps: 3, bidirectional: false, probabilities: [0.25, 0.75], guess: (t) => [1 - t / 4, t / 4], stages: new Map([[layer.key, layer], [guess.key, guess]]) };
const of = (quantity, index, t = null) => ({ stage: 'GRUStep', layer: 0, direction: null, t, quantity, index });
const valuesOf = (selection) => [0, 1, 2].map(shadeOf(run, selection).of);

test('a gate is the mean of its units, a state the mean of their sizes, a unit is itself', () => {
  assert.deepEqual(valuesOf(of('update', [])), [0.5, 0.75, 0.25]);
  assert.deepEqual(valuesOf(of('hidden', [])), [1, 0.375, 0]);
  assert.equal(shadeOf(run, of('hidden', [])).scale.ramp, 'positive');
  assert.deepEqual(valuesOf(of('hidden', [1])), [1, -0.25, 0]);
  assert.equal(shadeOf(run, of('hidden', [2])), null);
});

test('the guess is the probability of the answer, or of the class that was selected', () => {
  const guessed = { stage: 'StepOutput', layer: null, direction: null, t: null, quantity: 'probabilities', index: [] };
  assert.deepEqual(valuesOf(guessed), [0, 0.25, 0.5]);
  assert.deepEqual(valuesOf({ ...guessed, index: [0] }), [1, 0.75, 0.5]);
  assert.equal(shadeOf({ ...run, bidirectional: true }, guessed), null);
  assert.equal(shadeOf(run, null), null);
});

test('a hand over a lane means the lane, with a unit selected that unit in it, in an opened lane the row', () => {
  const pointed = of('update', [1], 2);
  assert.deepEqual(meant({ selection: null, pointed, opened: null }, run).index, []);
  assert.deepEqual(meant({ selection: of('hidden', [0]), pointed, opened: null }, run), { ...pointed, index: [0] });
  assert.deepEqual(meant({ selection: null, pointed, opened: { key: 'GRUStep:0', how: 'lane' } }, run).index, [1]);
  assert.deepEqual(meant({ selection: of('hidden', [0]), pointed: null, opened: null }, run), of('hidden', [0]));
});

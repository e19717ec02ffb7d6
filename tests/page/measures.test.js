// What the exercises of the guide are checked by, on small runs whose answer is plain.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOALS, isNumber, leaders, MEASURES, mostOpened, settled } from '../../playground/ui/components/guide/measures.js';

/** A run whose leading class after each step is known, with two gates whose means are known. */
function run(order, gates = {}) {
  const labels = ['a', 'b', 'c'];
  const one = (k) => labels.map((_, i) => (i === k ? 0.8 : 0.1));
  const arrays = Object.fromEntries(Object.entries(gates).map(([name, means]) => [name, { size: 2, shape: [2], values: Float32Array.from(means.flatMap((m) => [m, m])) }]));
  const quantities = Object.fromEntries(Object.keys(gates).map((name) => [name, { role: 'gate' }]));
  const stages = new Map([['Step:0', { key: 'Step:0', declared: { timed: true, quantities }, arrays }]]);
  return { labels, steps: order.length, guess: (t) => one(order[t]), probabilities: one(order.at(-1)), stages };
}

test('the step from which on the guess is the one at the end', () => {
  assert.deepEqual(leaders(run([2, 0, 1])), [2, 0, 1]);
  assert.equal(settled(run([2, 0, 1, 1])), 2);
  assert.equal(settled(run([1, 1, 1])), 0);
  assert.equal(settled(run([1, 0, 1])), 2);
});

test('the gate that opened most where the guess settled', () => {
  const gates = { forget: [0.5, 0.5, 0.6, 0.9], input: [0.1, 0.2, 0.9, 0.9], output: [0.9, 0.9, 0.1, 0.2] };
  assert.equal(mostOpened(run([0, 0, 1, 1], gates)), 'input');
  assert.equal(mostOpened(run([0, 0, 0, 1], gates)), 'forget');
  assert.equal(mostOpened(run([1, 1, 1, 1], gates)), '');
});

test('predictions are measured on the run and its original', () => {
  const seen = { trace: run([0, 1]), original: run([0, 0]), changes: { activation: 'identity' }, moment: 0, tables: { gated: { gru: [3, 6], lstm: [4, 8] } } };
  assert.equal(MEASURES.answer_changes(seen, {}), 'other');
  assert.equal(MEASURES.answer_changes({ ...seen, original: run([1]) }, {}), 'same');
  assert.equal(MEASURES.answer_changes({ ...seen, original: null }, {}), undefined);
  assert.equal(MEASURES.confidence(seen, {}), 'high');
  assert.equal(MEASURES.ratio(seen, {}), 'four_thirds');
  assert.equal(MEASURES.first_layer(seen, { network: 'gru', biases: 2 }), 6);
  assert.equal(MEASURES.second({ ...seen, trace: { ...run([0]), probabilities: [0.5, 0.1, 0.4] } }, {}), 'c');
});

test('a goal counts what was changed, and how much', () => {
  const seen = (changes, order = [1]) => ({ trace: run(order), original: run([0]), changes, moment: 0, tables: {} });
  const off = (...units) => ({ off: [{ layer: 0, units }] });
  const given = { label: 'b', only: ['off'], most: 3 };
  assert.equal(GOALS.answer_is(seen(off(1, 2, 3)), given), true);
  assert.equal(GOALS.answer_is(seen(off(1, 2, 3, 4)), given), false);
  assert.equal(GOALS.answer_is(seen({ ...off(1), random: 1 }), given), false);
  assert.equal(GOALS.answer_is(seen(null), given), false);
  assert.equal(GOALS.answer_is(seen(off(1), [2]), given), false);
  assert.equal(GOALS.other_answer(seen({ gates: [] }), { only: ['gates'] }), true);
  assert.equal(GOALS.other_answer(seen({ gates: [] }, [0]), { only: ['gates'] }), false);
});

test('a typed number is right as far as its digits go', () => {
  for (const typed of ['60672', '60,672', ' 60 672 ']) assert.equal(isNumber(typed, 60672), true, typed);
  for (const typed of ['0.27', '0,27', '.27', '0.268']) assert.equal(isNumber(typed, 0.2678), true, typed);
  for (const typed of ['0.3', '0', '0.28', 'x', '', '1e3', '0.27.1']) assert.equal(isNumber(typed, 0.2678), false, typed);
  for (const typed of ['2.3', '2.30', '2.303']) assert.equal(isNumber(typed, Math.LN10), true, typed);
  for (const typed of ['2', '2.31', '2.302']) assert.equal(isNumber(typed, Math.LN10), false, typed);
  assert.equal(isNumber('24', 24), true);
  assert.equal(isNumber('23.6', 24), false);
  assert.equal(isNumber('0', 0), true);
});

// Series in their own unit, and orders of units.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errors, inputAt, isFree, predictions, valueAt, windowAt } from '../../playground/ui/components/run/series.js';
import { ORDERS, unitOrder } from '../../playground/ui/components/run/unit_orders.js';
import { random } from './stream.js';

function series(values, { read = values.length, first = 1, outputs, inputs = [] }) {
  const logits = { values: Float32Array.from(outputs) };
  return { encoded: { kind: 'Series', values, read, first, scale: values.slice(0, read).map((_, k) => 1 + k) }, input: { values: Float32Array.from(inputs) }, stages: new Map([['StepOutput', { filled: outputs.length, arrays: { logits } }]]) };
}

test('a prediction is the value before plus the scale times the output', () => {
  const trace = series([10, 12, 11], { outputs: [0.5, -1, 2, 1], read: 3 });
  assert.deepEqual(predictions(trace), [10.5, 10, 17, 20]);
  assert.deepEqual([valueAt(trace, 2), valueAt(trace, 3), valueAt(trace, 4)], [11, 17, 20]);
  assert.deepEqual([isFree(trace, 2), isFree(trace, 3)], [false, true]);
  assert.equal(inputAt(trace, 3), 2);
});

test('what is predicted grows with what comes in', () => {
  const trace = series([1, 2, 3], { outputs: [1, 1, 1] });
  const output = trace.stages.get('StepOutput');
  output.filled = 1;
  assert.equal(predictions(trace).length, 1);
  output.filled = 3;
  assert.equal(predictions(trace).length, 3);
});

test('errors one step ahead, and going on freely', () => {
  const trace = series([10, 10, 10, 14, 13], { read: 3, first: 1, outputs: [1, -1, 0, 0, 0] });
  const { ahead, free } = errors(trace);
  assert.deepEqual(ahead.map((v) => Math.round(v * 1000) / 1000), [1.5, 1.581]);
  assert.equal(free[0], 3.5);
  assert.deepEqual(errors(series([1, 2], { outputs: [1, 1], first: 2 })).ahead, []);
});

test('a window about its mean', () => {
  const trace = series([1, 2, 3], { outputs: [0, 0, 0] });
  assert.deepEqual(windowAt(trace, 2, 3), [-1 / 3, 0, 1 / 3]);
});

test('every order has every unit once', () => {
  const next = random(2);
  for (const [steps, units] of [[1, 1], [7, 5], [300, 16], [0, 4]]) {
    const values = Float32Array.from({ length: steps * units }, () => next() - 0.5);
    for (const order of ORDERS) assert.deepEqual([...unitOrder(order, values, steps, units)].sort((a, b) => a - b), Array.from({ length: units }, (_, k) => k));
  }
});

test('by mean, by the time of the peak, and by likeness', () => {
  // Units: rising late, high, like the first but later.
  const curves = [[0, 0, 1, 0], [5, 5, 5, 6], [0, 0, 0.9, 0.1], [0, 3, 0, 0]];
  const values = Float32Array.from(curves[0].flatMap((_, t) => curves.map((curve) => curve[t])));
  assert.deepEqual(unitOrder('mean', values, 4, 4), [1, 3, 0, 2]);
  assert.deepEqual(unitOrder('active', values, 4, 4), [3, 0, 2, 1]);
  const like = unitOrder('similarity', values, 4, 4);
  assert.equal(like[0], 1);
  assert.equal(Math.abs(like.indexOf(0) - like.indexOf(2)), 1);
});

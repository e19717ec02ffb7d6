// The answer's column: probabilities in words, the form of an answer, the rows of the classes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formOf, ordered } from '../../playground/ui/components/answer/order.js';
import { percent } from '../../playground/ui/components/answer/percent.js';
import { argmax } from '../../playground/ui/components/run/largest.js';
import { classRows } from '../../playground/ui/components/stage/layout/class_rows.js';

test('what rounding would make 0 or 100 is told apart from them', () => {
  const words = [0, 1e-9, 0.0004, 0.00051, 0.5, 0.9994, 0.9996, 1].map((p) => percent(p).replaceAll('\u00a0', ' '));
  assert.deepEqual(words, ['0.0 %', '< 0.1 %', '< 0.1 %', '0.1 %', '50.0 %', '99.9 %', '> 99.9 %', '100.0 %']);
});

test('the form of an answer', () => {
  const labels = (/** @type {number} */ count) => Array.from({ length: count }, (_, k) => String(k));
  assert.equal(formOf({ labels: labels(10), recurrent: false, task: 'digits' }), 'rows');
  assert.equal(formOf({ labels: labels(18), recurrent: true, task: 'names' }), 'best');
  assert.equal(formOf({ labels: labels(2), recurrent: true, task: 'reviews' }), 'best');
  assert.equal(formOf({ labels: labels(2), recurrent: false, task: 'cancer' }), 'pair');
  assert.equal(formOf({ labels: [], recurrent: true, task: 'series' }), 'series');
  assert.equal(formOf({ labels: [], recurrent: false, task: 'diabetes' }), 'score');
});

test('the best are in sight, the others follow', () => {
  const { best, others } = ordered([0.1, 0.3, 0.05, 0.2, 0.15, 0.12, 0.08]);
  assert.deepEqual(best, [1, 3, 4, 5, 0]);
  assert.deepEqual(others, [6, 2]);
  assert.equal(argmax([0.1, 0.3, 0.3]), 1);
});

test('rows of classes are within the stage', () => {
  for (const height of [456, 614, 794]) {
    for (const count of [1, 2, 3, 10]) {
      const rows = classRows(count, height);
      assert.equal(rows.length, count);
      assert.ok(rows.every((y, k) => y > 40 && y < height && (k === 0 || y > rows[k - 1])), `${count} ${height}: ${rows}`);
    }
  }
});

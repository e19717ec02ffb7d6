// Rows of measurements: within the stage, evenly spaced, as in the mock on the screen it was drawn for.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inputRows } from '../../playground/ui/components/stage/layout/input_rows.js';

test('on the screen of the mock the pitch is 50', () => {
  const rows = inputRows(10, 614);
  assert.deepEqual(rows, Array.from({ length: 10 }, (_, k) => 113 + 50 * k));
});

test('all rows are within the stage, evenly spaced, at any height', () => {
  for (const height of [300, 419, 456, 559, 600, 794, 1200, 1900]) {
    const rows = inputRows(10, height);
    const pitches = rows.slice(1).map((y, k) => y - rows[k]);
    assert.ok(rows[0] >= 60 && rows[9] <= height - 18 + 1e-9, `${height}: ${rows}`);
    for (const pitch of pitches) assert.ok(Math.abs(pitch - pitches[0]) < 1e-9 && pitch <= 96 && pitch > 20);
  }
});

test('one row, and none', () => {
  assert.deepEqual(inputRows(1, 614), [113]);
  assert.deepEqual(inputRows(0, 614), []);
});

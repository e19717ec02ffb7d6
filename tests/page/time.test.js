// What stands along a time axis, as numbers: rows of lanes, orders, guesses, the lines of a chart, moves by keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitOrder } from '../../playground/ui/components/run/unit_orders.js';
import { lastSeason, marksOf, rangeOf } from '../../playground/ui/components/stage/time/chart_lines.js';
import { roughly, turningPoint } from '../../playground/ui/components/stage/time/guesses.js';
import { movedInTime } from '../../playground/ui/components/stage/time/keys.js';
import { meanOf, strongest, unitOfRow } from '../../playground/ui/components/stage/time/lane_values.js';

test('a row of several units shows the strongest, or the mean of a gate', () => {
  const values = Float32Array.from([9, 9, 9, 9, 0.1, -0.8, 0.3, 0.6]); // two steps of four units
  const units = [2, 0, 1, 3];
  assert.equal(strongest(values, 4, units, 0, 4), 1);
  assert.equal(strongest(values, 4, units, 0, 2), 2);
  assert.ok(Math.abs(meanOf(values, 4, units, 1, 3) - -0.35) < 1e-6);
  const row = { values, base: 4, units, first: 0, end: 4 };
  assert.equal(unitOfRow({ ...row, mean: false, chosen: null }), 1);
  assert.equal(unitOfRow({ ...row, mean: false, chosen: 3 }), 3);
  assert.equal(unitOfRow({ ...row, mean: true, chosen: null }), 0);
});

test('units are sorted by their state where the layer is done', () => {
  const values = [0.5, -1, 0.2, /* second step */ -0.3, 0.9, 0.4];
  assert.deepEqual(unitOrder('state', values, 2, 3), [0, 2, 1]);
  assert.deepEqual(unitOrder('state', values, 2, 3, 0), [1, 2, 0]);
  assert.deepEqual(unitOrder('index', values, 2, 3), [0, 1, 2]);
});

test('the step that turned the guess, and the class that gained most', () => {
  const values = [0.5, 0.3, 0.2, 0.45, 0.35, 0.2, 0.1, 0.2, 0.7, 0.1, 0.15, 0.75];
  assert.deepEqual(turningPoint({ values, size: 3, filled: 4 }), { step: 2, gained: 2, before: 0.2, after: 0.7 });
  assert.equal(turningPoint({ values, size: 3, filled: 1 }), null);
});

test('whole per cent are told apart from certainty', () => {
  assert.deepEqual([0, 0.004, 0.005, 0.5, 0.996, 1].map((p) => roughly(p, true)), ['0%', '<1%', '1%', '50%', '>99%', '100%']);
});

test('the lines of a chart', () => {
  const encoded = { values: [1, 2, 3, 1, 2, 3, 1, 2], read: 6, ahead: 3, season: 3 };
  assert.deepEqual(lastSeason({ encoded }), [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]);
  assert.equal(lastSeason({ encoded: { ...encoded, season: null } }), null);
  const [least, most] = rangeOf([[1, 3], [undefined, 5, Number.NaN]]);
  assert.ok(least < 1 && least > 0.5 && most > 5 && most < 5.5);
  assert.deepEqual(rangeOf([[]]), [0, 1]);
});

test('marks of a scale are round and within it', () => {
  for (const range of [[0, 1], [5.2, 15.1], [-3e-6, 2e-6], [1e9, 4e9], [0.1, 0.1000001]]) {
    const marks = marksOf(range, 5);
    assert.ok(marks.length >= 1 && marks.length <= 7, `${range}: ${marks}`);
    for (const mark of marks) assert.ok(mark >= range[0] && mark <= range[1] * (1 + 1e-9), `${mark} of ${range}`);
  }
  assert.deepEqual(marksOf([5.2, 15.1], 5), [6, 8, 10, 12, 14]);
});

test('keys lead from step to step and along what was read', () => {
  const run = { steps: 4, labels: ['a', 'b', 'c'], input: { shape: [4, 3] }, stages: new Map() };
  const given = { key: 'Input', form: 'given' };
  assert.deepEqual(movedInTime(run, given, { index: [1, 2], t: 1 }, 0, 1), { index: [1, 0], t: 1 });
  assert.deepEqual(movedInTime(run, given, { index: [3, 2], t: 3 }, 1, 0), { index: [3, 2], t: 3 });
  assert.deepEqual(movedInTime(run, { key: 'StepOutput', form: 'guess' }, { index: [2], t: 0 }, 0, 1), { index: [0], t: 0 });
  assert.deepEqual(movedInTime(run, { key: 'StepOutput', form: 'chart' }, { index: [0], t: 2 }, -1, 0), { index: [0], t: 1 });
  assert.equal(movedInTime(run, { key: 'x', form: 'maps' }, { index: [0, 0, 0] }, 1, 0), null);
});

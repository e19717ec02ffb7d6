// Which parts of a digit that the page writes by itself are answered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstPoints, isDot } from '../../playground/ui/components/entries/strokes.js';
import { shifted } from '../../playground/ui/components/entries/moved.js';
import { answeredShares } from '../../playground/ui/components/stage/first_seconds/first_visit.js';

test('at most eight answers with the whole, evenly spread, however the frames fall', () => {
  for (const step of [1, 3, 7, 40]) {
    const isAsked = answeredShares();
    const total = 93;
    const asked = [];
    for (let count = 1; count < total; count += step) if (isAsked(count, total)) asked.push(count);
    assert.ok(asked.length <= 7, String(asked));
    if (step < 7) assert.equal(asked.length, 7);
    assert.equal(isAsked(total, total), false); // the whole is asked for exactly
  }
});

test('the first points of strokes', () => {
  const strokes = [[[0, 0], [0, 1]], [[1, 1], [2, 2]]];
  assert.deepEqual(firstPoints(strokes, 3), [[[0, 0], [0, 1]], [[1, 1]]]);
  assert.deepEqual(firstPoints(strokes, 9), strokes);
});

test('what is as large as nothing but a click that shook is a dot, however many strokes it has', () => {
  assert.ok(isDot([]));
  assert.ok(isDot([[[0.4, 0.3]], [[0.419, 0.319], [0.401, 0.3]]]));
  assert.ok(!isDot([[[0.4, 0.3]], [[0.421, 0.3]]]));
  assert.ok(!isDot([[[0.4, 0.3], [0.4, 0.279]]]));
});

test('a digit is moved by half pixels, within the picture, and what else was done to it stays', () => {
  assert.deepEqual(shifted({}, 3, -2), { right: 3, down: -2 });
  assert.deepEqual(shifted({ right: 3, turn: 10 }, -3, 0.4), { turn: 10, down: 0.5 });
  assert.deepEqual(shifted({ right: 10 }, 10, 0), { right: 14 });
  assert.equal(shifted({ right: 2 }, -2, 0), null);
  assert.deepEqual(shifted({ size: 1.2 }, 0, 0), { size: 1.2 });
});

// What a summary in words tells of a layer: the map or unit that answers most, and where.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strongest } from '../../playground/ui/components/run/largest.js';
import { active, meansOf, strongestMap } from '../../playground/ui/components/stage/strongest.js';

test('the map that answers most, and the third of it with its strongest value', () => {
  const values = new Float32Array(2 * 6 * 6);
  values[6 * 6 + 5 * 6 + 5] = -3; // map 2, at the lower right
  values[7] = 1;
  assert.deepEqual(strongestMap(values, [2, 6, 6]), { map: 1, row: 5, column: 5, down: 'lower', across: 'right', isEmpty: false });
  values[6 * 6 + 5 * 6 + 5] = 0;
  assert.deepEqual(strongestMap(values, [2, 6, 6]), { map: 0, row: 1, column: 1, down: 'upper', across: 'left', isEmpty: false });
  assert.equal(strongestMap(new Float32Array(9), [1, 3, 3]).isEmpty, true);
});

test('units by their size, and how many are not 0', () => {
  assert.equal(strongest([0, -4, 3]), 1);
  assert.equal(strongest(Float32Array.of(9, -4, 3, 0, 1, -2).subarray(3)), 2);
  assert.equal(active([0, 1, 0, -2]), 2);
});

test('the mean of all units at each step', () => {
  assert.deepEqual(meansOf([1, 3, 0, 0, 5, 5], 2, 3), [2, 0, 5]);
});

// Which test data are shown, in which order, and how the address says so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { among, nextCell, placesOf, readChoice, shadeOf, writeChoice } from '../../playground/ui/components/browse/choice.js';

const TRUTH = [0, 1, 2, 0, 1, 2];
const ONE = { answers: [0, 1, 1, 2, 1, 1], certainty: [0.9, 0.4, 0.5, 0.8, 0.7, 0.95] };
const OTHER = { answers: [0, 2, 1, 0, 1, 2], certainty: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5] };

test('what is wrong comes with the surest first, all with the least sure', () => {
  assert.deepEqual(placesOf({ kind: 'wrong' }, TRUTH, ONE, null), [5, 3, 2]);
  assert.deepEqual(placesOf({ kind: 'unsure' }, TRUTH, ONE, null), [1, 2, 4, 3, 0, 5]);
});

test('where two networks differ, and without a second one nowhere', () => {
  assert.deepEqual(placesOf({ kind: 'differ', other: 'gru' }, TRUTH, ONE, OTHER), [1, 3, 5]);
  assert.deepEqual(placesOf({ kind: 'differ', other: null }, TRUTH, ONE, null), []);
});

test('a cell has those of one label with one answer: errors the surest first, what is right the least sure', () => {
  assert.deepEqual(placesOf({ kind: 'cell', truth: 2, answer: 1 }, TRUTH, ONE, null), [5, 2]);
  assert.deepEqual(placesOf({ kind: 'cell', truth: 1, answer: 1 }, TRUTH, ONE, null), [1, 4]);
  assert.deepEqual(placesOf({ kind: 'cell', truth: 7, answer: 1 }, TRUTH, ONE, null), []);
});

test('those of the same certainty stay in their order', () => {
  assert.deepEqual(placesOf({ kind: 'unsure' }, TRUTH, OTHER, null), [0, 1, 2, 3, 4, 5]);
});

test('the address has the choice, and of what it has not the first', () => {
  for (const choice of [{ kind: 'wrong' }, { kind: 'unsure' }, { kind: 'differ', other: null }, { kind: 'differ', other: 'bigru' }, { kind: 'differ', other: '@ab.c' }, { kind: 'cell', truth: 4, answer: 9 }]) {
    assert.deepEqual(readChoice(writeChoice(choice)), choice);
  }
  assert.equal(writeChoice({ kind: 'wrong' }), null);
  for (const text of ['', 'nothing', 'cell', 'cell.4', 'cell.4.x', 'cell.-1.2', 'cell.1.2.3']) assert.deepEqual(readChoice(text), { kind: 'wrong' });
});

test('a cell of another task is none here', () => {
  const cell = { kind: 'cell', truth: 4, answer: 12 };
  assert.deepEqual(among(cell, 18), cell);
  assert.deepEqual(among(cell, 10), { kind: 'wrong' });
  assert.deepEqual(among({ kind: 'unsure' }, 2), { kind: 'unsure' });
});

test('one error is seen beside hundreds', () => {
  assert.equal(shadeOf(0, 200), 0);
  assert.equal(shadeOf(200, 200), 1);
  assert.ok(shadeOf(1, 200) > 0.1);
  assert.equal(shadeOf(0, 0), 0);
});

test('an arrow key goes on to the next cell that has a number, or stays', () => {
  const confusion = [[5, 0, 1], [0, 5, 0], [2, 0, 5]];
  assert.deepEqual(nextCell(confusion, [0, 0], [0, 1]), [0, 2]);
  assert.deepEqual(nextCell(confusion, [0, 0], [1, 0]), [2, 0]);
  assert.deepEqual(nextCell(confusion, [1, 1], [0, 1]), [1, 1]);
  assert.deepEqual(nextCell(confusion, [2, 2], [1, 0]), [2, 2]);
});

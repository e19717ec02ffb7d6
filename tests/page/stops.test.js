// The stops of a lesson: their place in the address, and their minutes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutesOf, stopOf } from '../../playground/ui/components/guide/stops.js';

test('a stop is told from a section of the story', () => {
  assert.deepEqual(stopOf('cnn.loss'), ['cnn', 'loss']);
  assert.equal(stopOf('gates'), null);
  assert.equal(stopOf(''), null);
});

test('minutes before a stop, after it, and of all', () => {
  const stops = { first: { minutes: 4 }, second: { minutes: 3 }, third: { minutes: 5 } };
  assert.deepEqual(minutesOf(stops, 'first'), { from: 0, to: 4, all: 12 });
  assert.deepEqual(minutesOf(stops, 'second'), { from: 4, to: 7, all: 12 });
  assert.deepEqual(minutesOf(stops, 'third'), { from: 7, to: 12, all: 12 });
});

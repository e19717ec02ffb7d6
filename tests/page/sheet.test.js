// The sheet on a phone: three heights in order, within the window, and the nearest one where it is dropped.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HEIGHTS, heightOf, isSheet, nearest } from '../../playground/ui/components/dock/sheet_heights.js';

test('phones and windows at 200 % have a sheet, laptops have none', () => {
  assert.ok(isSheet({ width: 390, height: 664 }));
  assert.ok(isSheet({ width: 720, height: 450 }));
  assert.ok(isSheet({ width: 683, height: 310 }));
  assert.ok(!isSheet({ width: 1366, height: 620 }));
  assert.ok(!isSheet({ width: 1024, height: 620 }));
});

test('the heights of the mocks on a phone', () => {
  assert.deepEqual(HEIGHTS.map((level) => heightOf(level, 664)), [92, 181, 608]);
});

test('the heights are in order and leave the header in sight', () => {
  for (const height of [250, 310, 450, 539, 664, 844, 932]) {
    const [low, middle, full] = HEIGHTS.map((level) => heightOf(level, height));
    assert.ok(low <= middle && middle <= full && full <= height - 44, `${height}: ${low} ${middle} ${full}`);
  }
});

test('it drops to the nearest height', () => {
  for (const level of HEIGHTS) assert.equal(nearest(heightOf(level, 664) + 10, 664), level);
  assert.equal(nearest(-50, 664), 'low');
  assert.equal(nearest(5000, 664), 'full');
});

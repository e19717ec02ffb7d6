// A pen and the hand that holds it: which of the pointers on the pad draws.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Hands } from '../../playground/ui/components/entries/hands.js';

test('the first pointer draws, and a second finger rests', () => {
  const hands = new Hands();
  assert.equal(hands.down(1, 'touch', 0), 'draw');
  assert.equal(hands.down(2, 'touch', 10), 'rest');
  assert.ok(hands.draws(1) && !hands.draws(2));
  hands.up(20);
  assert.equal(hands.down(2, 'touch', 30), 'draw');
});

test('a pen takes the pad from a palm, and keeps it from a finger', () => {
  const hands = new Hands();
  hands.down(1, 'touch', 0);
  assert.equal(hands.down(7, 'pen', 50), 'takeover');
  assert.ok(hands.draws(7) && !hands.draws(1));
  assert.equal(hands.down(2, 'touch', 60), 'rest');
});

test('a touch just after a pen is the hand that holds it, and later a finger', () => {
  const hands = new Hands();
  hands.down(7, 'pen', 0);
  hands.up(1000);
  assert.equal(hands.down(1, 'touch', 1200), 'rest');
  assert.equal(hands.down(7, 'pen', 1250), 'draw');
  hands.up(1300);
  assert.equal(hands.down(1, 'touch', 5000), 'draw');
});

test('a mouse is taken over by nobody', () => {
  const hands = new Hands();
  hands.down(1, 'mouse', 0);
  assert.equal(hands.down(7, 'pen', 10), 'rest');
});

// What is read from declarations: the main quantity, scales, what can be held.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldQuantities, heldValues, mainQuantity, scaleOf, withRole } from '../../playground/ui/components/run/declarations.js';
import { DECLARED } from './declared.js';

test('the main quantity is the last state, else the last of the values', () => {
  const main = (kind) => mainQuantity(DECLARED[kind]);
  assert.deepEqual(['LSTMStep', 'MGUStep', 'Dense', 'MaxPooling', 'Softmax'].map(main), ['hidden', 'hidden', 'activation', 'maps', 'probabilities']);
});

test('gates have the scale of shares', () => {
  assert.deepEqual(['share', 'probability', 'signed', 'positive', 'unbounded', 'logits', 'index'].map(scaleOf), ['share', 'share', 'signed', 'positive', 'signed', 'signed', 'signed']);
});

test('what can be held, and at what', () => {
  assert.deepEqual(heldQuantities(DECLARED.LSTMStep), ['forget', 'input', 'candidate', 'output']);
  assert.deepEqual(heldQuantities(DECLARED.MGUStep), ['forget', 'candidate']);
  assert.deepEqual(heldValues(DECLARED.MGUStep.quantities.forget), [0, 1]);
  assert.deepEqual(heldValues(DECLARED.MGUStep.quantities.candidate), [0]);
  assert.deepEqual(withRole(DECLARED.LSTMStep, 'state'), ['cell', 'hidden']);
});

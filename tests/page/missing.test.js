// Places that a run has, and those that an address or another network names and it has not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasOpened, hasSelected } from '../../playground/ui/components/dock/missing.js';
import { read } from '../../playground/ui/components/explanation/selection.js';
import { STATE } from '../../playground/ui/components/store/state.js';
import { DECLARED } from './declared.js';

const stage = (key, kind, arrays, filled = 0) => [key, { key, kind, filled, declared: DECLARED[kind], arrays: Object.fromEntries(Object.entries(arrays).map(([name, shape]) => [name, { shape }])) }];
const run = { labels: ['a', 'b', 'c'], stages: new Map([
  stage('Convolution:0', 'Convolution', { maps: [16, 28, 28] }),
  stage('MaxPooling:0', 'MaxPooling', { maps: [16, 14, 14] }),
  stage('LSTMStep:0', 'LSTMStep', { forget: [128], cell: [128], hidden: [128] }, 5),
  stage('Output', 'Output', { logits: [3] }),
]) };
const has = (cell, options) => hasSelected(read(cell), run, options);

test('places that there are', () => {
  for (const cell of ['Convolution.0...maps', 'Convolution.0...maps.15', 'Convolution.0...maps.15-27-0', 'LSTMStep.0.0..forget.127', 'LSTMStep.0.0.4.cell.0', 'Output....logits.2', 'Output....logits.2.against-0']) assert.ok(has(cell), cell);
});

test('places that there are not', () => {
  for (const cell of ['Convolution.1...maps', 'Convolution.0...none', 'Convolution.0...maps.16', 'Convolution.0...maps.15-28-0', 'Convolution.0...maps.1-2-3-4', 'GRUStep.0.0..update.1', 'LSTMStep.0.0..forget.128', 'LSTMStep.0.0.5.cell.0', 'Output....logits.2.against-3', 'Output....logits.2.against-2']) assert.ok(!has(cell), cell);
  assert.ok(has('LSTMStep.0.0.5.cell.0', { anyStep: true }), 'another input may be as long');
  assert.ok(!has('LSTMStep.0.0.5.cell.128', { anyStep: true }));
});

test('what can be opened', () => {
  const opens = (text) => hasOpened(STATE.opened.read(text), run);
  for (const text of ['column.Convolution:0', 'layer.Convolution:0', 'layer.MaxPooling:0', 'lane.LSTMStep:0', 'lane.LSTMStep:0.forget']) assert.ok(opens(text), text);
  for (const text of ['column.Convolution:7', 'column.MaxPooling:0', 'layer.LSTMStep:0', 'lane.Convolution:0', 'lane.LSTMStep:0.update', 'column.Output']) assert.ok(!opens(text), text);
});

// Which view of the dock shows a selection, the value beside a value, units as they are typed, and the lab's bench.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbers, ranges } from '../../playground/ui/components/dock/changes/ranges.js';
import { moved } from '../../playground/ui/components/dock/neighbours.js';
import { grouped } from '../../playground/ui/components/dock/sums.js';
import { addsUp } from '../../playground/ui/components/text/worked.js';
import { viewNameOf } from '../../playground/ui/components/dock/views.js';
import { DECLARED } from './declared.js';
import { random } from './stream.js';

const stage = (kind, layer, arrays) => [[kind, layer].filter((part) => part !== undefined).join(':'), { kind, layer, declared: DECLARED[kind], arrays: Object.fromEntries(Object.entries(arrays).map(([name, shape]) => [name, { shape }])) }];
const run = { stages: new Map([
  stage('Input', undefined, { values: [1, 28, 28] }),
  stage('Convolution', 0, { maps: [16, 28, 28] }),
  stage('MaxPooling', 0, { maps: [16, 14, 14] }),
  stage('Dense', 0, { pre_activation: [8], activation: [8] }),
  stage('LSTMStep', 0, { forget: [4] }),
  ['Output', { kind: 'Output', declared: { timed: false, quantities: { logits: { role: 'logits' } } }, arrays: { logits: { shape: [10] } } }],
]) };
const view = (stageName, layer, quantity, index, t = null) => viewNameOf({ stage: stageName, layer, direction: null, t, quantity, index }, run);

test('a view for each depth of a selection', () => {
  assert.equal(view('Convolution', 0, 'maps', []), 'layer');
  assert.equal(view('Convolution', 0, 'maps', [3]), 'map');
  assert.equal(view('Convolution', 0, 'maps', [3, 1, 1]), 'value');
  assert.equal(view('MaxPooling', 0, 'maps', [3]), 'passed');
  assert.equal(view('Dense', 0, 'activation', [3]), 'dense');
  assert.equal(view('Output', null, 'logits', [3]), 'logit');
  assert.equal(view('LSTMStep', 0, 'forget', [3]), 'unit');
  assert.equal(view('LSTMStep', 0, 'forget', [3], 5), 'value');
  assert.equal(view('Input', null, 'values', [0, 3, 3]), 'value');
});

test('none for what the run does not have', () => {
  assert.equal(view('GRUStep', 0, 'reset', [3]), null);
  assert.equal(view('Convolution', 0, 'maps', [16]), null);
  assert.equal(view('Dense', 0, 'cell', [0]), null);
});

test('keys lead to the value beside, page keys to the next map, and round the edge', () => {
  assert.deepEqual(moved([2, 0, 27], [16, 28, 28], 'ArrowRight'), [2, 0, 0]);
  assert.deepEqual(moved([2, 0, 27], [16, 28, 28], 'ArrowUp'), [2, 27, 27]);
  assert.deepEqual(moved([0, 3, 3], [16, 28, 28], 'PageUp'), [15, 3, 3]);
  assert.equal(moved([3], [8], 'PageUp'), null);
  assert.deepEqual(moved([7], [8], 'ArrowDown'), [0]);
  assert.deepEqual(moved([2, 0, 27], [16, 28, 28], 'next'), [2, 1, 0]);
  assert.equal(moved([3], [8], 'x'), null);
});

test('units as they are typed and told', () => {
  assert.deepEqual(numbers('1-3, 7', 8), [0, 1, 2, 6]);
  assert.equal(numbers('1-9', 8), null);
  assert.equal(numbers('a', 8), null);
  assert.equal(ranges([0, 1, 2, 6]), '1–3, 7');
});

test('small terms are put together so that few decimals add up', () => {
  let seed = 7;
  const next = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 2;
  for (let trial = 0; trial < 200; trial++) {
    const terms = Array.from({ length: 10 }, next).sort((a, b) => Math.abs(b) - Math.abs(a));
    const [rest, bias] = [next(), next()];
    const total = [...terms, rest, bias].reduce((a, b) => a + b);
    const { count, merged, places } = grouped(terms, rest, bias, total, 3);
    const others = terms.slice(count).reduce((a, b) => a + b, rest);
    const parts = [...terms.slice(0, count), ...(merged ? [others + bias] : [others, bias])];
    assert.ok(count >= 4 && addsUp(parts, total, places));
  }
});

test('a sum of six terms, of which three may be left, has seldom more than four decimals, and a wrong one none more', () => {
  const next = random(3);
  let long = 0;
  for (let trial = 0; trial < 2_000; trial++) {
    const terms = Array.from({ length: 6 }, () => next() * 16 - 8).sort((a, b) => Math.abs(b) - Math.abs(a));
    const [rest, bias] = [next() * 8 - 4, next() - 0.5];
    if (grouped(terms, rest, bias, [...terms, rest, bias].reduce((a, b) => a + b), 2, 3).places > 4) long++;
  }
  assert.ok(long < 40, `${long} of 2000`);
  assert.equal(grouped([3, 2, 1], 0, 0, 7, 2).places, 2);
});

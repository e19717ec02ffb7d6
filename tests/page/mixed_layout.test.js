// Networks of which some stages are in time and some are not; and what a pixel of a strip stands for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as strip from '../../playground/ui/components/stage/forms/strip.js';
import { layoutOf } from '../../playground/ui/components/stage/layout/layout.js';
import { partsOf } from '../../playground/ui/components/stage/layout/mixed.js';

const stage = (key, quantity, shape, role, timed = false) => {
  const [kind, layer, direction] = key.split(':');
  return { key, kind, layer: layer && Number(layer), direction: direction && Number(direction), quantity, title: kind, short: kind, symbol: '', shape, role, inputs: [], timed, range: 'unbounded' };
};
const GRU = ['reset', 'update', 'candidate', 'hidden'].flatMap((name, k) => [0, 1].map((layer) => stage(`GRUStep:${layer}`, name, [24], ['gate', 'gate', 'candidate', 'state'][k], true))).sort((a, b) => a.layer - b.layer);
const PICTURE = stage('Input', 'values', [1, 28, 28], 'input');
const MAPS = [stage('Convolution:0', 'maps', [8, 28, 28], 'maps'), stage('Activation:0', 'maps', [8, 28, 28], 'activation'), stage('MaxPooling:0', 'maps', [8, 14, 14], 'values')];
const OUTPUT = stage('Output', 'logits', [10], 'logits');
const HEAD = [stage('Dense:0', 'activation', [64], 'activation'), OUTPUT];
const SIZES = [[1026, 614, 1, false], [1000, 456, 1.25, false], [1506, 794, 2, false], [390, 350, 3, true]];

const sizeOf = ([width, height, dpr, phone]) => ({ width, height, dpr, phone, short: height < 560, steps: 14, from: 0, count: 14, task: 'digits', classes: 10, opened: null, chosen: null });

test('what stands in time is known from what does not', () => {
  const names = (parts) => [parts.before, parts.timed, parts.after].map((part) => part.length);
  assert.deepEqual(names(partsOf([PICTURE, ...MAPS, ...GRU, OUTPUT])), [4, 8, 0]);
  assert.deepEqual(names(partsOf([stage('Input', 'values', [28, 28], 'input'), ...GRU, OUTPUT])), [0, 9, 0]);
  assert.deepEqual(names(partsOf([stage('Input', 'values', [28, 28], 'input'), ...GRU, ...HEAD])), [0, 9, 2]);
});

test('maps, lanes and a head stand after each other and within the stage', () => {
  for (const size of SIZES.map(sizeOf)) {
    const layout = layoutOf([PICTURE, ...MAPS, ...GRU, ...HEAD], size);
    const at = (form) => layout.blocks.filter((block) => block.form === form);
    const [along, length] = size.phone ? ['y', 'height'] : ['x', 'width'];
    const end = (blocks) => Math.max(...blocks.map((block) => block[along] + block[length]));
    const start = (blocks) => Math.min(...blocks.map((block) => block[along]));
    assert.equal(at('maps').length, 3);
    assert.ok(at('lane').length >= 5 && at('grid').length === 1 && at('logits').length === 1);
    assert.ok(end(at('maps')) <= start(at('lane')) && end(at('lane')) <= start(at('grid')), JSON.stringify(size));
    for (const block of layout.blocks) assert.ok(block.x >= 0 && block.y >= 0 && block.x + block.width <= layout.width + 0.5 && block.y + block.height <= layout.height + 0.5, `${block.key} in ${JSON.stringify(size)}`);
    if (!size.phone) assert.ok(layout.width <= size.width + 1);
    const [lane] = at('lane');
    assert.ok(Math.abs(layout.axis.x - lane.x) < 1e-6 && layout.axis.groups[0].y === layout.blocks.find(({ key, form }) => form === 'lane' && key === layout.axis.groups[0].key).y);
  }
});

test('of the values that share a pixel of a strip the one of largest size is painted and found', () => {
  const values = Float32Array.from([1, -4, 2, 0, 3, -1, 0, 0, 5]);
  assert.equal(strip.strongestOf(values, 0, 3), 1);
  assert.equal(strip.strongestOf(values, 6, 8), 6);
  const block = { key: 'Flatten', quantity: 'values', x: 10, y: 20, width: 14, height: 5, inset: 1, shape: [9], turned: false };
  const run = { stages: new Map([['Flatten', { arrays: { values: { values } } }]]) };
  assert.deepEqual([1.5, 2.5, 3.5].map((y) => strip.at(block, 5, y, run)?.index), [[1], [4], [8]]);
  assert.equal(strip.at(block, 5, 4.5, run), null);
  const whole = strip.boxOf({ ...block, height: 92, shape: [3, 3] }, [1]);
  assert.deepEqual([whole.y, whole.height], [51, 30]);
});

// Partial sums of a convolution against torch's (tests/page/convolutions.json, printed by torch.nn.functional.conv2d).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { partialSums, patchOf, settingsOf, summed } from '../../playground/ui/components/dock/partial_sums.js';
import { blockSums, strongestFirst } from '../../playground/ui/components/dock/sums.js';

const CASES = JSON.parse(readFileSync(new URL('./convolutions.json', import.meta.url)));
const madeOf = ({ x, shape, weight, kernel, bias, values, outcome, map, maps }) => ({ input: x, shape, kernels: weight, kernel, bias, values, size: outcome, map, maps });
const near = (a, b) => a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < 1e-5, `${i}: ${value} ${b[i]}`));

test('partial sums are those of torch, for each stride, padding, dilation and number of groups', () => {
  for (const one of CASES) {
    const sums = partialSums(madeOf(one), one.settings);
    assert.equal(sums.length, one.kernel[0]);
    sums.forEach((sum, j) => near([...sum], one.parts[j]));
    near(sums.map((sum) => summed(sum, one.values)), one.sums);
  }
});

test('with the bias they are the map, and over the passed cells what ReLU lets through', () => {
  for (const one of CASES) {
    const sums = partialSums(madeOf(one), one.settings);
    near(one.values.map((_, i) => sums.reduce((total, sum) => total + sum[i], one.bias)), one.values);
    const cells = one.values.filter((value) => value > 0).length;
    near([sums.reduce((total, sum) => total + summed(sum, one.values), cells * one.bias)], [one.passed]);
  }
});

test('the settings are found from the values, and none where none fits', () => {
  for (const one of CASES) {
    const found = settingsOf(madeOf(one));
    assert.deepEqual({ ...found, groups: one.settings.groups }, one.settings);
    assert.equal(settingsOf(madeOf({ ...one, values: one.values.map((value) => value + 1) })), null);
  }
});

test('the patch under the kernel times the kernel is the partial sum at that cell', () => {
  for (const one of CASES) {
    const [made, columns] = [madeOf(one), one.outcome[1]];
    const [y, x] = [one.outcome[0] - 1, 0];
    const area = one.kernel[1] * one.kernel[2];
    const sum = patchOf(made, one.settings, 0, y, x).reduce((total, value, i) => total + value * one.weight[i], 0);
    near([sum], [one.parts[0][y * columns]]);
    assert.equal(patchOf(made, one.settings, 0, y, x).length, area);
  }
});

test('blocks of products, and the largest size first', () => {
  assert.deepEqual([...blockSums([1, 2, 3, 4], [1, 1, 2, 0.5], 2)], [3, 8]);
  assert.deepEqual(strongestFirst([1, -3, 2]), [1, 2, 0]);
});

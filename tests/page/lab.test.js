// The arithmetic of the convolution lab, against a convolution and a pooling written out plainly.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convolution, origin, patchCells, pooling, sizeAfter, writeSize, writeTotal } from '../../playground/ui/components/lab/arithmetic.js';
import { brief, equals, factor, num, typed } from '../../playground/ui/components/lab/format.js';
import { SETUPS } from '../../playground/ui/components/lab/presets.js';
import { kernelFor, rechannelled, recentred, resized, zeros } from '../../playground/ui/components/lab/sizes.js';
import { readers, trail, unflattened } from '../../playground/ui/components/lab/sources.js';
import { random } from './stream.js';

const grid = (height, width, value) => Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => value(y, x)));

/** One value of a map, as torch.nn.functional.conv2d has it. */
function plainly({ input, kernels, bias, stride, padding, dilation }, m, y, x) {
  let sum = bias[m];
  input.forEach((rows, c) => kernels[m][c].forEach((weights, i) => weights.forEach((w, j) => {
    const [row, column] = [y * stride[0] - padding[0] + i * dilation[0], x * stride[1] - padding[1] + j * dilation[1]];
    sum += w * (rows[row]?.[column] ?? 0);
  })));
  return sum;
}

test('a cell is the sum of its products, for all sizes, strides, paddings and dilations', () => {
  const next = random(4);
  const whole = (least, most) => least + Math.floor(next() * (most - least + 1));
  for (let round = 0; round < 300; round++) {
    const [channels, maps] = [whole(1, 3), whole(1, 3)];
    const pair = (least, most) => [whole(least, most), whole(least, most)];
    const [[height, width], [rows, columns], stride, padding, dilation] = [pair(3, 9), pair(1, 4), pair(1, 3), pair(0, 3), pair(1, 2)];
    const input = Array.from({ length: channels }, () => grid(height, width, () => whole(-9, 9)));
    const kernels = Array.from({ length: maps }, () => Array.from({ length: channels }, () => grid(rows, columns, () => whole(-3, 3))));
    const request = { input, kernels, bias: Array.from({ length: maps }, () => whole(-2, 2)), stride, padding, dilation };
    const size = [sizeAfter(height, rows, stride[0], padding[0], dilation[0]), sizeAfter(width, columns, stride[1], padding[1], dilation[1])];
    if (size.some((n) => n < 1)) continue;
    const [m, y, x] = [whole(0, maps - 1), whole(0, size[0] - 1), whole(0, size[1] - 1)];
    const found = convolution(request, m, y, x);
    assert.equal(found.value, plainly(request, m, y, x));
    assert.equal(found.cells.length, rows * columns);
    assert.ok(writeTotal(found).endsWith(num(found.value)));
    const last = patchCells(request, size[0] - 1, size[1] - 1).at(-1);
    assert.ok(last[0] < height + padding[0] && last[1] < width + padding[1], 'the last window is inside of the padding');
  }
});

test('pooling: the winner, and the mean', () => {
  const map = [[1, 2, 0], [4, 3, 0]];
  assert.deepEqual([pooling(map, 0, 0, 'max', 3).winner, pooling(map, 0, 0, 'max', 3).value], [2, 4]);
  assert.equal(pooling(map, 0, 0, 'average').value, 2.5);
});

test('a place in the row, and where it came from', () => {
  assert.deepEqual(origin(2 * 12 + 5, 3, 4), [2, 1, 1]);
  const result = { maps: [grid(2, 2, () => 0), grid(2, 2, () => 0)], activated: null, pooled: null };
  assert.deepEqual(unflattened(result, { kind: 'flat', k: 6 }), { kind: 'map', map: 1, y: 1, x: 0 });
});

test('from a cell back to the picture, and from the picture to the cells', () => {
  const { input, kernels, stride, padding, dilation } = SETUPS.example;
  const request = { input, kernels, stride, padding, dilation };
  const result = { request, maps: kernels.map(() => grid(4, 4, () => 0)), activated: null, pooled: null, winners: null, flat: [], reads: [] };
  const parts = trail(result, { kind: 'map', map: 0, y: 1, x: 2 });
  assert.deepEqual(parts.map(({ grid: name, cells }) => [name, cells.length]), [['map', 1], ['input', 9]]);
  assert.deepEqual(readers(result, [0, 0]), [[0, 0]]);
  assert.equal(readers(result, [3, 3]).length, 9);
});

test('what was painted stays where it can', () => {
  assert.deepEqual(resized([[1, 2], [3, 4]], 3, 1), [[1], [3], [0]]);
  assert.deepEqual(recentred([[1]], 3, 3), [[0, 0, 0], [0, 1, 0], [0, 0, 0]]);
  assert.deepEqual(recentred(recentred([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 5, 5), 3, 3), [[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
  assert.deepEqual(rechannelled([[[0.3]], [[0.6]], [[0]]], 1), [[[0.3]]]);
  assert.equal(rechannelled([[[1]]], 3).length, 3);
  assert.deepEqual(kernelFor([[[1]]], 2), [[[1]], [[1]]]);
  assert.deepEqual(zeros(1, 1, 2), [[[0, 0]]]);
});

test('numbers as the lab writes and reads them', () => {
  assert.deepEqual([0.5, -2, 1 / 3, -0.0001].map((v) => num(v)), ['0.5', '−2', '0.333', '0']);
  assert.deepEqual([factor(-1), factor(1)], ['(−1)', '1']);
  assert.deepEqual([equals(0.25, 1), equals(1 / 3)], ['=', '≈']);
  assert.deepEqual(['1,5', '−2', ' 3 ', '', 'x', '1001', '1e3'].map(typed), [1.5, -2, 3, null, null, null, 1000]);
  assert.deepEqual([brief(123.4, 60), brief(12.34, 60), brief(1.234, 60), brief(1.234, 20)], ['123', '12.3', '1.23', '1.2']);
  assert.equal(writeSize(28, 5, 1, 2, 1), '⌊(28 + 2·2 − 1·(5 − 1) − 1) / 1⌋ + 1 = 28');
});

// The sums behind one cell, from the numbers that were sent: what PyTorch did, written out.

import { equals, factor, num } from './format.js';

/** @typedef {import('./state.js').Request} Request */
/** @typedef {number[][]} Grid rows of columns */
/** @typedef {[number, number]} Cell row and column */

/** The output cells along a side, floor((n + 2p - d(k-1) - 1) / s) + 1. @param {number} n @param {number} k @param {number} s @param {number} p @param {number} d */
export const sizeAfter = (n, k, s, p, d) => Math.floor((n + 2 * p - d * (k - 1) - 1) / s) + 1;

/** Rows (axis 0) or columns (axis 1) of the grid that the window of output `at` reads; outside of it is padding. @param {Request} request @param {0 | 1} axis @param {number} at @returns {number[]} */
function reach({ kernels, stride, padding, dilation }, axis, at) {
  const count = axis ? kernels[0][0][0].length : kernels[0][0].length;
  return Array.from({ length: count }, (_, i) => at * stride[axis] - padding[axis] + i * dilation[axis]);
}

/** All cells [row, column] that the window of an output cell reads, padding among them. @param {Request} request @param {number} y @param {number} x @returns {Cell[]} */
export function patchCells(request, y, x) {
  const columns = reach(request, 1, x);
  return reach(request, 0, y).flatMap((row) => columns.map((column) => /** @type {Cell} */ ([row, column])));
}

/** Map m at (y, x): for each channel {patch, kernel, products} row by row and {sum}; then the bias and the value. @param {Request} request @param {number} m @param {number} y @param {number} x */
export function convolution(request, m, y, x) {
  const cells = patchCells(request, y, x);
  const channels = request.input.map((grid, c) => {
    const patch = cells.map(([row, column]) => grid[row]?.[column] ?? 0);
    const kernel = request.kernels[m][c].flat();
    const products = patch.map((value, i) => value * kernel[i]);
    return { patch, kernel, products, sum: products.reduce((a, b) => a + b, 0) };
  });
  const bias = request.bias[m];
  return { cells, channels, bias, value: channels.reduce((a, { sum }) => a + sum, bias) };
}

/** The four values of a pooling window: {cells, values, winner (its place among them, or null), value}. @param {Grid} map @param {number} y @param {number} x @param {string} kind @param {number | null} [place] */
export function pooling(map, y, x, kind, place = null) {
  const cells = [0, 1].flatMap((i) => [0, 1].map((j) => /** @type {Cell} */ ([2 * y + i, 2 * x + j])));
  const values = cells.map(([row, column]) => map[row][column]);
  if (kind === 'average') return { cells, values, winner: null, value: values.reduce((a, b) => a + b, 0) / 4 };
  const winner = cells.findIndex(([row, column]) => row * map[0].length + column === place);
  return { cells, values, winner, value: values[winner] };
}

/** Where index k of the flattened maps comes from: [map, row, column], from 0. @param {number} k @param {number} height @param {number} width */
export function origin(k, height, width) {
  return [Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width];
}

/** "1·1 + 0·(−1) + … = 3" of one channel. @param {{patch: number[], kernel: number[], sum: number}} channel */
export function writeProducts({ patch, kernel, sum }) {
  const terms = patch.map((value, i) => `${i ? factor(value) : num(value)}·${factor(kernel[i])}`);
  return `${terms.join(' + ')} ${equals(...patch, ...kernel, sum)} ${num(sum)}`;
}

/** "3 + 0.5 = 3.5": the channels' sums and the bias. @param {{channels: {sum: number}[], bias: number, value: number}} sum */
export function writeTotal({ channels, bias, value }) {
  const parts = [...channels.map(({ sum }) => sum), bias];
  return `${parts.map((part, i) => (i ? factor(part) : num(part))).join(' + ')} ${equals(...parts, value)} ${num(value)}`;
}

/** @param {{values: number[], value: number}} found @param {string} kind */
export function writePooling({ values, value }, kind) {
  if (kind === 'max') return `max(${values.map((v) => num(v)).join(', ')}) ${equals(value)} ${num(value)}`;
  const sum = values.map((v, i) => (i ? factor(v) : num(v))).join(' + ');
  return `(${sum}) / 4 ${equals(...values, value)} ${num(value)}`;
}

/** The output size of one side with its numbers in the formula. @param {number} n @param {number} k @param {number} s @param {number} p @param {number} d */
export function writeSize(n, k, s, p, d) {
  return `⌊(${n} + 2·${p} − ${d}·(${k} − 1) − 1) / ${s}⌋ + 1 = ${sizeAfter(n, k, s, p, d)}`;
}

// The card of the pointed cell: its patch beside the kernel, the products, the sum, and the line of PyTorch.

import { screenNow } from '../stage/screen.js';
import { largest } from '../run/largest.js';
import { onLanguage, t } from '../text/text.js';
import { convolution, origin, pooling, writePooling, writeProducts, writeTotal } from './arithmetic.js';
import { equals, num } from './format.js';
import { Grid, shade } from './grid.js';
import { lab, onLab } from './state.js';
import { last, unflattened } from './sources.js';

const CHANNELS = ['red', 'green', 'blue'];

/** @param {HTMLElement} element */
export function showCell(element) {
  const draw = () => {
    const { result, pointed } = lab;
    element.classList.toggle('empty', !pointed);
    if (!result || !pointed) {
      element.replaceChildren(line('p', t('lab.point_hint'), 'pg-soft'));
      return;
    }
    const at = unflattened(result, pointed);
    const before = pointed.kind === 'flat' ? flattened(result, pointed.k) : [];
    element.replaceChildren(...before, ...WRITE[at.kind](result, at));
  };
  onLab((what) => (what === 'result' || what === 'pointed') && draw());
  onLanguage(draw);
  return draw;
}

/** @typedef {import('./state.js').Result} Result */
/** @typedef {import('./state.js').MapPlace} MapPlace */
/** @typedef {{map: number, y: number, x: number}} Place */

/** @type {Record<MapPlace['kind'], (result: Result, at: MapPlace) => HTMLElement[]>} */
const WRITE = {
  map: convolved,
  active: (result, at) => [...convolved(result, at), ...rectified(result, at)],
  pool: pooled,
};

/** @param {string} tag @param {string} words @param {string} [name] */
function line(tag, words, name = '') {
  const element = document.createElement(tag);
  element.textContent = words;
  element.className = name;
  return element;
}

/** What is pointed at, its value, and the line of PyTorch that computes it. @param {string} title @param {number} value @param {string} code */
function heading(title, value, code) {
  const element = document.createElement('header');
  const words = line('h3', title);
  const result = line('b', ` ${equals(value)} ${num(value)}`);
  result.dataset.value = String(value);
  words.append(result);
  element.append(words, line('code', code));
  return element;
}

/** @param {string} kind @param {Place} place */
const titleOf = (kind, { map, y, x }) => t(`lab.titles.${kind}`, { number: map + 1, row: y + 1, column: x + 1 });

/** @param {Result} result @param {Place} place */
function convolved({ request, maps }, { map, y, x }) {
  const sum = convolution(request, map, y, x);
  const coloured = sum.channels.length > 1;
  const pictures = line('div', '', 'pg-lab-products');
  const sums = line('div', '', 'pg-lab-sums');
  sum.channels.forEach((channel, c) => {
    const name = coloured ? t(`lab.channels.${CHANNELS[c]}`) : '';
    const picture = products(request, channel, sum.cells, c, name);
    pictures.append(picture);
    (coloured ? picture : sums).append(written('', writeProducts(channel)));
  });
  const total = written(t('lab.total'), writeTotal(sum));
  total.dataset.sum = String(sum.value);
  sums.append(total);
  const { stride, padding, dilation } = request;
  const pair = (/** @type {number[]} */ [a, b]) => `(${a}, ${b})`;
  const code = `F.conv2d(x, weight, bias, stride=${pair(stride)}, padding=${pair(padding)}, dilation=${pair(dilation)})[0, ${map}, ${y}, ${x}]`;
  const body = line('div', '', 'pg-lab-written');
  body.append(pictures, sums);
  return [heading(titleOf('map', { map, y, x }), maps[map][y][x], code), body];
}

/** patch × kernel = products, as three small grids. @param {import('./state.js').Request} request @param {{patch: number[], kernel: number[], products: number[]}} channel @param {import('./arithmetic.js').Cell[]} cells @param {number} c @param {string} name */
function products(request, { patch, kernel, products: made }, cells, c, name) {
  const element = line('div', '', 'pg-lab-product');
  if (name) element.append(line('small', name));
  const [rows, columns] = [request.kernels[0][0].length, request.kernels[0][0][0].length];
  const inside = cells.map(([row, column]) => request.input[c][row]?.[column] !== undefined);
  const picture = request.input.flat(2);
  const scale = picture.some((v) => v < 0) ? 'signed' : request.input.length > 1 ? CHANNELS[c] : 'ink';
  const weights = request.kernels.flat(3).map(Math.abs);
  const parts = [
    small(rows, columns, patch, (v) => shade(scale, v, Math.max(1, ...picture.map(Math.abs))), t('lab.patch'), inside),
    '×',
    small(rows, columns, kernel, (v) => shade('signed', v, Math.max(...weights)), t('lab.stages.kernel')),
    '=',
    small(rows, columns, made, (v) => shade('signed', v, largest(made)), t('lab.products')),
  ];
  const row = line('div', '');
  row.append(...parts);
  element.append(row);
  return element;
}

/** @param {number} rows @param {number} columns @param {number[]} values @param {(value: number) => number[]} colour @param {string} label @param {boolean[] | null} [inside] */
function small(rows, columns, values, colour, label, inside = null) {
  const sizes = lab.input.length > 1 || screenNow().phone ? [22, 27] : [27, 32];
  const grid = new Grid(sizes[columns > 3 ? 0 : 1]);
  const value = (/** @type {number} */ y, /** @type {number} */ x) => values[y * columns + x];
  grid.show({ rows, columns, value, colour: (y, x) => colour(value(y, x)), absent: inside && ((y, x) => !inside[y * columns + x]) });
  grid.canvas.setAttribute('role', 'img');
  grid.canvas.setAttribute('aria-label', label);
  grid.canvas.title = label;
  return grid.canvas;
}

/** @param {string} name @param {string} words */
function written(name, words) {
  const element = line('p', '');
  if (name) element.append(line('b', `${name} `));
  element.append(words);
  return element;
}

/** @param {Result} result @param {Place} place */
function rectified({ maps, activated }, { map, y, x }) {
  if (!activated) return [];
  const [before, value] = [maps[map][y][x], activated[map][y][x]];
  const sum = written('', `max(0, ${num(before)}) ${equals(before, value)} ${num(value)}`);
  sum.dataset.sum = String(Math.max(0, before));
  return [heading(titleOf('active', { map, y, x }), value, `F.relu(maps)[${map}, ${y}, ${x}]`), sum];
}

/** @param {Result} result @param {Place} place */
function pooled(result, { map, y, x }) {
  const { request, maps, activated, winners } = result;
  if (!result.pooled) return [];
  const found = pooling((activated ?? maps)[map], y, x, request.pooling, winners?.[map][y][x]);
  const most = largest(maps.flat(2));
  const body = line('div', '', 'pg-lab-written');
  const picture = line('div', '', 'pg-lab-product');
  const grid = new Grid(40);
  grid.show({
    rows: 2,
    columns: 2,
    value: (i, j) => found.values[2 * i + j],
    colour: (i, j) => shade('signed', found.values[2 * i + j], most),
    outlines: found.winner === null ? [] : [{ cells: [[found.winner >> 1, found.winner & 1]], colour: '--pg-ink', width: 3.5 }],
  });
  grid.canvas.setAttribute('role', 'img');
  grid.canvas.setAttribute('aria-label', t('lab.window'));
  picture.append(grid.canvas);
  const sums = line('div', '', 'pg-lab-sums');
  const sum = written('', writePooling(found, request.pooling));
  sum.dataset.sum = String(found.value);
  sums.append(sum);
  if (found.winner !== null) {
    const [row, column] = found.cells[found.winner];
    sums.append(line('p', t('lab.winner', { row: row + 1, column: column + 1 }), 'pg-soft'));
  }
  body.append(picture, sums);
  const code = request.pooling === 'max' ? 'F.max_pool2d(maps, kernel_size=2)' : 'F.avg_pool2d(maps, kernel_size=2)';
  return [heading(titleOf('pool', { map, y, x }), result.pooled[map][y][x], `${code}[${map}, ${y}, ${x}]`), body];
}

/** @param {Result} result @param {number} k */
function flattened(result, k) {
  const [, maps] = last(result);
  const [height, width] = [maps[0].length, maps[0][0].length];
  const [map, y, x] = origin(k, height, width);
  const sum = written('', `${map} · ${height * width} + ${y} · ${width} + ${x} = ${k}`);
  const where = line('p', t('lab.from_map', { number: map + 1, row: y + 1, column: x + 1 }), 'pg-soft');
  return [heading(t('lab.titles.flat', { k }), result.flat[k], `maps.flatten()[${k}]`), sum, where];
}

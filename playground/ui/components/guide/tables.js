// The tables of the story, from what the server knows of the loaded networks.

import { t } from '../text/text.js';
import { rich } from './rich.js';

/** What a cell holds. @typedef {number | string | (string | HTMLElement)[] | HTMLElement} Content */

const number = (/** @type {number} */ value) => value.toLocaleString('en');
const name = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) => t(`story.table.${key}`, values);

/** A table by its name in story.py, which scrolls in a box of its own where it is too wide. @param {string} which @param {Record<string, any>} tables */
export function table(which, tables) {
  const box = document.createElement('div');
  box.className = 'pg-table';
  box.dataset.table = which;
  box.append(...[TABLES[which](tables[which])].flat());
  return box;
}

/** @type {Record<string, (rows: any) => HTMLElement | HTMLElement[]>} */
const TABLES = { dense, shapes, counts, scores, gated, steps };

function dense(/** @type {any[]} */ rows) {
  const last = rows.length - 1;
  const body = rows.map(({ inputs, units, weights, biases }, k) => {
    const layer = k === last ? name('output') : name('hidden', { layer: k + 1 });
    return [layer, inputs, units, weights, biases, weights + biases];
  });
  const sum = (/** @type {number} */ column) => body.reduce((total, row) => total + row[column], 0);
  const heads = ['layer', 'inputs', 'units', 'weights', 'biases', 'parameters'].map((key) => name(key));
  return grid(heads, body, { last: [name('total'), '', '', sum(3), sum(4), sum(5)] });
}

function shapes(/** @type {any[]} */ rows) {
  const body = rows.map(({ stage, layer, shape, weights, biases }) => {
    const count = weights + biases;
    return [t(`stages.${stage}.name`, { layer: layer + 1 }), code(`(B, ${shape.join(', ')})`), weights || '', biases || '', count || ''];
  });
  const total = rows.reduce((sum, { weights, biases }) => sum + weights + biases, 0);
  const heads = ['stage', 'shape', 'weights', 'biases', 'parameters'].map((key) => name(key));
  return grid(heads, body, { last: [name('total'), '', '', '', total], words: 2 });
}

/** Networks for digits in sight, all others a click away. */
function counts(/** @type {any[]} */ rows) {
  const heads = [name('task'), name('network'), ...['D', 'H'].map((symbol) => rich(`*${symbol}*`)), name('layers'), rich('*G*')];
  heads.push(...['one', 'two', 'readout', 'in_all'].map((key) => name(key)));
  const line = (/** @type {any} */ row) => {
    const layers = row.directions > 1 ? `${row.layers} · ${name('directions')}` : row.layers;
    const { task, architecture, inputs, hidden, blocks, one, two, readout, total } = row;
    return [t(`tasks.${task}.name`), architecture.toUpperCase(), inputs, hidden, layers, blocks, one, two, readout, total];
  };
  const first = rows.filter(({ task }) => task === 'digits');
  const others = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = t('story.everything');
  others.append(summary, grid(heads, rows.filter((row) => !first.includes(row)).map(line), { words: 2 }));
  return [grid(heads, first.map(line), { words: 2 }), others];
}

/** Of each task the best of three is set off. */
function scores(/** @type {any[]} */ rows) {
  const body = rows.map(({ task, rnn, lstm, gru }) => {
    const most = Math.max(rnn, lstm, gru);
    return [t(`story.table.score_${task}`), ...[rnn, lstm, gru].map((score) => (score === most ? best(score) : score.toFixed(2)))];
  });
  return grid([name('task'), 'RNN', 'LSTM', 'GRU'], body);
}

function gated(/** @type {any} */ { input, hidden, gru, lstm }) {
  const words = ['states', 'gates', 'blocks', 'keeps', 'shows'].map((key) => [key, `${key}_gru`, `${key}_lstm`].map((k) => rich(name(k))));
  const layer = ['one', 'two'].map((key, k) => [rich(`${name('recurrent', { input, hidden })} · ${name(key)}`), gru[k], lstm[k]]);
  return grid(['', 'GRU', 'LSTM'], [...words, ...layer, [name('whole'), gru[2], lstm[2]]], { words: 3 });
}

/** What goes into a recurrent network and comes out, by the names of its sizes and in numbers. */
function steps(/** @type {any[]} */ rows) {
  const body = rows.map(({ what, shape, sizes }) => [rich(`*${what}*`), name(`steps_${what}`), code(`(${shape.join(', ')})`), code(`(${sizes.join(', ')})`)]);
  return grid(['', name('means'), name('shape'), name('digits')], body, { words: 4 });
}

/** Rows of words, numbers and nodes; the first `words` columns begin at the left. @param {Content[]} heads @param {Content[][]} rows @param {{last?: Content[] | null, words?: number}} [how] */
function grid(heads, rows, { last = null, words = 1 } = {}) {
  const element = document.createElement('table');
  const line = (/** @type {Content[]} */ cells, /** @type {string} */ tag = '') => {
    const row = document.createElement('tr');
    row.append(...cells.map((content, k) => cell(content, tag || (k ? 'td' : 'th'), k < words)));
    return row;
  };
  element.createTHead().append(line(heads, 'th'));
  element.createTBody().append(...rows.map((row) => line(row)));
  if (last) element.createTFoot().append(line(last));
  return element;
}

/** @param {Content} content @param {string} tag @param {boolean} left */
function cell(content, tag, left) {
  const element = document.createElement(tag);
  element.classList.toggle('words', left);
  element.append(...[typeof content === 'number' ? number(content) : content].flat());
  return element;
}

const code = (/** @type {string} */ text) => Object.assign(document.createElement('code'), { textContent: text });
const best = (/** @type {number} */ score) => Object.assign(document.createElement('b'), { textContent: score.toFixed(2) });

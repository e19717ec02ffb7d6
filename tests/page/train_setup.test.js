// The training lab's setup: its text in the address and back, other data, and the list of layers.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { added, LAYER_KINDS, MOST_LAYERS, moved, newLayer, patched, removed, replaced } from '../../playground/ui/components/train/layers.js';
import { askedOf, CHOICES, firstSetup, KINDS, onData } from '../../playground/ui/components/train/setup.js';
import { LEARNT } from '../../playground/ui/components/store/state.js';
import { readSetup, writeSetup } from '../../playground/ui/components/train/setup_code.js';

const ALL_LAYERS = Object.keys(LAYER_KINDS).map(newLayer);

test('an address may name each kind of data', () => {
  assert.deepEqual(Object.keys(KINDS), LEARNT);
});

test('a setup comes back from its text as it was', () => {
  for (const kind of Object.keys(KINDS)) {
    const setup = firstSetup(kind);
    assert.equal(writeSetup(setup), kind);
    assert.deepEqual(readSetup(kind), setup);
    const other = { ...setup, layers: ALL_LAYERS, clip: 0.5, learning_rate: 0.0003, weight_decay: 0.001, seed: 17, updates: 500, batch: 4, ...Object.fromEntries(Object.entries(CHOICES).map(([name, words]) => [name, words.at(-1)])) };
    assert.deepEqual(readSetup(writeSetup(other)), other);
  }
});

test("the visitor's own data come back", () => {
  const points = { ...firstSetup('points'), data: { ...firstSetup('points').data, points: [[-1.25, 0.5, 0], [0.03, -0.4, 2]] } };
  assert.deepEqual(readSetup(writeSetup(points)), points);
  const series = { ...firstSetup('series'), data: { ...firstSetup('series').data, values: [1, -2.5, 0.25, 1e-7, 3000] } };
  assert.deepEqual(readSetup(writeSetup(series)), series);
  const strokes = [[[0.1, 0.2], [0.3, 0.4], [0.5, 0.9]], [[0.7, 0.7]]];
  const drawings = { ...firstSetup('drawings'), data: { ...firstSetup('drawings').data, drawings: [{ strokes, width: 0.065, label: '3' }, { strokes: [strokes[1]], width: 0.1, label: '0' }] } };
  assert.deepEqual(readSetup(writeSetup(drawings)), drawings);
});

test('a text stands in an address as it is, and a broken one is none', () => {
  const setup = { ...firstSetup('points'), data: { ...firstSetup('points').data, points: [[-1.25, 0.5, 0], [0, 0, 1]] }, layers: ALL_LAYERS, clip: 0.1 };
  const text = writeSetup(setup);
  assert.equal(new URLSearchParams({ setup: text }).toString(), `setup=${text}`);
  for (const broken of ['', 'nothing', 'circles*x', 'circles*r100', 'circles*ldd', 'circles*n', 'circles*S7', 'circles*lgru8k3', 'points*p1.2', 'points*p1.2.9', 'drawings*d3A', 'series*v1_a', `circles*l${Array(MOST_LAYERS + 1).fill('relu').join('-')}`]) {
    assert.equal(readSetup(broken), null, broken);
  }
});

test('numbers of layers stay within their bounds', () => {
  const layers = [newLayer('dense'), newLayer('dropout')];
  assert.equal(patched(layers, 0, { size: 9999 })[0].size, 512);
  assert.equal(patched(layers, 0, { size: 2.4 })[0].size, 2);
  assert.equal(patched(layers, 0, { size: Number.NaN })[0].size, 8);
  assert.equal(patched(layers, 1, { share: 0.333 })[1].share, 0.33);
  assert.equal(readSetup('circles*ld9999').layers[0].size, 512);
});

test('layers are added, moved, replaced and taken away', () => {
  const layers = ['dense', 'relu', 'dense'].map(newLayer);
  const kinds = (list) => list.map(({ kind }) => kind).join(' ');
  assert.equal(kinds(added(layers, 0, 'tanh')), 'dense tanh relu dense');
  assert.equal(kinds(added(layers, null, 'tanh')), 'dense relu dense tanh');
  assert.equal(kinds(moved(layers, 0, 1)), 'relu dense dense');
  assert.equal(moved(layers, 0, -1), layers);
  assert.equal(moved(layers, 2, 1), layers);
  assert.equal(kinds(removed(layers, 1)), 'dense dense');
  const gru = replaced([{ kind: 'lstm', size: 12, bidirectional: true }], 0, 'gru');
  assert.deepEqual(gru, [{ kind: 'gru', size: 12, bidirectional: true }]);
  assert.equal(added(Array(MOST_LAYERS).fill(layers[0]), 0, 'relu').length, MOST_LAYERS);
});

test('other data keep a network that can read them', () => {
  const setup = { ...firstSetup('circles'), layers: [newLayer('dense')], learning_rate: 1, loss: 'mse' };
  const moons = onData(setup, 'moons');
  assert.deepEqual([moons.layers, moons.learning_rate, moons.loss], [setup.layers, 1, 'mse']);
  const digits = onData(setup, 'digits');
  assert.equal(digits.layers[0].kind, 'conv');
  assert.equal(onData(setup, 'diabetes').loss, 'mse');
  assert.equal(onData(onData(setup, 'diabetes'), 'cancer').loss, 'cross_entropy');
});

test('the server is asked for what the kind of data has', () => {
  const setup = firstSetup('circles');
  assert.deepEqual(askedOf(setup).data, { kind: 'circles', held_out: 0.4, noise: 0.1, size: 300 });
  assert.deepEqual(askedOf(onData(setup, 'cancer')).data, { kind: 'cancer', held_out: 0.4 });
  assert.deepEqual(askedOf(onData({ ...setup, data: { ...setup.data, points: [[0, 0, 1]] } }, 'points')).data, { kind: 'points', held_out: 0.4, points: [[0, 0, 1]] });
});

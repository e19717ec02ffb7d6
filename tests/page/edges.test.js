// The edges of the picture: which are drawn, what they add up to, and where they run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenOf, MOST } from '../../playground/ui/components/stage/edges/chosen.js';
import { into, layerOf } from '../../playground/ui/components/stage/edges/layers.js';
import { Relations } from '../../playground/ui/components/stage/edges/relations.js';
import { frames } from '../../playground/ui/components/server/wire.js';
import { pack, random, response } from './stream.js';

const STRONGEST = 12;

function stage(key, shape, inputs, made) {
  const [kind, layer] = key.split(':');
  return [key, { key, kind, layer: layer && Number(layer), inputs, made, declared: { timed: false }, arrays: { maps: { shape } } }];
}

const CNN = new Map([
  stage('Input', [1, 28, 28], []),
  stage('Convolution:0', [16, 28, 28], ['Input']),
  stage('Activation:0', [16, 28, 28], ['Convolution:0']),
  stage('MaxPooling:0', [16, 14, 14], ['Activation:0']),
  stage('Convolution:1', [32, 14, 14], ['MaxPooling:0']),
  stage('Activation:1', [32, 14, 14], ['Convolution:1']),
  stage('MaxPooling:1', [32, 7, 7], ['Activation:1']),
  stage('Flatten', [1568], ['MaxPooling:1'], 'flatten'),
  stage('Output', [10], ['Flatten']),
]);
const FNN = new Map([stage('Input', [1, 28, 28], []), stage('Dense:0', [384], ['Input']), stage('Dense:1', [128], ['Dense:0']), stage('Output', [10], ['Dense:1'])]);

/** A frame as the server writes it; the values of all edges with it. */
function layer(next, to, from, { targets, counts, group, isDiagonal = false }) {
  const sources = counts.reduce((a, b) => a + b, 0);
  const values = Array.from({ length: targets }, (_, k) => Float32Array.from({ length: sources }, (_, s) => (isDiagonal && s % targets !== k ? 0 : next() - 0.45)));
  const bias = Float32Array.from({ length: targets }, () => next() - 0.5);
  const node = values.map((row, k) => row.reduce((a, b) => a + b, bias[k]));
  const float = (shape, list) => ({ shape, encoding: 'float32', values: [...list] });
  const arrays = { bias: float([targets], bias), node: float([targets], node) };
  if (targets * sources <= 4096) arrays.values = float([targets, sources], values.flatMap((row) => [...row]));
  else Object.assign(arrays, sparse(values, float));
  const head = { edges: { to: place(to), quantity: 'maps', from: from.map(place), quantities: [], counts, ...(group ? { group } : {}) } };
  return pack(head, arrays);
}

function sparse(values, float) {
  const largest = (row) => [...row.keys()].sort((a, b) => Math.abs(row[b]) - Math.abs(row[a])).slice(0, STRONGEST);
  const turned = Array.from({ length: values[0].length }, (_, s) => Float32Array.from(values, (row) => row[s]));
  const lists = (rows, at, name) => {
    const places = rows.map(largest);
    return { [at]: float([rows.length, STRONGEST], places.flat()), [name]: float([rows.length, STRONGEST], rows.flatMap((row, k) => places[k].map((s) => row[s]))) };
  };
  const rest = values.map((row) => row.reduce((a, b) => a + b, 0) - largest(row).reduce((sum, s) => sum + row[s], 0));
  return { ...lists(values, 'target_sources', 'target_values'), ...lists(turned, 'source_targets', 'source_values'), rest: float([values.length], rest) };
}

function place(key) {
  const [kind, number] = key.split(':');
  return [kind, number === undefined ? null : Number(number), null];
}

async function related(stages, packed) {
  const layers = [];
  for await (const frame of frames(response(packed, 4096))) layers.push(layerOf(frame, stages));
  return new Relations(stages, layers);
}

function cnn(seed = 1) {
  const next = random(seed);
  const maps = { group: 'channel' };
  const diagonal = (to, from, count) => layer(next, to, [from], { targets: count, counts: [count], ...maps, isDiagonal: true });
  return related(CNN, [
    layer(next, 'Convolution:0', ['Input'], { targets: 16, counts: [1], ...maps }),
    diagonal('MaxPooling:0', 'Activation:0', 16),
    layer(next, 'Convolution:1', ['MaxPooling:0'], { targets: 32, counts: [16], ...maps }),
    diagonal('MaxPooling:1', 'Activation:1', 32),
    layer(next, 'Output', ['MaxPooling:1'], { targets: 10, counts: [32], ...maps }),
  ]);
}

function fnn(seed = 1) {
  const next = random(seed);
  return related(FNN, [
    layer(next, 'Dense:0', ['Input'], { targets: 384, counts: [784] }),
    layer(next, 'Dense:1', ['Dense:0'], { targets: 128, counts: [384] }),
    layer(next, 'Output', ['Dense:1'], { targets: 10, counts: [128] }),
  ]);
}

const near = (a, b, terms) => assert.ok(Math.abs(a - b) <= 1e-5 * terms, `${a} ${b}`);
const sizes = (list) => list.reduce((sum, { value }) => sum + Math.abs(value), 0);

test('the way to the answer has at most 60 lines, back to what is read', async () => {
  for (const [relations, first] of [[await cnn(), 'Input'], [await fnn(), 'Input']]) {
    for (let answer = 0; answer < 10; answer++) {
      const { edges, lit, shown } = chosenOf(relations, { focus: null, answer });
      assert.ok(edges.length <= MOST, String(edges.length));
      assert.equal(edges.filter(({ to }) => to.key === 'Output').length, 5);
      assert.ok(edges.some(({ from }) => from.key === first));
      assert.equal(lit, null);
      assert.ok(shown('Output', [answer ? 0 : 1]));
      for (const { kind, share } of edges) assert.ok(kind === 'strong' ? share > 0 && share <= 1 : share === 0);
    }
  }
});

test('an FNN: five sources, five of each, and of the six largest their strongest pixels', async () => {
  const { edges } = chosenOf(await fnn(), { focus: null, answer: 3 });
  const into = (key) => edges.filter(({ to }) => to.key === key).length;
  assert.deepEqual([into('Output'), into('Dense:1'), into('Dense:0')], [5, 25, 30]);
  assert.ok(edges.every(({ from }) => from.key !== 'Input' || from.index.length === 3));
});

test('a map: all its sources, six of them strong, the same map in its stages, and its way to all logits', async () => {
  const relations = await cnn();
  for (const [key, index] of [['Convolution:1', [25]], ['Activation:1', [25, 6, 9]], ['MaxPooling:1', [25]], ['Flatten', [25 * 49 + 3]]]) {
    const { edges, outlined, shown } = chosenOf(relations, { focus: { key, index }, answer: 3 });
    const into = edges.filter(({ to }) => to.key === 'Convolution:1');
    assert.equal(into.length, 16);
    assert.equal(into.filter(({ kind }) => kind === 'strong').length, 6);
    assert.ok(into.every(({ to }) => to.index[0] === 25));
    assert.equal(edges.filter(({ to, kind }) => to.key === 'Output' && kind === 'strong').length, 10);
    assert.deepEqual(edges.find(({ to }) => to.key === 'Output').start, { key: 'Flatten', index: [25 * 49], last: [25 * 49 + 48] });
    assert.deepEqual(outlined.filter(({ sign }) => sign === 'ink').map((one) => one.key), ['Convolution:1', 'Activation:1', 'MaxPooling:1', 'Flatten']);
    assert.deepEqual([shown('Activation:1', [25, 1, 1]), shown('Activation:1', [24]), shown('Flatten', [25 * 49 + 48]), shown('Flatten', [26 * 49])], [true, false, true, false]);
    const strong = into.find(({ kind }) => kind === 'strong').from.index[0];
    assert.ok(shown('Convolution:0', [strong]) && shown('MaxPooling:0', [strong, 0, 0]));
  }
});

test('a map of the first layer: from the drawing, to all maps that it is added to, and from the strongest to the answer', async () => {
  const { edges } = chosenOf(await cnn(), { focus: { key: 'Activation:0', index: [4] }, answer: 3 });
  const into = (key) => edges.filter(({ to, kind }) => to.key === key && kind !== 'faint').length;
  assert.deepEqual([into('Convolution:0'), into('Convolution:1'), into('Output')], [1, 6, 6]);
});

/** The last layer of edges into a stage, and one of its units. */
const layerInto = (relations, key, unit) => {
  const layer = relations.into(key).at(-1);
  return { layer, bias: layer.bias[unit], node: layer.node[unit], terms: into(layer, unit), rest: layer.rest?.[unit] ?? 0 };
};

test('a class, and what it has more of than another', async () => {
  const relations = await cnn();
  const { edges } = chosenOf(relations, { focus: { key: 'Output', index: [8], against: 3 }, answer: 3 });
  const [eight, three] = [8, 3].map((k) => layerInto(relations, 'Output', k));
  const drawn = edges.filter(({ to }) => to.key === 'Output');
  assert.ok(drawn.length > 6);
  const of = ({ layer, terms }, index) => terms.find(({ at }) => relations.indexOf(relations.sourceOf(layer, at))[0] === index[0]).value;
  for (const { from, value } of drawn) near(value, of(eight, from.index) - of(three, from.index), 1);
});

test('terms, what the others add and the bias are the node, of every unit', async () => {
  for (const [relations, targets] of [[await cnn(3), { 'Convolution:0': 16, 'Activation:1': 32, Flatten: 1568, Output: 10 }], [await fnn(3), { 'Dense:0': 384, 'Dense:1': 128, Output: 10 }]]) {
    for (const [key, count] of Object.entries(targets)) {
      const layer = relations.into(key).at(-1);
      for (let k = 0; k < count; k += 7) {
        const unit = relations.unitOf(key, [k]);
        assert.ok(unit !== null && unit < layer.targets);
        const { terms, rest, bias, node } = layerInto(relations, key, unit);
        assert.ok(terms.every(({ value }, i) => !i || Math.abs(value) <= Math.abs(terms[i - 1].value)));
        near(terms.reduce((sum, { value }) => sum + value, rest + bias), node, sizes(terms) + Math.abs(rest) + Math.abs(bias) + 1);
      }
    }
  }
});

test('what is drawn into a map, and what is not drawn, and the bias are the node', async () => {
  for (const [relations, key, most] of [[await cnn(5), 'Convolution:1', 16], [await fnn(5), 'Dense:1', 12]]) {
    const { edges } = chosenOf(relations, { focus: { key, index: [9] }, answer: 3 });
    const drawn = edges.filter(({ to }) => to.key === key && to.index[0] === 9);
    assert.equal(drawn.length, most);
    const { terms, rest, bias, node } = layerInto(relations, key, 9);
    const left = terms.slice(most).reduce((sum, { value }) => sum + value, rest);
    near(drawn.reduce((sum, { value }) => sum + value, left + bias), node, sizes(drawn) + Math.abs(left));
  }
});

test('what is no unit has no edges of its own: those of the answer are drawn', async () => {
  const relations = await cnn();
  const { edges } = chosenOf(relations, { focus: null, answer: 3 });
  for (const focus of [{ key: 'Convolution:1', index: [] }, { key: 'Nothing', index: [3] }, { key: 'Convolution:1', index: [99] }]) assert.deepEqual(chosenOf(relations, { focus, answer: 3 }).edges, edges);
});

test('of gradients the strongest are drawn, from whatever logit, and none to a unit from which they go no further', async () => {
  const stages = new Map([stage('Input', [3], []), stage('Dense:0', [4], ['Input']), stage('Output', [3], ['Dense:0'])]);
  const place = (key) => [...key.split(':'), null, null].slice(0, 3).map((part, k) => (k === 1 && part !== null ? Number(part) : part));
  const float = (shape, list) => ({ shape, encoding: 'float32', values: list });
  const edges = (to, from, [targets, sources], values, passes) => pack({ edges: { to: place(to), quantity: 'z', from: [place(from)], counts: [sources] } }, {
    values: float([targets, sources], values), passes: float([sources], passes), node: float([targets], Array(targets).fill(1)), source: float([sources], Array(sources).fill(1)),
  });
  const layers = [];
  const packed = [
    edges('Dense:0', 'Input', [4, 3], [1, 2, 3, 4, 5, 6, 0, 0, 0, 7, 8, 9], [1, 1, 1]),
    edges('Output', 'Dense:0', [3, 4], [1, -9, 50, 2, 8, 3, 60, 4, -5, 6, 70, 7], [1, 1, 0, 1]),
  ];
  for await (const frame of frames(response(packed, 4096))) layers.push(layerOf(frame, stages));
  const relations = new Relations(stages, layers, true);
  const { edges: drawn } = chosenOf(relations, { focus: null, answer: 0 });
  const last = drawn.filter(({ to }) => to.key === 'Output');
  assert.deepEqual(last.map(({ value }) => value), [-9, 8, 7, 6, -5]);
  assert.deepEqual(last.map(({ to }) => to.index[0]), [0, 1, 2, 2, 2]);
  assert.ok(!drawn.some(({ from, to }) => [from, to].some(({ key, index }) => key === 'Dense:0' && index[0] === 2)));
  // All that comes back to a unit, also where it stays there.
  const { edges: own } = chosenOf(relations, { focus: { key: 'Dense:0', index: [2] }, answer: 0 });
  assert.deepEqual(own.filter(({ to }) => to.key === 'Output').map(({ value }) => value), [50, 60, 70]);
});

test('as many units as before are another layer, unless each has its own source alone', async () => {
  const stages = new Map([stage('Input', [8], []), stage('Normalisation:0', [8], ['Input']), stage('Mixing:0', [8], ['Normalisation:0']), stage('Output', [8], ['Mixing:0'])]);
  const next = random(2);
  const square = { targets: 8, counts: [8] };
  const relations = await related(stages, [
    layer(next, 'Normalisation:0', ['Input'], { ...square, isDiagonal: true }),
    layer(next, 'Mixing:0', ['Normalisation:0'], square),
    layer(next, 'Output', ['Mixing:0'], square),
  ]);
  assert.deepEqual(relations.layers.map(({ to }) => to), ['Mixing:0', 'Output']);
  assert.deepEqual(relations.family('Input'), ['Input', 'Normalisation:0']);
});

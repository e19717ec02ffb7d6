// The diagram of a cell: where its parts stand, for the units that there are and for one that the page has never seen.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compactLayoutOf } from '../../playground/ui/components/dock/cell/compact.js';
import { layoutOf } from '../../playground/ui/components/dock/cell/layout.js';
import { keptGate, structureOf } from '../../playground/ui/components/dock/cell/structure.js';

const CELLS = JSON.parse(readFileSync(new URL('./cells.json', import.meta.url)));
const SIZE = { width: 690, height: 186, before: 't−1', now: 't' };
const LOW = { ...SIZE, width: 340, height: 72 };
const of = (name) => [CELLS[name].declares.diagram, CELLS[name].declares.quantities];
const layout = (name, size = SIZE) => layoutOf(...of(name), size);
const only = (list, ...names) => list.filter(({ node }) => names.includes(node));
const written = ({ labels }) => labels.map(({ symbol }) => symbol);

/** A unit by its equations alone: nodes in order, each with what it is made from. */
function unit(nodes, roles) {
  const quantities = Object.fromEntries(Object.entries(roles).map(([name, [symbol, role]]) => [name, { symbol, role, range: role === 'gate' ? 'share' : 'signed', axes: ['unit'], equation: '' }]));
  return [{ nodes: nodes.map(([name, operation, label]) => [name, operation, label]), edges: nodes.flatMap(([name, , , ...into]) => into.map((from) => [from, name])) }, quantities];
}

const SUM = (name, label, ...more) => [[`${name}#1`, 'affine', 'W', 'x'], [`${name}#2`, 'affine', 'U', 'hidden′'], [`${name}#3`, 'sum', '+', `${name}#1`, `${name}#2`], [`${name}#4`, label === 'σ' ? 'sigmoid' : 'tanh', label, `${name}#3`], [name, 'quantity', ...more, `${name}#4`]];
/** An LSTM whose input gate is 1 − f, without a gate before its output. */
const COUPLED = unit(
  [['x', 'given', 'x'], ['hidden′', 'before', 'h′'], ['memory′', 'before', 'm′'], ...SUM('forget', 'σ', 'f'), ...SUM('candidate', 'tanh', 'g'),
    ['memory#1', 'product', '×', 'forget', 'memory′'], ['memory#2', 'less', '1 −', 'forget'], ['memory#3', 'product', '×', 'memory#2', 'candidate'], ['memory#4', 'sum', '+', 'memory#1', 'memory#3'], ['memory', 'quantity', 'm', 'memory#4'],
    ['hidden#1', 'tanh', 'tanh', 'memory'], ['hidden', 'quantity', 'h', 'hidden#1']],
  { forget: ['f', 'gate'], candidate: ['g', 'candidate'], memory: ['m', 'state'], hidden: ['h', 'state'] },
);

test('the state that is kept and added to is the straight line across the top', () => {
  for (const [name, state, operators] of [['lstm', 'cell', 2], ['gru', 'hidden', 2], ['mgu', 'hidden', 2], ['rnn', 'hidden', 3]]) {
    const { rail } = structureOf(...of(name));
    assert.equal(rail.state, state);
    assert.equal(rail.operators.length, operators, name);
    const { lines } = layout(name);
    const along = lines.filter(({ points }) => points.every(([, y]) => y === 34));
    assert.equal(along.length, operators + 1);
    assert.equal(along[0].points[0][0], 68);
    assert.equal(along.at(-1).points[1][0], 690 - 68);
    assert.ok(along.at(-1).arrow);
    for (const [k, { points }] of along.entries()) if (k) assert.deepEqual(points[0], along[k - 1].points[1]); // one begins where the other ends
  }
});

test('every product with a gate is a valve of that gate', () => {
  const valves = (name) => layout(name).rings.map(({ node, gate, less }) => [node, gate, less]);
  assert.deepEqual(valves('lstm'), [['cell#1', 'forget', false], ['cell#2', 'input', false], ['hidden#2', 'output', false]]);
  assert.deepEqual(valves('gru'), [['hidden#2', 'update', true], ['hidden#3', 'update', false], ['candidate#3', 'reset', false]]);
  assert.deepEqual(valves('mgu'), [['hidden#2', 'forget', true], ['hidden#3', 'forget', false], ['candidate#2', 'forget', false]]);
  assert.deepEqual(valves('rnn'), []);
  assert.equal(keptGate(structureOf(...of('gru'))), 'update');
});

test('each number stands once, at the line it belongs to', () => {
  const { labels } = layout('lstm');
  const told = labels.map(({ node }) => node).filter(Boolean);
  assert.equal(new Set(told).size, told.length);
  assert.deepEqual([...told].sort(), ['candidate', 'cell', 'cell#1', 'cell#2', 'cell′', 'forget', 'hidden', 'hidden#1', 'hidden′', 'input', 'output']);
  assert.ok(written({ labels }).includes('f · c_{t−1}'));
  assert.ok(written(layout('gru')).includes('(1 − z) · h_{t−1}'));
  assert.ok(written(layout('backward', { ...SIZE, before: 't+1' })).includes('c_{t+1}'));
});

test('nothing stands outside, no boxes lie over each other, and valves are apart', () => {
  for (const drawn of [...['lstm', 'gru', 'mgu', 'rnn'].map((name) => layout(name)), layoutOf(...COUPLED, SIZE), layout('lstm', { ...SIZE, width: 560 })]) {
    for (const { points } of drawn.lines) for (const [x, y] of points) assert.ok(x >= 0 && x <= drawn.width && y >= 0 && y <= drawn.height);
    const boxes = drawn.boxes.map(({ x, y, width, height }) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2]);
    for (const [k, a] of boxes.entries()) for (const b of boxes.slice(k + 1)) assert.ok(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1]);
    for (const [k, a] of drawn.rings.entries()) for (const b of drawn.rings.slice(k + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 30);
  }
});

test('what all boxes read alike is one line; a valve before a box stands on the line of the state', () => {
  const vectors = layout('lstm').lines.filter(({ kind }) => kind === 'vector');
  assert.equal(vectors.filter(({ points }) => points[0][0] === 68).length, 1);
  const [ring] = only(layout('gru').rings, 'candidate#3');
  const into = layout('gru').lines.find(({ kind, points }) => kind === 'vector' && points.at(-1)[0] === ring.x);
  assert.equal(into.node, 'hidden′');
  assert.equal(into.points.at(-1)[1], ring.y);
});

test('a unit that the page has never seen', () => {
  const { rings, boxes, lines } = layoutOf(...COUPLED, SIZE);
  assert.deepEqual(rings.map(({ gate, less }) => [gate, less]), [['forget', false], ['forget', true]]);
  assert.ok(boxes.some(({ label }) => label === '1 −'));
  assert.ok(only(lines, 'hidden').some(({ arrow }) => arrow)); // tanh of the memory, out at the right
});

test('where nothing is kept there is no diagram', () => {
  assert.equal(layoutOf(...unit([['x', 'given', 'x'], ['y#1', 'affine', 'W', 'x'], ['y', 'quantity', 'y', 'y#1']], { y: ['y', 'values'] }), SIZE), null);
});

test('with little room the kept line and the valves stay, each with its number', () => {
  for (const [name, valves] of [['lstm', 3], ['gru', 3], ['mgu', 3], ['rnn', 0]]) {
    const { rings, labels, boxes } = compactLayoutOf(...of(name), LOW);
    assert.equal(rings.length, valves);
    assert.ok(boxes.every(({ label }) => label === 'tanh'));
    for (const { y, radius } of rings) assert.ok(y + radius <= LOW.height);
    for (const { x, y } of labels) assert.ok(x >= 0 && x <= LOW.width && y <= LOW.height);
  }
});

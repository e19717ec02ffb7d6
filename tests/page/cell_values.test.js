// The numbers on a cell's lines are the library's (tests/page/cells.json), and what is printed of them adds up.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { heldAt, holding, isHeldInAll, released } from '../../playground/ui/components/dock/cell/held.js';
import { functionOfSum, pieceOf, printedValues, workedOut } from '../../playground/ui/components/dock/cell/printed.js';
import { Graph } from '../../playground/ui/components/dock/cell/structure.js';
import { following, shareAt } from '../../playground/ui/components/dock/cell/valve.js';
import { largestOf, valuesOf } from '../../playground/ui/components/dock/cell/values.js';
import { apart, chartsOf } from '../../playground/ui/components/dock/time_curves.js';
import { random } from './stream.js';

const CELLS = JSON.parse(readFileSync(new URL('./cells.json', import.meta.url)));
const CLOSE = 1e-6;

function cell(name, encoding = 'float32') {
  const { declares, arrays, direction, unit, numbers } = CELLS[name];
  const held = Object.entries(arrays).map(([quantity, rows]) => [quantity, { values: Float32Array.from(rows.flat()), size: rows[0].length, shape: [rows[0].length], encoding, scale: 1, range: 'signed' }]);
  return { graph: new Graph(declares.diagram, declares.quantities), stage: { arrays: Object.fromEntries(held), direction, filled: numbers.length, declared: declares }, unit, numbers };
}

test('every number on a line is the one that the library has there', () => {
  for (const name of Object.keys(CELLS)) {
    const { graph, stage, unit, numbers } = cell(name);
    for (const [t, expected] of numbers.entries()) {
      const found = valuesOf(graph, { stage, unit, t });
      for (const [node, { value }] of found) assert.ok(Math.abs(value - expected[node]) < CLOSE, `${name} ${node} at ${t}: ${value} ${expected[node]}`);
      // All products, and all that products, gates and states make.
      const lines = [...graph.nodes.values()].filter(({ name, operation }) => operation === 'quantity' || operation === 'before' || (operation === 'product' && !graph.hasMatrix(name)));
      for (const { name: node } of lines) assert.ok(found.has(node), `${name} ${node}`);
    }
  }
});

test('with the products of matrices the rest follows', () => {
  const { graph, stage, unit, numbers } = cell('rnn');
  const more = new Map(Object.entries(numbers[2]).filter(([node]) => graph.isMatrix(node)));
  const found = valuesOf(graph, { stage, unit, t: 2 }, { more });
  for (const [node, value] of Object.entries(numbers[2])) assert.ok(Math.abs(found.get(node).value - value) < CLOSE, node);
});

test('what came coarse says by how much it may be off', () => {
  const { graph, stage, unit } = cell('lstm', 'unit12');
  const found = valuesOf(graph, { stage, unit, t: 1 });
  assert.ok(found.get('forget').half > 0 && found.get('cell#1').half > 0);
  assert.equal(cell('lstm').graph && valuesOf(graph, { stage: cell('lstm').stage, unit, t: 1 }).get('cell#3').half, 0);
});

test('a gate that is moved moves what it goes into, and nothing that is not known', () => {
  const { graph, stage, unit } = cell('lstm');
  const place = { stage, unit, t: 2 };
  const [as, moved] = [valuesOf(graph, place), valuesOf(graph, place, { instead: new Map([['forget', 0]]) })];
  const written = as.get('cell#2').value;
  assert.equal(moved.get('forget').value, 0);
  assert.equal(moved.get('cell').value, written);
  assert.ok(Math.abs(moved.get('hidden').value - as.get('output').value * Math.tanh(written)) < CLOSE);
  assert.equal(moved.get('input').value, as.get('input').value);
  const { graph: other, stage: of } = cell('mgu'); // there the gate goes through a matrix into the candidate
  assert.equal(valuesOf(other, { stage: of, unit, t: 2 }, { instead: new Map([['forget', 0.5]]) }).get('candidate'), undefined);
});

test('the sums that stand on the diagram add up as they are printed', () => {
  for (const name of ['lstm', 'gru', 'mgu']) {
    const { graph, stage, numbers, unit } = cell(name);
    const state = name === 'lstm' ? 'cell' : 'hidden';
    const [kept, added] = graph.node(graph.maker(state)).into;
    for (let t = 0; t < numbers.length; t++) {
      const texts = printedValues(graph, valuesOf(graph, { stage, unit, t }), largestOf(graph, stage, unit));
      const [a, b, c] = [kept, added, state].map((node) => Number(texts.get(node).replace('−', '-')));
      assert.ok(Math.abs(a + b - c) < 1e-9, `${name} ${t}: ${a} + ${b} = ${c}`);
    }
  }
});

test('an equation gives its result with the numbers that are printed', () => {
  const { graph } = cell('lstm');
  const next = random(11);
  for (let k = 0; k < 200; k++) {
    const named = { forget: next(), 'cell′': 4 * next() - 2, input: next(), candidate: 2 * next() - 1 };
    const values = new Map(Object.entries(named).map(([node, value]) => [node, { value, half: 0 }]));
    const c = named.forget * named['cell′'] + named.input * named.candidate;
    const { numbers, result, equals } = workedOut(pieceOf(graph, values, 'cell#3'), { value: c, half: 0 });
    const text = numbers.join(' ').replaceAll('−', '-').replaceAll('·', '*');
    const decimals = result.split('.')[1].length;
    assert.equal(equals, '=');
    assert.equal(Number(new Function(`return ${text}`)().toFixed(decimals)), Number(result.replace('−', '-')), `${text} = ${result}`);
  }
});

test('the function of a sum gives its value as printed', () => {
  const next = random(5);
  for (let k = 0; k < 200; k++) {
    const terms = [4 * next() - 2, 4 * next() - 2, next() - 0.5];
    const total = terms.reduce((a, b) => a + b);
    const told = functionOfSum(['less', 'sigmoid'], terms, total, 1 - 1 / (1 + Math.exp(-total)));
    const [shown, sum, result] = [told.terms, told.total, told.result].map((text) => [text].flat().map((each) => Number(each.replace('−', '-'))));
    assert.equal(told.equals, '=');
    assert.ok(Math.abs(shown.reduce((a, b) => a + b) - sum[0]) < 0.51 * 10 ** -told.total.split('.')[1].length);
    assert.equal((1 - 1 / (1 + Math.exp(-sum[0]))).toFixed(told.result.split('.')[1].length), String(result[0].toFixed(told.result.split('.')[1].length)));
  }
});

test('a gate is held of one unit or of all, and let go again', () => {
  const of = { layer: 1, unit: 58 };
  const one = holding(undefined, 'forget', of, 0.3, { all: false });
  assert.deepEqual(one, [{ gate: 'forget', value: 0.3, layer: 1, units: [58] }]);
  const two = holding(one, 'forget', { layer: 1, unit: 7 }, 0.3, { all: false });
  assert.deepEqual(two, [{ gate: 'forget', value: 0.3, layer: 1, units: [7, 58] }]);
  assert.deepEqual(released(two, 'forget', of), [{ gate: 'forget', value: 0.3, layer: 1, units: [7] }]);
  const all = holding(two, 'forget', of, 1, { all: true });
  assert.deepEqual(all, [{ gate: 'forget', value: 1, layer: 1 }]);
  assert.ok(isHeldInAll(all, 'forget', of));
  const both = holding(all, 'forget', of, 0, { all: false });
  assert.equal(heldAt(both, 'forget', of), 0);
  assert.equal(heldAt(both, 'forget', { layer: 1, unit: 3 }), 1);
  assert.deepEqual(released([...both, { gate: 'input', value: 1 }], 'forget', of, { all: true }), [{ gate: 'input', value: 1 }]);
  assert.equal(heldAt([{ gate: 'forget', value: 0.5 }], 'forget', of), 0.5); // of all layers
});

test('the handle of a valve goes clockwise from the top, and stops there', () => {
  assert.equal(shareAt(0, -1), 0);
  assert.equal(shareAt(1, 0), 0.25);
  assert.equal(shareAt(0, 1), 0.5);
  assert.equal(shareAt(-1, 0), 0.75);
  assert.deepEqual([following(0.95, 0.05), following(0.05, 0.95), following(0.4, 0.6)], [1, 0, 0.6]);
});

test('curves: gates from 0 to 1, states between round numbers, symbols apart', () => {
  const { stage, unit } = cell('lstm');
  const [gates, states] = chartsOf(stage, unit, 'forget');
  assert.deepEqual(gates.curves.map(({ symbol, stroke }) => [symbol, stroke]), [['f', 'gate'], ['i', 'dashed'], ['o', 'dotted']]);
  assert.deepEqual(states.curves.map(({ symbol }) => symbol), ['c', 'h']);
  assert.ok(states.low <= 0 && states.high >= 0);
  assert.deepEqual(chartsOf(cell('gru').stage, unit, 'update').map(({ curves }) => curves.map(({ symbol }) => symbol)), [['z', 'r'], ['h', 'n']]);
  const ys = apart([10, 12, 90], 14, 0, 100);
  assert.ok(Math.abs(ys[1] - ys[0]) >= 14 && ys[2] <= 100);
});

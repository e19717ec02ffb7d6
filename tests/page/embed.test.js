// What a page around a frame may set: keys of the address, with texts that the address would understand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST, problemsOf, readersOf, withKeys } from '../../playground/ui/components/embed/asked.js';

const readers = readersOf();
const keysOf = (asked) => problemsOf(asked, readers).map(({ key }) => key);

test('what an address understands can be set, and null takes a key back', () => {
  assert.deepEqual(problemsOf({ task: 'digits', network: 'lstm', cell: 'LSTMStep.1...hidden.57', lang: 'zh', __theme: 'dark', input: null }, readers), []);
  assert.deepEqual(problemsOf({}, readers), [], 'a greeting');
});

test('what an address does not understand is named, and nothing else is', () => {
  assert.deepEqual(keysOf({ task: 'nothing', lang: 'en' }), ['task']);
  assert.deepEqual(keysOf({ cell: 'not a cell', open: 'window', changes: '{"gates": 3}' }), ['cell', 'open', 'changes']);
});

test('only what has a key of the address can be set, and not which panel is seen', () => {
  assert.deepEqual(keysOf({ trace: '{}', playing: 'true', embed: 'lab', constructor: 'x', __proto__: null }), ['trace', 'playing', 'embed', 'constructor']);
});

test('only texts, and not more of them than an address holds', () => {
  assert.deepEqual(keysOf({ task: ['digits'], lang: 1, cell: { toString: () => 'Output....logits' } }), ['task', 'lang', 'cell']);
  assert.deepEqual(keysOf({ network: 'x'.repeat(MOST + 1) }), ['set']);
  for (const asked of [undefined, null, 'task=digits', [], 3]) assert.deepEqual(keysOf(asked), ['set']);
});

test('what is refused is told in few characters', () => {
  const [{ key, value }] = problemsOf({ ['k'.repeat(5000)]: 'v'.repeat(5000) }, readers);
  assert.ok(key.length <= 60 && value.length <= 60);
});

test('an address keeps what is not set', () => {
  const address = withKeys(new URL('http://here/?embed=stage&task=digits&cell=Output....logits'), { task: 'names', cell: null });
  assert.equal(address.search, '?embed=stage&task=names');
});

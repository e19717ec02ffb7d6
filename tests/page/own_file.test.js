// A visitor's file in the page: told apart from pickles, and what its owner says written into its header.

import assert from 'node:assert/strict';
import test from 'node:test';
import { isSafetensors, nameOfFile, tensorsOf, withSaid } from '../../playground/ui/components/own/own_file.js';

/** @param {object} header @param {number[]} data */
function file(header, data) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const made = new Uint8Array(8 + text.length + data.length);
  new DataView(made.buffer).setBigUint64(0, BigInt(text.length), true);
  made.set(text, 8);
  made.set(data, 8 + text.length);
  return made;
}

const WEIGHT = { dtype: 'U8', shape: [2, 2], data_offsets: [0, 4] };
const FILE = file({ __metadata__: { order: '["w"]', format: 'pt' }, w: WEIGHT }, [1, 2, 3, 4]);
const SAID = { task: 'digits', name: '网络', layers: null, size: null, inverted: true, mean: 0.5, std: 0.5 };

test('a zip file, a pickle and what is cut off are no safetensors', () => {
  assert.ok(isSafetensors(FILE));
  for (const bytes of [[80, 75, 3, 4], [0x80, 2], [], [1, 0, 0, 0, 0, 0, 0]]) assert.ok(!isSafetensors(Uint8Array.from([...bytes])));
  assert.ok(!isSafetensors(FILE.subarray(0, 20)));
});

test('what is said stands in the header, and data and order are as they were', () => {
  const said = withSaid(withSaid(FILE, { ...SAID, inverted: false }), SAID);
  const length = Number(new DataView(said.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(said.subarray(8, 8 + length)));
  assert.equal(length % 8, 0);
  assert.deepEqual(JSON.parse(header.__metadata__.own), SAID);
  assert.equal(header.__metadata__.order, '["w"]');
  assert.deepEqual(header.w, WEIGHT);
  assert.deepEqual([...said.subarray(8 + length)], [1, 2, 3, 4]);
  assert.deepEqual(tensorsOf(said), [{ name: 'w', shape: [2, 2] }]);
});

test('a header that cannot be read leaves the file to the server', () => {
  const broken = Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 123, 123]);
  assert.equal(withSaid(broken, SAID), broken);
  assert.deepEqual(tensorsOf(broken), []);
});

test('a network is called as its file, in letters that can be shown', () => {
  assert.equal(nameOfFile('lenet.pt'), 'lenet');
  assert.equal(nameOfFile('a\u0000b\u202e.safetensors'), 'ab');
  assert.equal(nameOfFile('x'.repeat(40)).length, 20);
  assert.equal(nameOfFile('.pth'), 'own');
});

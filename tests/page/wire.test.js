// Frames read from a stream, however it is cut; each encoding within its half step.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, halfStep } from '../../playground/ui/components/server/wire.js';
import { pack, random, response } from './stream.js';

async function read(all, size) {
  const found = [];
  for await (const frame of frames(response(all, size))) found.push(frame);
  return found;
}

test('frames come whole, whatever the pieces of the stream', async () => {
  const all = [pack({ run: { task: 'digits', architecture: 'gru', labels: ['é', '数'] } }), pack({ stage: 'X' }, { a: { shape: [3], encoding: 'float32', values: [1, -2, 0.1] } }), pack({ end: { milliseconds: 1 } })];
  for (const size of [1, 2, 7, 64, 10_000]) {
    const [run, stage, end] = await read(all, size);
    assert.deepEqual(run.run.labels, ['é', '数']);
    assert.deepEqual([...stage.arrays.a.values], [1, -2, Math.fround(0.1)]);
    assert.equal(end.end.milliseconds, 1);
  }
});

test('every encoding is read within half a step, and zero is zero', async () => {
  const next = random(1);
  for (let round = 0; round < 60; round++) {
    const count = 1 + Math.floor(next() * 13);
    const scale = 10 ** (next() * 8 - 4);
    const shares = Array.from({ length: count }, () => Math.fround(next()));
    const signed = Array.from({ length: count }, (_, k) => (k ? Math.fround((next() * 2 - 1) * scale) : 0));
    const arrays = {
      float: { shape: [count], encoding: 'float32', values: signed },
      byte: { shape: [count], encoding: 'byte', values: shares },
      unit: { shape: [count], encoding: 'unit12', values: shares },
      signed: { shape: [count], encoding: 'signed12', values: signed },
      window: { shape: [count], encoding: 'window', values: shares.map((v) => Math.floor(v * 4)) },
    };
    const [frame] = await read([pack({ stage: 'X' }, arrays)], 1000);
    for (const [name, { values }] of Object.entries(arrays)) {
      const got = frame.arrays[name];
      values.forEach((value, k) => assert.ok(Math.abs(got.values[k] - value) <= halfStep(got), `${name} ${value} ${got.values[k]}`));
    }
    assert.equal(frame.arrays.signed.values[0], 0);
  }
});

test('several stages share a frame, and several arrays its payload', async () => {
  const arrays = { a: { shape: [2], encoding: 'unit12', values: [0, 1, 1, 0, 0.5, 0.5] }, b: { shape: [1, 3], encoding: 'signed12', values: [1, 2, 3, -1, -2, -3, 0, 0, 0] } };
  const [frame] = await read([pack({ stage: 'X', t: [0, 2] }, arrays, 3)], 5);
  assert.equal(frame.count, 3);
  assert.deepEqual([...frame.arrays.a.values].map((v) => Math.round(v * 2) / 2), [0, 1, 1, 0, 0.5, 0.5]);
  assert.deepEqual([...frame.arrays.b.values].map(Math.round), [1, 2, 3, -1, -2, -3, 0, 0, 0]);
});

test('an unknown encoding is an error that names it', async () => {
  const head = new TextEncoder().encode(JSON.stringify({ stage: 'X', count: 1, arrays: [['a', [1], 'toString', 1]] }));
  const frame = Uint8Array.from([...new Uint8Array(new Uint32Array([head.length, 0]).buffer), ...head]);
  await assert.rejects(read([frame], 100), /X\.a: unknown encoding toString/);
});

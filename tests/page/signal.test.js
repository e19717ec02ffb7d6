// Signals: listeners in order, taken off by hand or by an AbortSignal; one that fails does not keep others from being told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lazy } from '../../playground/ui/components/loading/lazy.js';
import { signal } from '../../playground/ui/components/store/signal.js';

test('listeners are told in order until they are taken off', () => {
  const { on, tell } = signal();
  const seen = [];
  const stop = new AbortController();
  const off = on((value) => seen.push(`a${value}`));
  on((value) => seen.push(`b${value}`), { signal: stop.signal });
  on((value) => seen.push(`c${value}`), { signal: AbortSignal.abort() });
  tell(1);
  off();
  tell(2);
  stop.abort();
  tell(3);
  off();
  assert.deepEqual(seen, ['a1', 'b1', 'b2']);
});

test('a listener may take off another, or itself, while it is told', () => {
  const { on, tell } = signal();
  const seen = [];
  const first = on(() => {
    seen.push('first');
    first();
    second();
  });
  const second = on(() => seen.push('second'));
  tell();
  tell();
  assert.deepEqual(seen, ['first']);
});

test('an error in a listener is reported, and the others are told', (t) => {
  const { on, tell } = signal();
  const seen = [];
  on(() => {
    throw new Error('broken');
  });
  on(() => seen.push('told'));
  /** @type {(() => void)[]} */
  const later = [];
  t.mock.method(globalThis, 'queueMicrotask', (act) => later.push(act));
  tell();
  assert.deepEqual(seen, ['told']);
  assert.throws(later[0], /broken/);
});

test('what is lazy is loaded once; after a failure the next who asks tries again', async () => {
  let tries = 0;
  const load = lazy(async () => {
    tries += 1;
    if (tries === 1) throw new Error('no connection');
    return tries;
  });
  await assert.rejects(load());
  assert.deepEqual(await Promise.all([load(), load()]), [2, 2]);
  assert.equal(await load(), 2);
});

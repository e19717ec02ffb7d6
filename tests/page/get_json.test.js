// Asking a server: a few times and then no more, once if it refuses, and again at the next chance.

import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.window = new EventTarget();
const { getJson, Refused, Unreachable } = await import('../../playground/ui/components/server/get_json.js');
const { nextChance, retries } = await import('../../playground/ui/components/server/chances.js');

const answers = (...list) => {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    const next = list[Math.min(asked.length, list.length) - 1];
    if (next === 'gone') throw new TypeError('no connection');
    return new Response(JSON.stringify(next[1]), { status: next[0] });
  };
  return asked;
};
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('an answer comes as it is', async () => {
  const asked = answers([200, { a: 1 }]);
  assert.deepEqual(await getJson('task/digits'), { a: 1 });
  assert.equal(asked.length, 1);
  assert.match(asked[0], /task\/digits$/);
});

test('a refusal is final, and has the message of the server', async () => {
  for (const status of [400, 404, 413, 422]) {
    const asked = answers([status, { message: 'There is no task “x”.' }]);
    await assert.rejects(getJson('task/x', { pauses: [1, 1] }), (error) => error instanceof Refused && error.message === 'There is no task “x”.' && error.status === status);
    assert.equal(asked.length, 1);
  }
});

test('a server that is away or busy is asked a few times, with pauses that grow, and then given up', async () => {
  const asked = answers('gone', [503, { message: 'busy' }], [500, {}], 'gone');
  const began = performance.now();
  await assert.rejects(getJson('task/x', { pauses: [10, 20, 40] }), Unreachable);
  assert.equal(asked.length, 4);
  assert.ok(performance.now() - began >= 65);
  await wait(60);
  assert.equal(asked.length, 4, 'nothing polls for ever');
});

test('a server that comes back is heard', async () => {
  answers('gone', [503, {}], [200, 7]);
  assert.equal(await getJson('x', { pauses: [1, 1, 1] }), 7);
});

test('the next chance is a connection that returns, or a visitor who acts', async () => {
  for (const name of ['online', 'pointerdown', 'keydown']) {
    let come = false;
    const chance = nextChance().then(() => (come = true));
    await wait(5);
    assert.equal(come, false);
    window.dispatchEvent(new Event(name));
    await chance;
  }
});

test('tries go on by themselves for a while, then at a chance only, and begin again after one that worked', async () => {
  let tries = 0;
  const again = retries(() => (tries += 1), [5, 10]);
  again.later();
  await wait(20);
  again.later();
  await wait(30);
  assert.equal(tries, 2);
  again.later();
  await wait(40);
  assert.equal(tries, 2, 'the pauses are used up');
  window.dispatchEvent(new Event('keydown'));
  assert.equal(tries, 3);
  again.worked();
  again.later();
  window.dispatchEvent(new Event('online'));
  assert.equal(tries, 4, 'at once when the connection is back');
  again.later();
  again.stop();
  await wait(30);
  window.dispatchEvent(new Event('online'));
  assert.equal(tries, 4);
});

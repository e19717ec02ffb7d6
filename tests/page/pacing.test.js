// The pacing of previews, with a clock and a server of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST, pacing } from '../../playground/ui/components/run/pacing.js';
import { random } from './stream.js';

/** A clock that is moved by hand; what is due is called in its order. */
function clock(late = () => 0) {
  let time = 0;
  const calls = new Set();
  return {
    now: () => time,
    later(call, milliseconds) {
      const entry = { at: time + milliseconds + late(), call };
      calls.add(entry);
      return () => calls.delete(entry);
    },
    async until(end) {
      for (;;) {
        await new Promise(setImmediate); // promises first
        const [next] = [...calls].sort((a, b) => a.at - b.at);
        if (!next || next.at > end) break;
        calls.delete(next);
        time = Math.max(time, next.at);
        next.call();
      }
      time = end;
    },
  };
}

/** A server that takes `takes()` ms, and what it was asked. */
function scene({ takes = () => 30, outcome = () => 'shown', late, cost } = {}) {
  const time = clock(late);
  const asked = [];
  let flying = 0;
  const send = (what, signal) =>
    new Promise((done) => {
      const one = { what, at: time.now(), aborted: false, beside: flying++ };
      asked.push(one);
      let over = false;
      const end = (how) => {
        if (!over) flying--;
        over = true;
        done(how);
      };
      signal.addEventListener('abort', () => ((one.aborted = true), end('refused')));
      time.later(() => end(outcome(one)), takes());
    });
  return { ...time, asked, pace: pacing({ send, now: time.now, later: time.later, cost }) };
}

/** The pen moves every 8 ms. */
async function scribble({ pace, until, now }, milliseconds, from = 0) {
  for (let at = now(), end = at + milliseconds, k = from; at < end; at += 8, k++) {
    pace.want(k);
    await until(at + 8);
  }
}

/** The most in any second. */
const mostInASecond = (asked) => Math.max(...asked.map(({ at }) => asked.filter((one) => one.at >= at && one.at < at + 1000).length));

test('twelve a second, and no more, whatever the timers do', async () => {
  const next = random(5);
  for (const late of [() => 0, () => 6 * next(), () => (next() < 0.2 ? 40 : 0)]) {
    const one = scene({ late });
    await scribble(one, 3000);
    assert.ok(mostInASecond(one.asked) <= MOST);
    assert.ok(one.asked.length >= 3 * MOST - 3, String(one.asked.length));
  }
});

test('one is in flight, and the newest goes next', async () => {
  const one = scene({ takes: () => 200 });
  await scribble(one, 1000);
  assert.ok(one.asked.every(({ beside }) => beside === 0));
  assert.ok(one.asked.length <= 6);
  for (const { what, at } of one.asked.slice(1)) assert.ok(Math.abs(what * 8 - at) <= 8, `${what} at ${at}`);
});

test('the first goes at once, and the last is not forgotten', async () => {
  const one = scene();
  one.pace.want('first');
  assert.equal(one.asked.length, 1);
  one.pace.want('second');
  one.pace.want('last');
  await one.until(500);
  assert.deepEqual(one.asked.map(({ what }) => what), ['first', 'last']);
});

test('a pen that is up asks for nothing more', async () => {
  const one = scene({ takes: () => 50 });
  await scribble(one, 40);
  one.pace.want('never');
  one.pace.stop();
  const { length } = one.asked;
  assert.ok(one.asked.at(-1).aborted);
  await one.until(2000);
  assert.equal(one.asked.length, length);
  one.pace.want('the next stroke');
  assert.equal(one.asked.at(-1).what, 'the next stroke');
});

test('a stroke after another keeps to the twelve', async () => {
  const one = scene({ takes: () => 5 });
  for (let k = 0; k < 40; k++) {
    await scribble(one, 40);
    one.pace.stop();
  }
  assert.ok(mostInASecond(one.asked) <= MOST);
});

test('a server that sheds previews is asked ever less, and more again when it answers', async () => {
  let busy = true;
  const one = scene({ takes: () => 4, outcome: () => (busy ? 'busy' : 'shown') });
  await scribble(one, 6000);
  const shed = one.asked.length;
  assert.ok(shed < 12, String(shed));
  busy = false;
  await scribble(one, 4000);
  const before = one.asked.length;
  await scribble(one, 1000);
  assert.ok(one.asked.length - before >= 11, String(one.asked.length - before));
});

test('what costs two requests counts as two', async () => {
  const one = scene({ cost: () => 2 });
  await scribble(one, 3000);
  assert.ok(mostInASecond(one.asked) <= MOST / 2);
  assert.ok(one.asked.length >= 16);
});

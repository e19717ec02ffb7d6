// What waits until no more keys come is called once, and never for another task or network than its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { events } from '../../playground/ui/components/run/events.js';
import { pending } from '../../playground/ui/components/run/pending.js';

test('the last of several is called, when no more come', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const typed = pending(100, 'task');
  const called = [];
  typed.wait(() => called.push('a'));
  t.mock.timers.tick(60);
  typed.wait(() => called.push('b'));
  t.mock.timers.tick(60);
  assert.deepEqual([called, typed.isWaiting], [[], true]);
  t.mock.timers.tick(60);
  assert.deepEqual([called, typed.isWaiting], [['b'], false]);
});

test('it is dropped with its task or its network', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const [words, valve] = [pending(100, 'task'), pending(100, 'architecture')];
  const called = [];
  const both = () => [words, valve].forEach((one, k) => one.wait(() => called.push(['words', 'valve'][k])));
  both();
  events.architecture.tell('fnn');
  t.mock.timers.tick(200);
  assert.deepEqual(called.splice(0), ['words']);
  both();
  events.task.tell('names');
  t.mock.timers.tick(200);
  assert.deepEqual(called, []);
});

test('what is left is made at once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const valve = pending(100, 'architecture');
  let called = 0;
  valve.wait(() => called++);
  valve.flush();
  t.mock.timers.tick(200);
  valve.flush();
  assert.equal(called, 1);
});

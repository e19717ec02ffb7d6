// The store and the page's address: what is kept there, what is read back, and what is not understood.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

let here = 'http://127.0.0.1/';
const steps = [];
globalThis.location = { get href() { return here; }, get search() { return new URL(here).search; } };
globalThis.history = { state: null, pushState: (_s, _t, to) => { steps.push('push'); here = String(to); }, replaceState: (_s, _t, to) => { steps.push('replace'); here = String(to); } };

const { addressed, forgive, fromAddress, keepLooks, misunderstood, notUnderstood, onNotUnderstood, onPut, part, put, state } = await import('../../playground/ui/components/store/store.js');
const { SETUPS, STATE } = await import('../../playground/ui/components/store/state.js');
const presets = await import('../../playground/ui/components/lab/presets.js');
const { TASKS } = await import('../../playground/ui/components/tasks.js');

beforeEach(() => {
  here = 'http://127.0.0.1/';
  steps.length = 0;
  forgive();
});

const WORDS = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'nothing', '', ' ', '[]', '{}', 'null', '%00', '\uD800'];

test('no word that is not in the table is understood, under any key', () => {
  for (const [name, { key, first }] of Object.entries(STATE)) {
    if (!key) continue;
    for (const word of WORDS) {
      here = `http://127.0.0.1/?${new URLSearchParams({ [key]: word })}`;
      const value = addressed(name);
      if (['architecture', 'target'].includes(name) && word) continue; // the catalogue, and the answers, say which there are
      assert.equal(value, undefined, `${key}=${word}`);
      assert.equal(state[name], first);
      assert.equal(notUnderstood().find((problem) => problem.key === key)?.used, first);
    }
  }
});

test('what is in the table is understood', () => {
  for (const task of Object.keys(TASKS)) {
    here = `http://127.0.0.1/?task=${task}`;
    assert.equal(addressed('task'), task);
  }
  here = `http://127.0.0.1/?changes=${encodeURIComponent('{"off":[{"layer":0,"units":[1,2]}],"gates":[{"gate":"forget","value":0.5,"layer":1}],"padding":false,"move":{"right":3}}')}&cell=LSTMStep.0.0.12.forget.5.original&lab=pooling&view=lab&guide=lstm&lang=zh&open=lane.LSTMStep:1.forget`;
  assert.deepEqual(addressed('changes')?.off, [{ layer: 0, units: [1, 2] }]);
  assert.deepEqual(addressed('selection'), { stage: 'LSTMStep', layer: 0, direction: 0, t: 12, quantity: 'forget', index: [5], original: true });
  assert.deepEqual([addressed('setup'), addressed('page'), addressed('guide'), addressed('language')], ['pooling', 'lab', 'lstm', 'zh']);
  assert.deepEqual(notUnderstood(), []);
});

test('changes that are none', () => {
  for (const text of ['[null]', '{"off":"x"}', '{"off":[null]}', '{"gates":[{"gate":1}]}', '{"gates":[{"gate":"f","value":"0"}]}', '{"kernels":[{"layer":0}]}', '{"move":[1]}', '{"__proto__":1}', '{"toString":1}', '{"random":null}', '{', '7', '{"off":[{"layer":-1,"units":[]}]}']) {
    here = `http://127.0.0.1/?${new URLSearchParams({ changes: text })}`;
    assert.equal(addressed('changes'), undefined, text);
  }
});

test('a selection is written and read', () => {
  const { write, read } = STATE.selection;
  for (const cell of ['Convolution.0...maps.3-4-5', 'Convolution.0...maps.3', 'Convolution.0...maps', 'LSTMStep.0.1..forget.5', 'LSTMStep.0.1.12.forget.5', 'Output....logits.2.original']) assert.equal(write(read(cell)), cell);
  for (const cell of ['', 'a.b', 'LSTMStep.0.0.x.forget.5', 'LSTMStep.0.0.1.forget.', 'LSTMStep.0.0.1.forget.5.other', 'LSTMStep.0.0.1.forget.5-']) assert.equal(read(cell), undefined, cell);
});

test('what is put stands in the address, by its key, and null takes it out', () => {
  put({ task: 'names', architecture: 'gru' }, { step: true });
  assert.equal(new URL(here).search, '?task=names&network=gru');
  assert.deepEqual(steps, ['push', 'replace'], 'several values at once are one step');
  put({ page: 'lab' });
  put({ page: null, language: 'zh' }, { told: false });
  assert.match(here, /view=lab/);
  assert.doesNotMatch(here, /lang/);
  put({ page: null });
  assert.doesNotMatch(here, /view/);
  put({ moment: 3 });
  assert.doesNotMatch(here, /3/);
  assert.equal(part('moment').moment, 3);
});

test('changes are told late, so that a hand that slides does not fill the history', async () => {
  for (let right = 0; right < 20; right++) put({ changes: { move: { right } } });
  assert.deepEqual(steps, []);
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.deepEqual([steps, new URL(here).searchParams.get('changes')], [['replace'], '{"move":{"right":19}}']);
  put({ changes: null });
  assert.equal(new URL(here).search, '');
});

test('a problem goes when something else stands in its place', () => {
  const told = [];
  const off = onNotUnderstood((problems) => told.push(problems.length));
  misunderstood('architecture', 'x', 'cnn');
  put({ architecture: 'cnn' });
  assert.equal(notUnderstood().length, 1);
  put({ architecture: 'gru' });
  assert.equal(notUnderstood().length, 0);
  off();
  misunderstood('task', 'x', 'digits');
  assert.deepEqual(told, [1, 0]);
});

test('who listens to some values is told of those, until it is taken off', () => {
  const seen = [];
  const stop = new AbortController();
  onPut(['order'], () => seen.push(state.order), { signal: stop.signal });
  put({ moment: 1 });
  put({ order: 'mean' });
  stop.abort();
  put({ order: 'index' });
  assert.deepEqual(seen, ['mean']);
});

test('the set-ups of the lab are those of the table', () => assert.deepEqual(Object.keys(presets.SETUPS), SETUPS));

test('all that an address says, and what it does not say as it is at first', () => {
  here = 'http://127.0.0.1/?network=gru&order=mean&cell=LSTMStep.0.0..forget.5&lang=zh&task=nothing';
  const asked = fromAddress({ task: 'digits' });
  assert.deepEqual([asked.architecture, asked.order, asked.selection.index, asked.task, asked.opened, asked.changes, asked.setup], ['gru', 'mean', [5], null, null, null, 'example']);
  assert.deepEqual(['language' in asked, 'theme' in asked, 'moment' in asked], [false, false, false], 'how the page looks is none of it');
  assert.deepEqual(notUnderstood().map(({ key, used }) => [key, used]), [['task', 'digits']]);
  here = 'http://127.0.0.1/';
  assert.equal(fromAddress().order, 'state');
  assert.deepEqual(notUnderstood(), [], 'that was of the address before');
});

test('the order that is the first one need not be said', () => {
  put({ order: 'mean' });
  assert.match(here, /order=mean/);
  put({ order: 'state' });
  assert.doesNotMatch(here, /order/);
});

test('what the address was still to tell is of the page that is left, and is dropped when the browser goes elsewhere', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  put({ changes: { padding: false } });
  assert.doesNotMatch(here, /changes/);
  let left = '';
  history.pushState = (_s, _t, to) => { left = here; here = String(to); };
  put({ architecture: 'fnn' }, { step: true });
  assert.match(left, /changes/);
  put({ changes: { padding: true } });
  here = 'http://127.0.0.1/?network=cnn';
  fromAddress();
  t.mock.timers.tick(10_000);
  assert.equal(here, 'http://127.0.0.1/?network=cnn');
});

test('how the page looks stays when the browser goes back', () => {
  put({ language: 'zh' });
  here = 'http://127.0.0.1/?network=cnn&lang=en';
  keepLooks();
  assert.match(here, /lang=zh/);
});

// What is shared: a link with the version of what it says, in a Space that of the parent; a picture's words; a video's pace.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

let here = 'http://127.0.0.1/';
const frame = { postMessage() {} };
globalThis.window = globalThis;
globalThis.parent = globalThis;
globalThis.document = undefined;
globalThis.location = { get href() { return here; }, get search() { return new URL(here).search; } };
globalThis.history = { state: null, pushState() {}, replaceState: (_s, _t, to) => { here = String(to); } };

const { fromAddress, forgive, notUnderstood, put, tellAll } = await import('../../playground/ui/components/store/store.js');
const { seenAddress } = await import('../../playground/ui/components/store/space.js');
const { sharedLink } = await import('../../playground/ui/components/share/link.js');
const { escaped, tag, wrapped } = await import('../../playground/ui/components/image/writing.js');
const { MOST_SECONDS, pictureAt, schedule, secondsLeft } = await import('../../playground/ui/components/image/schedule.js');

beforeEach(() => {
  here = 'http://127.0.0.1/';
  forgive();
  globalThis.parent = globalThis;
  globalThis.gradio_config = undefined;
  globalThis.document = undefined;
  delete globalThis.location.ancestorOrigins;
});

test('a shared link has the version, once; a plain address stays plain', () => {
  assert.equal(sharedLink(new URL('http://127.0.0.1:7860/mount/'), null), 'http://127.0.0.1:7860/mount/');
  assert.equal(sharedLink(new URL('http://127.0.0.1:7860/?task=names'), null), 'http://127.0.0.1:7860/?task=names&v=1');
  assert.equal(sharedLink(new URL('http://127.0.0.1:7860/?v=7&task=names#here'), null), 'http://127.0.0.1:7860/?v=1&task=names#here');
});

test('a link names the moment of a playback, once', () => {
  assert.equal(sharedLink(new URL('http://127.0.0.1/?task=names'), 4), 'http://127.0.0.1/?task=names&step=4&v=1');
  assert.equal(sharedLink(new URL('http://127.0.0.1/'), 0), 'http://127.0.0.1/?step=0&v=1');
});

test('the address is never told of a version', () => {
  here = 'http://127.0.0.1/?task=names';
  put(fromAddress());
  put({ order: 'index' });
  assert.ok(!new URL(here).searchParams.has('v'));
});

test('what waits is told at once when a link is asked for', () => {
  put({ kept: 't.Ivanov' });
  assert.ok(!here.includes('Ivanov'));
  tellAll();
  assert.ok(here.includes('Ivanov'));
});

test('a link of another version says so, and the rest of it holds', () => {
  here = 'http://127.0.0.1/?v=2&task=names&network=gru';
  const { task, architecture } = fromAddress();
  assert.deepEqual([task, architecture], ['names', 'gru']);
  assert.deepEqual(notUnderstood().map(({ key, text, why }) => [key, text, why]), [['v', '2', 'other_version']]);
  here = 'http://127.0.0.1/?v=1&task=names';
  fromAddress();
  assert.deepEqual(notUnderstood(), []);
});

test('in a Space the link is that of the page around it, elsewhere our own', () => {
  const own = new URL('https://somebody-inside.hf.space/?task=names#x');
  const ofSpace = 'https://huggingface.co/spaces/somebody/inside?task=names#x';
  globalThis.gradio_config = { space_id: 'somebody/inside' };
  assert.equal(seenAddress(own).href, own.href, 'opened by itself');
  globalThis.parent = frame;
  globalThis.document = { referrer: 'https://huggingface.co/' };
  assert.equal(seenAddress(own).href, ofSpace, 'in Firefox');
  globalThis.document = { referrer: 'https://huggingface.co.example/' };
  assert.equal(seenAddress(own).href, own.href, 'in a course');
  globalThis.location.ancestorOrigins = ['https://huggingface.co'];
  assert.equal(seenAddress(own).href, ofSpace, 'in Chromium');
  globalThis.location.ancestorOrigins = ['https://moodle.example', 'https://huggingface.co'];
  assert.equal(seenAddress(own).href, own.href);
  globalThis.gradio_config = { space_id: null };
  globalThis.location.ancestorOrigins = ['https://huggingface.co'];
  assert.equal(seenAddress(own).href, own.href, 'no Space');
});

test('words in an SVG are words', () => {
  assert.equal(escaped('a < b & "c"\u0000\ud800'), 'a &lt; b &amp; &quot;c&quot;\ufffd\ufffd');
  assert.equal(tag('text', { x: 1 / 3, fill: null, title: '<' }, 'z'), '<text x="0.33" title="&lt;">z</text>');
});

test('lines are as long as there is room, and no letter is lost', () => {
  const measure = (words) => [...words].length;
  assert.deepEqual(wrapped(['one', 'two', 'three'], ' · ', 10, measure), ['one · two', 'three']);
  const link = `https://example.org/?input=${'abc'.repeat(20)}`;
  const lines = wrapped([link], '', 12, measure);
  assert.equal(lines.join(''), link);
  assert.ok(lines.every((line) => line.length <= 12));
  assert.deepEqual(wrapped(['字'], '', 0, measure), ['字']);
});

test('a video shows each moment as on the page, and a long one in ten seconds', () => {
  const short = schedule(9, 1.5);
  assert.deepEqual([short.moments, short.isFaster], [[0, 1, 2, 3, 4, 5, 6, 7, 8], false]);
  assert.equal(pictureAt(short, 0.7), 1);
  for (const [count, rate] of [[2, 8], [28, 8], [1000, 8], [28, 0.5], [256, 32]]) {
    const plan = schedule(count, rate);
    assert.equal(plan.moments[0], 0);
    assert.equal(plan.moments.at(-1), count - 1);
    assert.ok(plan.moments.every((at, k) => k === 0 || at > plan.moments[k - 1]));
    assert.ok(secondsLeft(plan, 0) <= MOST_SECONDS + 1e-9);
    assert.equal(plan.isFaster, count / rate > MOST_SECONDS - 1);
    assert.equal(pictureAt(plan, secondsLeft(plan, 0) - 0.01), plan.moments.length - 1);
    assert.equal(pictureAt(plan, secondsLeft(plan, 0)), null);
  }
});

// A question is asked again as long as that can help, and meanwhile it is told where it stands. The server and the clock are false.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

globalThis.window = new EventTarget();
globalThis.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const { getJson, open, persist, Refused, streamed, whole } = await import('../../playground/ui/components/server/asking.js');
const { chance, pauseBefore } = await import('../../playground/ui/components/server/chance.js');

/** @type {{url: string, headers: Headers, signal: AbortSignal}[]} */
let asked = [];

/** A server: `answer` says what comes of each question, a pair [status, body], or throws, or never answers. */
function serve(answer) {
  asked = [];
  globalThis.fetch = async (url, { headers = {}, signal } = {}) => {
    const question = { url: String(url).split('/playground/')[1] ?? String(url), headers: new Headers(headers), signal };
    asked.push(question);
    const stop = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const [status, body, more] = await Promise.race([answer(question, asked.length), stop]);
    return body instanceof ReadableStream ? new Response(body, { status }) : new Response(JSON.stringify(body), { status, headers: more });
  };
}
const post = (route, how) => persist(() => whole(() => open(route, { method: 'POST' }, how), (response) => response.json()), how);
const never = new Promise(() => {});
const gone = async () => {
  throw new TypeError('no connection');
};

/** Let all that can go on go on. */
const settle = async () => {
  for (let k = 0; k < 20; k++) await new Promise(setImmediate);
};
async function pass(milliseconds) {
  for (let left = milliseconds; left > 0; left -= 100) {
    mock.timers.tick(Math.min(100, left));
    await settle();
  }
}
const look = (state) => {
  document.visibilityState = state;
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => {
  mock.timers.reset();
  document.visibilityState = 'visible';
});

test('pauses grow, have an end, differ, and are never shorter than the server asks for', () => {
  const least = Array.from({ length: 10 }, (_, tried) => pauseBefore(tried, undefined, () => 0));
  for (let k = 1; k < least.length; k++) assert.ok(least[k] >= least[k - 1]);
  assert.equal(least[0], 1000);
  assert.equal(least.at(-1), 30_000);
  assert.ok(pauseBefore(0, 7, () => 0) >= 7000);
  assert.ok(pauseBefore(9, 1, () => 0) < 5000, 'who is told to come soon does');
  const many = Array.from({ length: 100 }, () => pauseBefore(3));
  assert.ok(Math.max(...many) - Math.min(...many) > 1000, 'a hundred pages do not come back in the same instant');
});

test('an answer comes as it is, and the request has the names of page and request', async () => {
  serve(async () => [200, { a: 1 }]);
  assert.deepEqual(await getJson('task/digits'), { a: 1 });
  assert.deepEqual(await getJson('task/digits'), { a: 1 });
  const [first, second] = asked.map(({ headers }) => ['x-visitor', 'x-visit'].map((name) => headers.get(name)));
  assert.match(first[0], /^[0-9a-f]{32}$/);
  assert.equal(first[0], second[0], 'one visitor');
  assert.notEqual(first[1], second[1], 'two requests');
});

test('a refusal is final, and has the message of the server', async () => {
  for (const status of [400, 404, 413, 422, 500]) {
    serve(async () => [status, { message: 'There is no task “x”.' }]);
    await assert.rejects(getJson('task/x'), (error) => error instanceof Refused && error.message === 'There is no task “x”.' && error.status === status);
    assert.equal(asked.length, 1);
  }
});

test('a server that is away is asked until it is back, ever more rarely', async () => {
  let isBack = false;
  serve(() => (isBack ? [200, 7] : gone()));
  const told = [];
  const answer = getJson('x', { told: (standing) => told.push(standing?.state ?? null) });
  await settle();
  const times = [];
  for (let second = 0; second < 300; second++) {
    const before = asked.length;
    await pass(1000);
    if (asked.length > before) times.push(second);
  }
  const pauses = times.slice(1).map((time, k) => time - times[k]);
  assert.ok(pauses.at(-1) >= 29 && pauses.at(-1) <= 46, String(pauses));
  assert.ok(times.length < 16);
  isBack = true;
  await pass(50_000);
  assert.equal(await answer, 7);
  assert.equal(told[0], 'away');
  assert.equal(told.at(-1), null);
});

test('of one that is busy it is heard when to ask again, in the body or in the header', async () => {
  for (const answer of [[503, { message: 'busy', retry: 9 }], [503, {}, { 'Retry-After': '9' }]]) {
    serve(async (_, count) => (count === 1 ? answer : [200, 1]));
    const told = [];
    const done = getJson('x', { told: (standing) => told.push(standing) });
    await settle();
    assert.deepEqual(told, [{ state: 'busy', seconds: 9 }]);
    window.dispatchEvent(new Event('online'));
    await pass(8900);
    assert.equal(asked.length, 1);
    await pass(5000);
    assert.equal(await done, 1);
  }
});

test('it is asked at once when the page is looked at again, and not while nobody looks', async () => {
  serve(async (_, count) => (count === 1 ? gone() : [200, 1]));
  const done = getJson('x');
  await settle();
  look('hidden');
  await pass(60_000);
  assert.equal(asked.length, 1);
  look('visible');
  await settle();
  assert.equal(asked.length, 2);
  assert.equal(await done, 1);
});

test('a connection that is back is used soon, though not by all in the same instant', async () => {
  const times = [];
  for (let k = 0; k < 20; k++) void chance(8).then(() => times.push(at));
  let at = 0;
  await settle();
  window.dispatchEvent(new Event('online'));
  for (at = 0; at < 1100; at += 100) await pass(100);
  assert.equal(times.length, 20);
  assert.ok(new Set(times).size > 3);
});

test('a visitor who acts shortens a long pause', async () => {
  let came = false;
  void chance(6).then(() => (came = true));
  await settle();
  window.dispatchEvent(new Event('pointerdown'));
  await settle();
  assert.ok(came);
});

test('what is wanted no more is not asked again', async () => {
  serve(gone);
  const left = new AbortController();
  const done = assert.rejects(getJson('x', { signal: left.signal }));
  await settle();
  left.abort();
  await done;
  await pass(60_000);
  assert.equal(asked.length, 1);
});

test('what the next one is worth more than is asked once', async () => {
  serve(async () => [503, { message: 'busy', retry: 1 }]);
  await assert.rejects(getJson('x', { once: true }), Refused);
  await pass(5000);
  assert.equal(asked.length, 1);
});

test('a module that did not come is loaded again', async () => {
  let tries = 0;
  const done = persist(async () => {
    tries += 1;
    if (tries < 3) throw new TypeError('Failed to fetch dynamically imported module');
    return 'module';
  });
  await pass(10_000);
  assert.equal(await done, 'module');
});

/** Frames as ui/wire.py writes them, without arrays. */
function bytes(...heads) {
  return heads.map((head) => {
    const text = new TextEncoder().encode(JSON.stringify({ count: 1, arrays: [], ...head }));
    const whole = new Uint8Array(8 + text.length);
    new DataView(whole.buffer).setUint32(0, text.length, true);
    whole.set(text, 8);
    return whole;
  });
}
const streamOf = (chunks, end) => new ReadableStream({
  start(controller) {
    for (const chunk of chunks) controller.enqueue(chunk);
    end(controller);
  },
});

test('an answer that breaks off begins anew', async () => {
  const cut = bytes({ run: 1 }, { stage: 'a' })[1].subarray(0, 12);
  const answers = [
    streamOf([], (controller) => controller.error(new TypeError('reset'))),
    streamOf([...bytes({ run: 1 }), cut], (controller) => controller.close()),
    streamOf(bytes({ run: 2 }, { error: 'busy', retry: 1 }), (controller) => controller.close()),
    streamOf(bytes({ run: 3 }, { stage: 'a' }, { end: {} }), (controller) => controller.close()),
  ];
  serve(async (_, count) => [200, answers[count - 1]]);
  const seen = [];
  const done = (async () => {
    for await (const frame of streamed(() => open('trace'), {})) seen.push(frame.run ?? frame.stage ?? 'end');
  })();
  await pass(20_000);
  await done;
  assert.deepEqual(seen, [1, 2, 3, 'a', 'end']);
});

test('where a question stands is asked once a second, of one at a time, and only if it takes long', async () => {
  let polls = 0;
  let most = 0;
  serve(async ({ url }) => {
    if (!url.startsWith('visits/')) return never;
    most = Math.max(most, ++polls);
    await settle();
    polls -= 1;
    return [200, { state: 'waiting', place: 3, seconds: null, share: null }];
  });
  const left = new AbortController();
  const told = [];
  const all = [1, 2, 3, 4].map((name) => assert.rejects(post(`slow/${name}`, { signal: left.signal, told: (standing) => standing && told.push(standing.state) })));
  await pass(600);
  assert.equal(asked.length, 4);
  await pass(10_000);
  const count = asked.length - 4;
  assert.ok(count >= 8 && count <= 11, String(count));
  assert.equal(most, 1);
  const visits = new Set(asked.slice(0, 4).map(({ headers }) => headers.get('x-visit')));
  assert.ok(asked.slice(4).every(({ url }) => visits.has(url.slice('visits/'.length))));
  assert.equal(told[0], 'asked');
  assert.ok(told.includes('waiting'));
  left.abort();
  await Promise.all(all);
  await pass(5000);
  assert.equal(asked.length - 4, count, 'nobody waits any more');
});

/** What is told of a question that is never answered, where the server says this of it. */
async function toldOf(visits, ready = [200, { ready: true }]) {
  serve(async ({ url }) => (url.startsWith('visits/') ? visits() : url.endsWith('readyz') ? ready : never));
  const told = [];
  const left = new AbortController();
  const done = assert.rejects(post('slow', { signal: left.signal, told: (standing) => told.push(standing) }));
  await pass(7000);
  left.abort();
  await done;
  await pass(7000); // until the last poll is given up
  return told.filter((standing) => standing && standing.state !== 'asked').at(-1);
}

test('what is told is what the server says', async () => {
  const working = { state: 'working', place: null, seconds: null, share: 0.4 };
  assert.deepEqual(await toldOf(async () => [200, working]), working);
  assert.deepEqual(await toldOf(async () => [404, {}]), { state: 'computing' }, 'another replica has it');
  assert.deepEqual(await toldOf(gone), { state: 'away' });
  assert.deepEqual(await toldOf(() => never), { state: 'away' }, 'as of a server that hangs');
});

test('a question that a server has lost while it was away is asked again', async () => {
  let isAway = true;
  serve(async ({ url, signal }, count) => {
    if (url.startsWith('visits/')) return isAway ? gone() : [404, {}];
    return count === 1 ? never : [200, signal.aborted ? 'no' : 'yes'];
  });
  const done = post('slow');
  await pass(3000);
  isAway = false;
  await pass(5000);
  assert.equal(await done, 'yes');
});


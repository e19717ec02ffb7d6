// The input in the address: what is written is read as it was, what is broken is nothing, and nothing is ever thrown.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readDrawing, writeDrawing } from '../../playground/ui/components/kept/drawing_code.js';
import { asSent, exampleOf, isExample } from '../../playground/ui/components/kept/example_of.js';
import { readInput, writeInput, writeKey } from '../../playground/ui/components/kept/input_code.js';
import { TASKS } from '../../playground/ui/components/tasks.js';
import { random } from './stream.js';

const HALF = 0.0005 + 1e-12; // of a thousandth of the pad
const shownOf = (task) => JSON.parse(readFileSync(new URL(`../../playground/tasks/examples/${task}.json`, import.meta.url), 'utf8')).shown;
const inAddress = (text) => String(new URLSearchParams({ '': text })).slice(1);

/** Strokes as hands, styluses and nobody make them. */
function drawn(next, most) {
  const wild = next();
  const strokes = Array.from({ length: 1 + Math.floor(next() * 6) }, () => {
    let [x, y] = [next(), next()];
    let [dx, dy] = [0, 0];
    return Array.from({ length: 1 + Math.floor(next() * most) }, () => {
      [dx, dy] = [dx, dy].map((d) => 0.8 * d + wild * 0.1 * (next() - 0.5));
      [x, y] = [x + dx, y + dy].map((v) => Math.max(0, Math.min(1, v)));
      return next() < 0.02 ? [Math.round(next()), Math.round(next())] : [x, y];
    });
  });
  return { strokes, width: 0.005 + next() * 0.29 };
}

function assertNear(read, drawing) {
  assert.deepEqual(read.strokes.map(({ length }) => length), drawing.strokes.map(({ length }) => length));
  drawing.strokes.forEach((stroke, s) => stroke.forEach((point, p) => point.forEach((value, axis) => assert.ok(Math.abs(read.strokes[s][p][axis] - value) <= HALF))));
  assert.ok(Math.abs(read.width - drawing.width) <= HALF);
}

test('random drawings come back to within half a thousandth of the pad, and from then on as they are', () => {
  const next = random(11);
  for (let round = 0; round < 400; round++) {
    const drawing = drawn(next, round % 20 ? 60 : 3000);
    const read = readDrawing(writeDrawing(drawing));
    assertNear(read, drawing);
    assert.deepEqual(readDrawing(writeDrawing(read)), read);
    assert.equal(writeDrawing(read), writeDrawing(drawing));
  }
});

test('drawings at the limits of the server: most points, most strokes, corners, the thinnest and the widest pen', () => {
  const next = random(5);
  const point = () => [next(), next()];
  for (const drawing of [
    { strokes: [Array.from({ length: 20_000 }, point)], width: 0.3 },
    { strokes: Array.from({ length: 1000 }, () => [point()]), width: 0.005 },
    { strokes: [[[0, 0], [1, 1], [0, 1], [1, 0]], [[1, 0]]], width: 0.065 },
  ]) assertNear(readDrawing(writeDrawing(drawing)), drawing);
});

test('what cannot be written is not', () => {
  for (const strokes of [[], [[]], [[[1.2, 0]]], [[[0, -0.1]]], [[[NaN, 0]]], [[[0.5]]]]) assert.equal(writeDrawing({ strokes, width: 0.065 }), null);
  for (const width of [0, NaN, 7, -1, undefined]) assert.equal(writeDrawing({ strokes: [[[0.5, 0.5]]], width }), null);
});

test('a hundred points are under 300 characters: a quick mouse, a slow one, the digits of people', () => {
  const mouse = (turn) => Array.from({ length: 100 }, (_, k) => [0.35 * Math.cos(turn * k), 0.3 * Math.sin(2 * turn * k)].map((v) => Math.round(214 * (0.5 + v)) / 214));
  for (const turn of [0.06, 0.02]) assert.ok(writeDrawing({ strokes: [mouse(turn)], width: 0.065 }).length < 300);
  for (const { input } of shownOf('digits')) assert.ok(writeDrawing(input).length < 3 * input.strokes.flat().length);
});

test('a text that was cut, mistyped or made up is no drawing', () => {
  const next = random(3);
  const text = writeDrawing(shownOf('digits')[3].input);
  const letters = 'ABCxyz019-_.*% \u00e9';
  let taken = 0;
  for (let round = 0; round < 20_000; round++) {
    const at = Math.floor(next() * text.length);
    const other = letters[Math.floor(next() * letters.length)];
    const broken = [text.slice(0, at), text.slice(0, at) + other + text.slice(at + 1), text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + other + text.slice(at)][round % 4];
    if (broken !== text && readDrawing(broken) !== null) taken += 1;
  }
  assert.ok(taken < 20, `${taken} of 20,000, where chance is one in 4,096`);
  for (let round = 0; round < 5000; round++) {
    const made = Array.from({ length: Math.floor(next() * 40) }, () => letters[Math.floor(next() * letters.length)]).join('');
    const read = readDrawing(made);
    assert.ok(read === null || writeDrawing(read), made);
  }
});

/** Inputs of each way in, as the page makes them. */
function* inputs() {
  for (const [task, { entry }] of Object.entries(TASKS)) {
    const shown = shownOf(task);
    for (const example of shown) yield { task, entry, shown, input: asSent(example.input, entry) };
  }
  yield { task: 'digits', entry: 'drawing', shown: shownOf('digits'), input: { strokes: [[[0.1, 0.2], [0.3, 0.4]], [[0.7, 0.1]]], width: 0.065, read: 1 } };
  yield { task: 'digits', entry: 'drawing', shown: shownOf('digits'), input: { ...shownOf('digits')[3].input, read: 0 } };
  const texts = ['O\u2019Brien', '\u5b66\u6821', 'not bad* at all', '*', ' x', 'a+b & c=d #e %20', '\ud83d\ude00', 'two\nlines\r\n'];
  for (const text of texts) for (const task of ['names', 'reviews']) yield { task, entry: 'words', shown: shownOf(task), input: { text } };
  const series = shownOf('series');
  const beside = [{}, { season: 12 }, { ahead: 0, held_out: 7 }, { column: 2, orientation: 'down', heading: true }, { decimal: ',', thousands: '.' }, { thousands: '', gaps: 'fill in' }, { separator: '\t', thousands: '\u2019' }];
  const given = [{ text: '1 2 4 8 16' }, { text: 'a*b;1.5\n2,5' }, { values: [1, -2.5, 1e-7, 3e21] }, series[0].input, series[3].input];
  for (const one of given) for (const more of beside) yield { task: 'series', entry: 'numbers', shown: series, input: { ...asSent(one, 'numbers'), ...more } };
  yield { task: 'cancer', entry: 'sliders', shown: shownOf('cancer'), input: { values: [1, 2.5, -3, 0, 1e-5, 6, 7, 8, 9, 10] } };
}

test('each kind of input is read as it was written, and stands in the address as such', () => {
  let count = 0;
  for (const { task, entry, shown, input } of inputs()) {
    const text = writeInput(input, entry, shown);
    assert.ok(text, JSON.stringify(input));
    const there = new URL(`http://127.0.0.1/?input=${inAddress(text)}`).searchParams.get('input');
    const read = readInput(there, entry, shown);
    assert.ok(isExample(read.input, { input }, ''), `${task}: ${text}`);
    count += 1;
  }
  assert.ok(count > 100);
});

test('an example is its name, and short', () => {
  for (const task of ['digits', 'strokes', 'series']) {
    const [shown, { entry }] = [shownOf(task), TASKS[task]];
    for (const example of shown) {
      const input = asSent(example.input, entry);
      assert.equal(writeInput(input, entry, shown), `e.${example.label}`);
      assert.equal(exampleOf(input, shown), example);
    }
  }
  const shown = shownOf('series');
  assert.equal(writeInput({ ...asSent(shown[0].input, 'numbers'), ahead: 12 }, 'numbers', shown), 'e.wave*ahead-12');
  assert.equal(writeInput({ text: '1 2 4 8 16', ahead: 24, held_out: 0 }, 'numbers', shown), 't.1 2 4 8 16');
});

test('what is too long, or of a kind that has no text, has none', () => {
  const none = (input, entry) => assert.equal(writeInput(input, entry, []), null);
  none({ text: 'x'.repeat(2000) }, 'words');
  none({ text: '\u5b66'.repeat(223) }, 'words');
  none({ text: '\ud800' }, 'words');
  none({ picture: { width: 8, height: 8, grey: 'x' } }, 'drawing');
  none({ text: '1 2', column: 'price' }, 'numbers');
  none({ text: '1 2', other: 1 }, 'numbers');
  none({ example: 'nowhere' }, 'numbers');
  for (const { entry, shown, input } of inputs()) assert.ok(inAddress(writeInput(input, entry, shown)).length <= 2000);
  assert.equal(writeInput({ text: 'x'.repeat(1998) }, 'words', []).length, 2000);
});

test('what a task cannot take, or what is broken, is null for every task', () => {
  const words = ['', 'd', 'd.', 'd.AAAA', 'e.', 'e.3*', 'e.3*x', 'e.3*0*0', 'e.constructor', 'e.nothing', 'x.1', 'k.', 'k.abc', `k.${'a'.repeat(44)}`, 's.', 's.1_2_3', 's.1_2_3_3_4_5_6_7_8_9_x', 's.1_2_3_3_4_5_6_7_8_9_1e999', 'v.', 'v.1_', 'v.0x1', 't.', 't. '];
  const series = ['t.1 2*other-1', 't.1 2*constructor-1', 't.1 2*toString', 't.1 2*ahead-x', 't.1 2*decimal-%', 't.1 2*heading-1', 't.1 2*.', '*', 't.*ahead-1'];
  for (const [task, { entry }] of Object.entries(TASKS)) {
    for (const text of [...words, ...(entry === 'words' ? [] : series)]) assert.equal(readInput(text, entry, shownOf(task)), null, `${task}: ${text}`);
  }
  const key = 'a_-9'.repeat(11).slice(1);
  assert.deepEqual(readInput(writeKey(key), 'words', []), { key });
});

test('a test digit is its number', () => {
  const shown = shownOf('digits');
  assert.equal(writeInput({ test: 1235 }, 'drawing', shown), 'm.1235');
  assert.deepEqual(readInput('m.1235', 'drawing', shown), { input: { test: 1235 } });
  for (const test of [-5, 10_000, 5.5, '5', null]) assert.equal(writeInput({ test }, 'drawing', shown), null);
  for (const text of ['m.', 'm.-5', 'm.12345', 'm.5x', 'm.5*1']) assert.equal(readInput(text, 'drawing', shown), null);
  assert.equal(readInput('m.5', 'words', []), null);
});

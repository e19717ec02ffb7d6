// Uploaded pictures: where they lie, what is cut out of them, how they are sent, and what Undo brings back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Past } from '../../playground/ui/components/entries/past.js';
import { dragged, nearer, placed, stepped, WHOLE, within } from '../../playground/ui/components/entries/picture/boxes.js';
import { isHeic, isSvg, svgSize } from '../../playground/ui/components/entries/picture/decode.js';
import { alphaOf, base64, greyOf, isClear, isLight, pixelsOf, sizeOf } from '../../playground/ui/components/entries/picture/sent.js';

const near = (one, other) => one.forEach((value, k) => assert.ok(Math.abs(value - other[k]) < 1e-9, `${one} is not ${other}`));

test('a picture lies in the middle of the pad', () => {
  near(placed(400, 200), [0, 0.25, 1, 0.75]);
  near(placed(100, 400), [0.375, 0, 0.625, 1]);
  near(placed(56, 56), WHOLE);
});

test('a part of a part is a part of the whole', () => {
  near(within([0.5, 0, 1, 0.5], [0.5, 0.5, 1, 1]), [0.75, 0.25, 1, 0.5]);
  near(within([0.2, 0.3, 0.6, 0.4], WHOLE), [0.2, 0.3, 0.6, 0.4]);
});

test('a hand cuts from any corner, and nothing beyond the picture', () => {
  const place = placed(400, 200);
  const cut = [0.25, 0.5, 0.75, 1];
  near(dragged([0.25, 0.5], [0.75, 0.75], place), cut);
  near(dragged([0.75, 0.75], [0.25, 0.5], place), cut);
  near(dragged([0.25, 0.5], [0.75, 1.4], place), cut);
  assert.equal(dragged([0.5, 0.5], [0.51, 0.6], place), null, 'that was a click');
  assert.equal(dragged([0.1, 0.05], [0.9, 0.2], place), null, 'that is beside the picture');
});

test('keys move a frame and resize it, within the picture', () => {
  let box = [0.25, 0.25, 0.75, 0.75];
  near(stepped(box, [1, 0], false), [0.27, 0.25, 0.77, 0.75]);
  near(stepped(box, [0, -1], true), [0.25, 0.25, 0.75, 0.73]);
  for (let k = 0; k < 50; k++) box = stepped(box, [1, 1], false);
  near(box, [0.5, 0.5, 1, 1]);
  for (let k = 0; k < 50; k++) box = stepped(box, [-1, 1], true);
  assert.ok(box[2] - box[0] > 0.02 && box[3] === 1);
});

test('a small digit on a large picture is looked at from nearer, with as much room on each side', () => {
  near(nearer([[0.45, 0.45, 0.5, 0.55]], [500, 400], [4000, 3200]), [0.37, 0.35, 0.58, 0.65]);
  assert.deepEqual(nearer([[0, 0, 0.1, 0.1]], [500, 500], [4000, 4000]), [0, 0, 0.2, 0.2]);
});

test('no digit is looked at from nearer that is large, or not larger than it was sent', () => {
  assert.equal(nearer([[0.3, 0.3, 0.5, 0.6]], [500, 500], [4000, 4000]), null);
  assert.equal(nearer([[0.45, 0.45, 0.5, 0.5]], [500, 500], [500, 500]), null);
  assert.equal(nearer([[0.1, 0.1, 0.15, 0.15], [0.8, 0.1, 0.85, 0.15]], [500, 500], [4000, 4000]), null);
  assert.equal(nearer([], [500, 500], [4000, 4000]), null);
});

test('a picture is sent small, a large one larger, and within what the server takes', () => {
  assert.deepEqual(sizeOf(300, 150, false), [256, 128]);
  assert.deepEqual(sizeOf(4032, 3024, false), [512, 384]);
  assert.deepEqual(sizeOf(100, 50, false), [100, 50]);
  assert.deepEqual(sizeOf(3000, 10, false), [512, 8]);
  const [width, height] = sizeOf(4000, 4000, true);
  assert.ok(2 * width * height * (4 / 3) < 350_000);
});

test('what is transparent, and of what light', () => {
  const white = [255, 255, 255];
  const seen = new Uint8ClampedArray([...white, 255, 0, 0, 0, 255]);
  const clear = new Uint8ClampedArray([...white, 200, 0, 0, 0, 0]);
  assert.deepEqual([isClear(seen), isClear(clear)], [false, true]);
  assert.deepEqual([...greyOf(seen)], [255, 0]);
  assert.deepEqual([...alphaOf(clear)], [200, 0]);
  assert.equal(isLight(greyOf(clear), alphaOf(clear)), true);
  assert.equal(isLight(Uint8Array.of(0, 255), Uint8Array.of(255, 0)), false, 'light that nobody sees');
  assert.equal(base64(Uint8Array.of(0, 255, 16)), 'AP8Q');
  assert.deepEqual([...pixelsOf('\xff\x01', null)], [255, 255, 255, 255, 1, 1, 1, 255]);
  assert.deepEqual([...alphaOf(pixelsOf('\xff\x01', '\x10\x20'))], [16, 32]);
});

test('files are known by their first bytes', () => {
  assert.ok(isHeic('\0\0\0\x18ftypheic'));
  assert.ok(!isHeic('\0\0\0\x18ftypavif'));
  const named = { type: '' };
  assert.ok(isSvg(named, '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'));
  assert.ok(isSvg(named, '\n<svg viewBox="0 0 1 1">'));
  assert.ok(isSvg({ type: 'image/svg+xml' }, '<!-- long -->'));
  assert.ok(!isSvg(named, '\x89PNG <svg '));
});

test('the size of an SVG is what it says, or its box, or what browsers take', () => {
  const size = (attributes) => svgSize((name) => attributes[name] ?? '');
  assert.deepEqual(size({ width: '300', height: '200px' }), [300, 200]);
  assert.deepEqual(size({ width: '100%', height: '100%', viewBox: '0 0 24 12' }), [24, 12]);
  assert.deepEqual(size({ width: '48', viewBox: '0,0,24,12' }), [48, 24]);
  assert.deepEqual(size({}), [300, 150]);
});

test('the past of a pad has a bound, and forgets', () => {
  const past = new Past();
  for (let k = 0; k < 150; k++) past.keep({ strokes: [[[k, 0]]], picture: null, demonstration: false });
  let count = 0;
  while (past.back()) count++;
  assert.equal(count, 100);
  const strokes = [[[0, 0]]];
  past.keep({ strokes, picture: null, demonstration: false });
  strokes.push([[1, 1]]);
  assert.equal(past.back()?.strokes.length, 1, 'as it was');
  past.keep({ strokes, picture: null, demonstration: true });
  past.forget();
  assert.ok(past.empty);
});

// Steps of learning on the page: what is asked for, the curves, the optimisers' formulas, where weights stand in a picture.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arranged, indexIn, placeIn, readWeight, writeWeight } from '../../playground/ui/components/learning/arrangement.js';
import { curvesOf, verdict } from '../../playground/ui/components/learning/curve.js';
import { linesOf } from '../../playground/ui/components/learning/formula.js';
import { MOST, RATES, USUAL, hindrance, lessonOf, placeOfRate, within } from '../../playground/ui/components/learning/steps.js';
import { readChanges } from '../../playground/ui/components/store/changes_from_address.js';

const [WIDTH, HEIGHT] = [1000, 100]; // of the box of the curves (strips/pieces.js)

const points = (path) => path.slice(1).split('L').map((point) => point.split(' ').map(Number));
const point = (loss, probability, prediction = '3') => ({ loss, probability, prediction });

test('the slider of the rate is logarithmic, and has what the optimisers begin with', () => {
  assert.equal(RATES[0], 1e-4);
  assert.equal(RATES.at(-1), 1);
  for (const [k, rate] of RATES.slice(1).entries()) assert.ok(rate / RATES[k] >= 2 && rate / RATES[k] <= 2.5);
  for (const rate of Object.values(USUAL)) assert.equal(RATES[placeOfRate(rate)], rate);
  assert.deepEqual([0, 3e-3, 0.9, 50].map((rate) => RATES[placeOfRate(rate)]), [1e-4, 0.002, 1, 1]);
  assert.deepEqual([-1, 3, 400].map(within), [0, 3, MOST]);
});

test('nothing is learnt of an output itself, nor without the right number', () => {
  assert.equal(hindrance(['a'], { target: null, loss: null }), null);
  assert.equal(hindrance(['a'], { target: 'a', loss: 'logit' }), 'logit');
  assert.equal(hindrance([], { target: null, loss: null }), 'number');
  assert.equal(hindrance([], { target: null, loss: 'logit' }), 'number');
  assert.equal(hindrance([], { target: '7', loss: null }), null);
  assert.deepEqual(lessonOf(['a', 'b'], { target: null, loss: null }, 'b'), { target: 'b', loss: 'cross_entropy' });
  assert.deepEqual(lessonOf(['a', 'b'], { target: 'a', loss: 'mse' }, 'b'), { target: 'a', loss: 'mse' });
  assert.deepEqual(lessonOf([], { target: '7.5', loss: null }, ''), { target: 7.5, loss: 'mse' });
});

test('an address may ask for steps, and for nothing that has not their form', () => {
  const learning = { target: '8', loss: 'cross_entropy', optimiser: 'sgd', learning_rate: 0.01, steps: 3 };
  assert.deepEqual(readChanges(JSON.stringify({ learning })), { learning });
  for (const bad of [3, [], { ...learning, steps: -1 }, { ...learning, learning_rate: '1' }, { ...learning, target: [] }]) assert.equal(readChanges(JSON.stringify({ learning: bad })), undefined);
});

test('the curves go from before the first step to after the last', () => {
  const lesson = { loss: 'cross_entropy', target: '2', steps: 2, curve: [point(4, 0.1), point(2, 0.5), point(1, 0.75)], others: { count: 10, before: 9, after: 5 } };
  const { loss, share, others } = curvesOf(lesson, new Map([[2, 5], [0, 9], [7, 1]]));
  assert.deepEqual(points(loss), [[0, 0], [WIDTH / 2, HEIGHT / 2], [WIDTH, 0.75 * HEIGHT]]);
  assert.deepEqual(points(share), [[0, 0.9 * HEIGHT], [WIDTH / 2, HEIGHT / 2], [WIDTH, 0.25 * HEIGHT]]);
  assert.deepEqual(points(others), [[0, 0.1 * HEIGHT], [WIDTH, HEIGHT / 2]]); // what is known of other numbers of steps
  // Of a number its way to the right one.
  const number = { ...lesson, target: 7, curve: [point(4, null, 3), point(1, null, 5), point(0.5, null, 6)], others: null };
  const way = curvesOf(number, new Map());
  assert.deepEqual(points(way.share), [[0, HEIGHT], [WIDTH / 2, HEIGHT / 2], [WIDTH, HEIGHT / 4]]);
  assert.equal(way.others, '');
});

test('it is said what became of the others', () => {
  const after = (right, p, steps = 3) => verdict({ loss: '', target: '2', steps, curve: [point(1, p)], others: { count: 10, before: 8, after: right } });
  assert.deepEqual([after(8, 0.99), after(9, 0.99), after(7, 0.5), after(7, 0.99), after(8, 0.1, 0)], ['same', 'better', 'worse', 'by_heart', 'none']);
  assert.equal(verdict({ loss: '', target: 5, steps: 1, curve: [point(1, null)], others: null }), 'number');
});

/** The value of a formula with its numbers, worked out from what is printed. */
const value = (text) => Number(new Function(`return ${text.replaceAll('−', '-').replaceAll('·', '*').replace(/√([\d.]+)/g, 'Math.sqrt($1)').replace(/\^\{?(-?\d+)\}?/g, '**$1').replaceAll(',', '')}`)());
const number = (text) => Number(text.replace('−', '-'));

test('each line of a formula gives what stands behind it', () => {
  const sgd = { step: 1, optimiser: 'sgd', settings: { learning_rate: 0.01 }, numbers: { w: 0.25, g: -1.5, new: 0.265 } };
  const momentum = { step: 2, optimiser: 'momentum', settings: { learning_rate: 0.1, momentum: 0.9 }, numbers: { w: -0.5, g: 0.25, v_before: -0.5, v: -0.2, new: -0.48 } };
  const [m, v] = [0.9 * -0.01 + 0.1 * 0.02, 0.999 * 0.0004 + 0.001 * 0.0004];
  const [mHat, vHat] = [m / (1 - 0.9 ** 3), v / (1 - 0.999 ** 3)];
  const adam = { step: 3, optimiser: 'adam', settings: { learning_rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, numbers: { w: 0.1, g: 0.02, m_before: -0.01, v_before: 0.0004, m, v, m_hat: mHat, v_hat: vHat, new: 0.1 - (0.001 * mHat) / (Math.sqrt(vHat) + 1e-8) } };
  for (const [update, count] of [[sgd, 1], [momentum, 2], [adam, 5]]) {
    const lines = linesOf(update);
    assert.equal(lines.length, count);
    for (const { numbers, result } of lines) assert.ok(Math.abs(value(numbers) - number(result)) <= 2e-3 * Math.abs(number(result)), `${numbers} = ${result}`);
    assert.ok(Math.abs(number(lines.at(-1).result) - update.numbers.new) <= 0.011 * Math.abs(update.numbers.new - update.numbers.w));
  }
  // In the first step there is nothing that was kept.
  const [first] = linesOf({ ...momentum, step: 1, numbers: { w: -0.5, g: 0.25, v: 0.25, new: -0.525 } });
  assert.deepEqual(first, { symbols: 'v ← g', numbers: '', result: '0.25' });
});

test('each weight has a place of its own in the picture, and is found there again', () => {
  for (const shape of [[10], [128], [384], [784], [1568], [1, 5, 5], [16, 5, 5], [9, 3, 1]]) {
    const { width, height, strip, place, at } = arranged(shape);
    const count = shape.reduce((product, size) => product * size, 1);
    const places = new Set();
    for (let i = 0; i < count; i++) {
      const [row, column] = place(i);
      assert.ok(row < height && column < width);
      assert.equal(at(row, column), i);
      places.add(row * width + column);
      const part = { row: 4, shape };
      assert.equal(indexIn(part, placeIn(part, i)), i);
    }
    assert.equal(places.size, count);
    assert.equal(strip, height === 1 && shape.length === 1);
  }
  assert.equal(arranged([784]).width, 28); // a picture that is read whole looks like it
  const { at } = arranged([2, 5, 5]);
  assert.equal(at(0, 5), -1); // between two kernels
  assert.equal(indexIn({ row: 4, shape: [10] }, [5, 1]), -1);
  assert.equal(indexIn({ row: 4, shape: [] }, [4]), 0);
});

test('a weight stands in the address, or the one with the largest gradient does', () => {
  assert.equal(writeWeight('lstm.weight_hh_l1', [133, 7]), 'lstm.weight_hh_l1~133-7');
  assert.deepEqual(readWeight('lstm.weight_hh_l1~133-7'), ['lstm.weight_hh_l1', [133, 7]]);
  assert.deepEqual([null, 'largest'].map(readWeight), [null, null]);
});

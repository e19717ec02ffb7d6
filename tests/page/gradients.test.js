// Gradients on the page: as a trace, their colours, the loss with its numbers, how far back they reach.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apart, figureOf, furthest, lineOf, linesOf, powersOf, rms } from '../../playground/ui/components/gradients/reaching.js';
import { worked } from '../../playground/ui/components/gradients/loss.js';
import { GradientTrace } from '../../playground/ui/components/run/gradient_trace.js';
import { Trace } from '../../playground/ui/components/run/trace.js';
import { frames } from '../../playground/ui/components/server/wire.js';
import { placeOf, scaleFor } from '../../playground/ui/components/stage/colours.js';
import { digitsOf } from '../../playground/ui/components/stage/forms/digits.js';
import { DECLARED } from './declared.js';
import { pack, response } from './stream.js';

const float = (values, shape) => ({ shape, encoding: 'float32', values });
const HEAD = { task: 'digits', architecture: 'lstm', labels: ['a', 'b'] };
const stage = (kind, head, arrays, count = 1) => pack({ stage: kind, declares: DECLARED[kind], ...head }, arrays, count);

async function read(trace, packed, take = 'add') {
  for await (const frame of frames(response(packed))) trace[take](frame);
  return trace;
}

const forward = () => read(new Trace(HEAD), [
  stage('Input', {}, { values: float([1, 2, 3, 4], [2, 2]) }),
  stage('LSTMStep', { layer: 0, t: [0, 1] }, { forget: float([0.5, 0.25], [1]), hidden: float([0.1, -0.2], [1]) }, 2),
  stage('StepOutput', { t: [0, 1] }, { logits: float([1, 0, 3, 0], [2]) }, 2),
  stage('Output', {}, { logits: float([3, 0], [2]) }),
]);
const backward = (of) => read(new GradientTrace(of, HEAD, { name: 'cross_entropy', target: 'a', value: 0.5, logits: [3, 0], right: [1, 0] }), [
  stage('Input', {}, { values: float([9, 9, 9, 9], [2, 2]) }),
  stage('LSTMStep', { layer: 0, t: [0, 1] }, { forget: float([1e-7, -4e-5], [1]), hidden: float([2, -8], [1]) }, 2),
  stage('StepOutput', { t: [0, 1] }, { logits: float([0, 0, 0, 0], [2]) }, 2),
  stage('Output', {}, { logits: float([-0.25, 0.25], [2]) }),
  pack({ stage: 'Weights', layer: 3 }, { weight: float([1, 2], [1, 1, 1, 2]) }),
], 'take');

test('stages hold gradients, but for what is read and the guesses on the way', async () => {
  const values = await forward();
  const gradients = await backward(values);
  gradients.finish();
  assert.deepEqual([...gradients.stages.keys()], [...values.stages.keys()]);
  assert.equal(gradients.stages.get('Input'), values.stages.get('Input'));
  assert.equal(gradients.stages.get('StepOutput'), values.stages.get('StepOutput'));
  assert.deepEqual([...gradients.stages.get('LSTMStep:0').arrays.hidden.values.slice(0, 2)], [2, -8]);
  assert.deepEqual([...gradients.kernels.get(3).values], [1, 2]);
  assert.deepEqual(gradients.output, values.output);
  assert.deepEqual(gradients.probabilities, values.probabilities);
});

test('each quantity has a scale of its own, signed, by the square root; values keep theirs', async () => {
  const values = await forward();
  const gradients = await backward(values);
  gradients.finish();
  const step = gradients.stages.get('LSTMStep:0');
  assert.deepEqual(scaleFor(step, 'hidden', [gradients]), { ramp: 'signed', most: 8, root: true });
  assert.equal(scaleFor(step, 'forget', [gradients]).most, Math.fround(4e-5));
  assert.deepEqual(scaleFor(values.stages.get('LSTMStep:0'), 'forget', [values]), { ramp: 'gate', most: 1 });
  const scale = { ramp: 'signed', most: 8, root: true };
  assert.deepEqual([-8, -2, 0, 2, 8].map((value) => placeOf(scale, value)), [0, 64, 128, 191, 255]); // a quarter of it is half way
});

test('a gradient of any size is printed with digits that count', async () => {
  const gradients = await backward(await forward());
  gradients.finish();
  const { values } = gradients.stages.get('LSTMStep:0').arrays.forget;
  assert.equal(digitsOf(values[0], values, 2), '1·10⁻⁷');
  assert.equal(digitsOf(values[1], values, 2), '−4·10⁻⁵');
  assert.equal(digitsOf(0, values, 2), '0');
  assert.equal(digitsOf(-0.5, values, 2), '−0.5');
});

test('the loss is written with the numbers that it is made of', () => {
  const name = (label) => label.toUpperCase();
  const logits = [2, 0, -1];
  const value = Math.log(logits.reduce((sum, y) => sum + Math.exp(y), 0)) - 2;
  const told = worked({ name: 'cross_entropy', target: 'a', value, logits, right: [1, 0, 0] }, name);
  assert.deepEqual(told.map((part) => part.replace('“A”', '')), ['−log p()', '−log 0.8438', '0.1698']);
  assert.ok(told[0].includes('“A”'));
  assert.ok(Math.abs(-Math.log(0.8438) - 0.1698) < 1e-4);
  assert.deepEqual(worked({ name: 'logit', target: 'a', value: 2, logits, right: [1, 0, 0] }, name), ['y(“A”)', '2']);
  assert.deepEqual(worked({ name: 'logit', target: null, value: -0.3144, logits: [-0.3144], right: [1] }, name), ['y', '−0.3144']);
  assert.deepEqual(worked({ name: 'mse', target: 4, value: 6.25, logits: [-0.5], right: [-3] }, name), ['(y − r)²', '(−0.5 − (−3))²', '6.25']);
});

test('a loss that is hardly there is no 0', () => {
  const [, numbers, value] = worked({ name: 'cross_entropy', target: 'a', value: 2e-7, logits: [20, 4], right: [1, 0] }, String);
  assert.deepEqual([numbers, value], ['−log 1.0000', '2×10⁻⁷']);
});

const way = (hidden) => ({ hidden, input: hidden.map((value) => value / 2) });
const REACH = { loss: 'cross_entropy', target: 'a', networks: [
  { network: 'rnn', architecture: 'rnn', trained: way([0, 1e-6, 1]), fresh: way([1e-9, 1e-4, 1]) },
  { network: 'lstm1', architecture: 'lstm', trained: way([0.02, 0.2, 2]), fresh: way([1e-8, 1e-4, 1]) },
  { network: 'gru', architecture: 'gru', trained: way([0.1, 0.5, 50]), fresh: way([1e-7, 1e-4, 0]) },
] };

test('the one that reaches furthest back is that whose first length is largest beside its last', () => {
  const trained = linesOf(REACH, { of: 'hidden', weights: 'trained' });
  assert.deepEqual(trained.map(({ name, ratio }) => [name, ratio]), [['RNN', 0], ['LSTM', 0.01], ['GRU', 0.002]]);
  assert.equal(furthest(trained).name, 'LSTM');
  const fresh = linesOf(REACH, { of: 'input', weights: 'fresh' });
  assert.equal(fresh[2].ratio, null); // nothing to compare with
  assert.equal(furthest(fresh).name, 'LSTM');
  assert.equal(furthest([{ name: 'RNN', values: [0, 1], ratio: 0 }]), null);
});

test('the axis has whole powers of ten around all lengths that have a place on it', () => {
  assert.deepEqual(powersOf([[0, 3e-6, 0.5], [20]]), [-6, 2]);
  assert.deepEqual(powersOf([[0.2, 0.3]]), [-1, 1]);
  assert.deepEqual(powersOf([[0, 0]]), [-1, 0]);
});

test('names of lines stand apart, each at or above its beginning, and none beyond the top', () => {
  const places = apart([-2, -2.05, -4], 0.02, 0);
  assert.ok(places[0] - places[1] >= 14 * 0.02 - 1e-9);
  assert.deepEqual([places[1], places[2]], [-2.05, -4]);
  const [upper, lower] = apart([2, 1.95], 0.02, 2);
  assert.equal(upper, 2);
  assert.ok(upper - lower >= 14 * 0.02 - 1e-9);
});

test('what is 0 has no place on the chart', () => {
  const { data, layout } = figureOf(linesOf(REACH, { of: 'hidden', weights: 'trained' }), { height: 180, colours: ['a', 'b', 'c'] });
  assert.deepEqual(data[0].y, [null, 1e-6, 1]);
  assert.equal(layout.yaxis.type, 'log');
  assert.equal(layout.annotations.length, 3);
});

test('no step of a short sequence is told to lie between two', () => {
  for (const count of [1, 2, 5, 28]) {
    const { layout } = figureOf([lineOf('rnn', new Array(count).fill(1))], { height: 180, colours: ['a'] });
    assert.ok(layout.xaxis.nticks >= 1 && layout.xaxis.nticks <= Math.max(1, count - 1));
  }
});

test('the root mean square', () => {
  assert.equal(rms([3, -4, 0, 0]), 2.5);
  assert.equal(rms([]), 0);
});

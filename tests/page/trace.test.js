// A trace that fills as frames arrive: kinds of today and kinds never seen, made stages, directions, and exact values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoarse, keyOf, originOf, softmax, Trace } from '../../playground/ui/components/run/trace.js';
import { frames, halfStep } from '../../playground/ui/components/server/wire.js';
import { DECLARED } from './declared.js';
import { pack, random, response } from './stream.js';

const HEAD = { task: 'digits', architecture: 'x', labels: ['a', 'b', 'c'] };

async function traceOf(all, head = HEAD) {
  const trace = new Trace(head);
  for await (const frame of frames(response(all, 1000))) trace.add(frame);
  return trace;
}

/** A frame of a stage with all that its kind declares. */
function stage(kind, place, shapes, { encoding = 'signed12', count = 1, values, ...head } = {}) {
  const next = random(kind.length + count);
  const arrays = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => {
    const size = count * shape.reduce((a, b) => a * b, 1);
    return [name, { shape, encoding, values: values ?? Array.from({ length: size }, () => Math.fround(next() * 2 - 1)) }];
  }));
  return pack({ stage: kind, module: '', inputs: [], ...place, declares: DECLARED[kind], ...head }, arrays, count);
}

test('kinds are known by what they declare, in an object or under their name', async () => {
  const trace = await traceOf([stage('Input', {}, { values: [1, 4, 4] }), stage('Opaque', { layer: 0, module: 'body.thing' }, { values: [2, 3] }, { declares: { Opaque: DECLARED.Opaque } })]);
  assert.deepEqual(Object.keys(trace.kinds), ['Input', 'Opaque']);
  assert.equal(trace.get('Opaque', 0)?.module, 'body.thing');
  assert.equal(trace.get('Opaque', 0)?.declared?.quantities.values.role, 'values');
  assert.equal(trace.get('Opaque', 0)?.arrays.values.range, 'unbounded');
});

test('a stage without a declaration is kept, and says so', async () => {
  const trace = await traceOf([stage('Input', {}, { values: [4] }), stage('Strange', { layer: 2 }, { values: [3] }, { declares: undefined })]);
  assert.equal(trace.get('Strange', 2)?.declared, null);
});

test('a name of Object.prototype is no kind', async () => {
  const trace = await traceOf([stage('constructor', {}, { values: [3] }, { declares: undefined })]);
  assert.equal(trace.get('constructor')?.declared, null);
});

test('what is made of the stage before has its values, and is as exact', async () => {
  const maps = stage('Convolution', { layer: 0, inputs: [['Input', null, null]] }, { maps: [2, 2, 2] });
  const relu = pack({ stage: 'Activation', layer: 0, function: 'relu', made: 'relu', inputs: [['Convolution', 0, null]], declares: DECLARED.Activation });
  const flat = pack({ stage: 'Flatten', made: 'flatten', inputs: [['Activation', 0, null]], declares: DECLARED.Flatten });
  const trace = await traceOf([stage('Input', {}, { values: [1, 4, 4] }), maps, relu, flat]);
  const [before, after] = [trace.get('Convolution', 0).arrays.maps, trace.get('Activation', 0).arrays.maps];
  assert.deepEqual([...after.values], [...before.values].map((v) => Math.max(0, v)));
  assert.deepEqual(trace.get('Flatten').arrays.values.shape, [8]);
  assert.ok(isCoarse(after) && isCoarse(trace.get('Flatten').arrays.values));
  assert.equal(originOf(after.values.subarray(1, 3)).trace, trace);
});

test('what is made of nothing is an error that names it', async () => {
  const lost = pack({ stage: 'Activation', layer: 3, made: 'relu', inputs: [['Convolution', 3, null]], declares: DECLARED.Activation });
  await assert.rejects(traceOf([lost]), /Activation:3 is made of Convolution:3, which did not come/);
});

test('exact values take the place of the coarse ones, and views of them stay good', async () => {
  const next = random(5);
  const values = Array.from({ length: 8 }, () => Math.fround(next() * 6 - 3));
  const head = { layer: 0, inputs: [['Input', null, null]] };
  const relu = pack({ stage: 'Activation', layer: 0, made: 'relu', inputs: [['Convolution', 0, null]], declares: DECLARED.Activation });
  const trace = await traceOf([stage('Convolution', head, { maps: [2, 2, 2] }, { values }), relu]);
  const view = trace.get('Convolution', 0).arrays.maps.values.subarray(2);
  const exact = [];
  for await (const frame of frames(response([stage('Convolution', head, { maps: [2, 2, 2] }, { values, encoding: 'float32' }), relu], 99))) exact.push(frame);
  trace.refine(exact);
  assert.deepEqual([...view], values.slice(2));
  assert.deepEqual([...trace.get('Activation', 0).arrays.maps.values], values.map((v) => Math.max(0, v)));
  assert.ok(trace.exact && !isCoarse(trace.get('Activation', 0).arrays.maps));
});

test('exact values of another run are refused', async () => {
  const trace = await traceOf([stage('Dense', { layer: 0 }, { pre_activation: [3], activation: [3] })]);
  const exact = [];
  for await (const frame of frames(response([stage('Dense', { layer: 0 }, { pre_activation: [4], activation: [4] }, { encoding: 'float32' })], 99))) exact.push(frame);
  assert.throws(() => trace.refine(exact), /is of another run/);
});

test('exact values that are not those that came coarse are refused, and nothing is changed', async () => {
  const dense = (values, encoding) => pack({ stage: 'Dense', layer: 0, inputs: [], declares: DECLARED.Dense }, { pre_activation: { shape: [2], encoding, values }, activation: { shape: [2], encoding, values } });
  const trace = await traceOf([dense([1, -0.5], 'signed12')]);
  const before = [...trace.get('Dense', 0).arrays.pre_activation.values];
  const exact = [];
  for await (const frame of frames(response([dense([1, -0.4], 'float32')], 99))) exact.push(frame);
  assert.throws(() => trace.refine(exact), /pre_activation is of another run/);
  assert.deepEqual([...trace.get('Dense', 0).arrays.pre_activation.values], before);
  assert.ok(!trace.exact);
});

test('steps are kept by time, of both directions, in however many frames', async () => {
  const steps = (direction, from, to, values) => pack({ stage: 'MGUStep', layer: 0, direction, t: [from, to], inputs: [], declares: DECLARED.MGUStep }, { hidden: { shape: [2], encoding: 'float32', values } }, Math.abs(to - from) + 1);
  const trace = await traceOf([steps(0, 0, 1, [1, 2, 3, 4]), steps(0, 2, 2, [5, 6]), steps(1, 2, 0, [50, 60, 30, 40, 10, 20])]);
  assert.equal(trace.steps, 3);
  assert.deepEqual([...trace.stages.get('MGUStep:0').arrays.hidden.values.subarray(0, 6)], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...trace.stages.get('MGUStep:0:1').arrays.hidden.values.subarray(0, 6)], [10, 20, 30, 40, 50, 60]);
  assert.ok(trace.recurrent);
});

test('several inputs are several stages, and the first is the input', async () => {
  const trace = await traceOf([stage('Input', { layer: 0 }, { values: [3] }), stage('Input', { layer: 1 }, { values: [5] })]);
  assert.deepEqual([...trace.stages.keys()], ['Input:0', 'Input:1']);
  assert.deepEqual(trace.input.shape, [3]);
});

test('a stage knows all of its sources, as after a way round', async () => {
  const inputs = [['Normalisation', 1, null], ['Convolution', 0, null]];
  const trace = await traceOf([stage('Addition', { layer: 0, inputs }, { values: [2, 3, 3] })]);
  assert.deepEqual(trace.get('Addition', 0).inputs, ['Normalisation:1', 'Convolution:0']);
});

test('guesses are the softmax of the logits of each step', async () => {
  const trace = await traceOf([pack({ stage: 'StepOutput', t: [0, 1], inputs: [], declares: DECLARED.StepOutput }, { logits: { shape: [3], encoding: 'float32', values: [0, 0, 0, 1, 2, 3] } }, 2)]);
  assert.deepEqual(trace.guess(0).map((p) => Math.round(p * 3000)), [1000, 1000, 1000]);
  softmax([1, 2, 3]).forEach((p, k) => assert.ok(Math.abs(p - trace.guess(1)[k]) < 1e-6));
});

test('a temperature divides the logits before the softmax', async () => {
  const trace = await traceOf([pack({ stage: 'StepOutput', t: [0, 0], temperature: 0.5, inputs: [], declares: DECLARED.StepOutput }, { logits: { shape: [3], encoding: 'float32', values: [1, 2, 3] } }, 1)]);
  softmax([2, 4, 6]).forEach((p, k) => assert.ok(Math.abs(p - trace.guess(0)[k]) < 1e-6));
  softmax([1, 2, 3], 0.5).forEach((p, k) => assert.ok(Math.abs(p - trace.guess(0)[k]) < 1e-6));
});

test('how like what was learnt the input is comes at the end', async () => {
  const trace = await traceOf([]);
  assert.equal(trace.likeness, null);
  trace.end({ milliseconds: 3, likeness: { share: 0, words: 'digits', values: {}, told: true } });
  assert.deepEqual([trace.milliseconds, trace.likeness?.told], [3, true]);
  trace.end({ milliseconds: 4 });
  assert.equal(trace.likeness, null);
});

test('keys', () => {
  assert.equal(keyOf({ stage: 'Input', layer: null, direction: null }), 'Input');
  assert.equal(keyOf({ stage: 'Dense', layer: 0, direction: 0 }), 'Dense:0');
  assert.equal(keyOf({ stage: 'GRUStep', layer: 1, direction: 1 }), 'GRUStep:1:1');
});

test('a preview overwrites the one before in place, what is made of it too', async () => {
  const answer = (sign) => [
    stage('Input', {}, { values: [1, 2, 2] }, { values: [0, 1, 0, 1], encoding: 'byte' }),
    stage('Convolution', { layer: 0, inputs: [['Input', null, null]] }, { maps: [1, 2, 2] }, { values: [1, -2, 3, -4].map((v) => sign * v), encoding: 'float32' }),
    pack({ stage: 'Activation', layer: 0, function: 'relu', made: 'relu', inputs: [['Convolution', 0, null]], declares: DECLARED.Activation }),
    pack({ stage: 'Flatten', made: 'flatten', inputs: [['Activation', 0, null]], declares: DECLARED.Flatten }),
    stage('LSTMStep', { layer: 1, t: [0, 1] }, { hidden: [1] }, { values: [sign, 2 * sign], encoding: 'float32', count: 2 }),
  ];
  const trace = Object.assign(new Trace(HEAD), { preview: true, steps: 2 });
  const held = () => ['Convolution:0', 'Activation:0', 'Flatten', 'LSTMStep:1'].map((key) => Object.values(trace.stages.get(key)?.arrays ?? {})[0].values);
  for await (const frame of frames(response(answer(1), 1000))) trace.add(frame);
  const before = held();
  for await (const frame of frames(response(answer(-1), 1000))) trace.add(frame);
  held().forEach((values, k) => assert.equal(values, before[k]));
  assert.deepEqual(['Input', 'Convolution:0', 'Activation:0'].map((key) => isCoarse(Object.values(trace.stages.get(key)?.arrays ?? {})[0])), [true, true, true]);
  assert.equal(halfStep(Object.values(trace.stages.get('Convolution:0')?.arrays ?? {})[0]) > 0.16, true); // whatever it was sent as
  assert.deepEqual(before.map((values) => [...values]), [[-1, 2, -3, 4], [0, 2, 0, 4], [0, 2, 0, 4], [-1, -2]]);
});

test('a preview whose input has grown has the new shape', async () => {
  const trace = Object.assign(new Trace(HEAD), { preview: true });
  for (const length of [2, 5]) for await (const frame of frames(response([stage('Input', {}, { values: [length, 3] })], 1000))) trace.add(frame);
  assert.deepEqual([trace.steps, trace.input.values.length], [5, 15]);
});

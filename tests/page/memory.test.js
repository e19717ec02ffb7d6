// The memory lab without a page: its question in the address, its lanes, its charts, and the sentences that its numbers make.

import assert from 'node:assert/strict';
import { test } from 'node:test';

const COMPONENTS = '../../playground/ui/components';
const { codeOf, questionOf } = await import(`${COMPONENTS}/memory/question.js`);
const { fading, margin, radiusOf, reachOf, sentencesOf, short } = await import(`${COMPONENTS}/memory/sentences.js`);
const { accuracyFigure, gradientFigure } = await import(`${COMPONENTS}/memory/figures.js`);
const { heightsOf } = await import(`${COMPONENTS}/memory/lane_list.js`);

const LAGS = [5, 10, 20];
const network = (name, accuracy, more = {}) => ({
  network: name, parameters: 1, answers: ['a'], correct: [true], finite: true, loss: 1, norm: 1, hidden: [0.5, 1], radii: { hidden: 0.9 }, accuracy,
  measured: { each: [100, 95, 30], mixed: [90, 80, 70], elsewhere: [1, 100, 2], most_updates: 3000 }, ...more,
});
const answer = (...accuracies) => ({
  text: 'abc', tokens: ['a', 'b', 'c'], lag: 10, right: ['a'], chance: 25, fresh: 200, lags: LAGS, most_updates: 3000, changes: {},
  networks: ['rnn', 'irnn', 'lstm', 'gru'].map((name, k) => network(name, accuracies[k])),
});
const question = { task: 'recall', lag: 10, weights: 'same', text: null, factor: 1, seed: 0 };
const words = (key, values = {}) => `${key.split('.').at(-1)}${Object.keys(values).length ? JSON.stringify(values) : ''}`;
const said = (...accuracies) => sentencesOf(answer(...accuracies), question, words).join('\n');

test('a question is what its code says, and any other code is the first question', () => {
  for (const code of ['recall.5.same.1', 'adding.500.all.0.5', 'copy.50.fresh.1.75', 'copy.50.fresh.2']) assert.equal(codeOf(questionOf(code)), code);
  for (const code of [null, '', 'recall.7.same.1', 'names.5.same.1', 'recall.5.same.3', 'recall.5.same.0.4', 'recall.5.best.1']) assert.equal(codeOf(questionOf(code)), 'recall.20.same.1');
});

test('who is ahead is what the numbers say', () => {
  assert.match(said(25, 26, 100, 99), /gates_better.*"lstm","points":"74.0"/);
  assert.match(said(25, 26, 100, 99), /gated_alike/);
  assert.match(said(81, 59, 61, 40), /rnn_better.*"rnn","points":"20.0"/);
  assert.match(said(81, 59, 61, 40), /lstm_better.*"21.0"/);
  assert.match(said(25, 98, 99, 70), /rnn_alike.*"irnn"/);
  assert.match(said(25, 30, 60, 90), /gru_better.*"30.0"/);
  assert.match(said(25, 26, 50, 58), /gated_alike/); // 200 sequences cannot tell them apart
  const none = said(25, 31, 24, 33);
  assert.match(none, /none_better/);
  assert.doesNotMatch(none, /gates_better|rnn_|gru_|lstm_b|gated/);
});

test('shares of few sequences differ by chance', () => {
  assert.ok(Math.abs(margin(50, 50, 200) - 10) < 1e-9);
  assert.equal(margin(100, 0, 200), 0);
});

test('how far learning came ends at the first lag that was missed', () => {
  assert.equal(reachOf(LAGS, [100, 95, 30]), 10);
  assert.equal(reachOf(LAGS, [100, 95, 91]), 20);
  assert.equal(reachOf(LAGS, [10, 95, 91]), null);
  const known = answer(100, 100, 100, 100);
  known.networks[3].measured.each = [100, 95, null];
  assert.match(sentencesOf(known, question, words).join('\n'), /reach\{"first":5,"last":10/);
});

test('networks of all lags are not said to be of one', () => {
  assert.match(said(90, 90, 90, 90), /elsewhere\{"lag":10,"other":20,"list":"rnn 2.0%/);
  assert.doesNotMatch(sentencesOf(answer(90, 90, 90, 90), { ...question, weights: 'all' }, words).join('\n'), /elsewhere/);
});

test('a gradient fades by the ratio of its first to its last length', () => {
  assert.equal(fading(network('rnn', 1)), 0.5);
  assert.equal(fading(network('lstm', 1, { cell: [3, 1] })), 3);
  assert.equal(fading(network('rnn', 1, { hidden: [null, 1] })), null);
  const gone = answer(100, 100, 100, 100);
  gone.networks[0].hidden = [1e-9, 1];
  gone.networks[1].hidden = [null, 1];
  const all = sentencesOf(gone, question, words).join('\n');
  assert.match(all, /faded\{"networks":"rnn"\}/);
  assert.match(all, /gradient_none\{.*irnn/);
});

test('numbers are short', () => {
  assert.deepEqual([1.24e7, 280.3, 0.00271, -3.2e20].map(short), ['1.2×10⁷', '280', '0.0027', '−3.2×10²⁰']);
  assert.equal(radiusOf({ radii: { forget: 1, candidate: 2 } }), 2);
  assert.equal(radiusOf({ radii: { hidden: 3 } }), 3);
});

test('the charts show what was measured, and what overflows has no place in them', () => {
  const how = { height: 200, colours: ['#a', '#b', '#c', '#d'], names: ['A', 'B', 'C', 'D'], chance: 'chance', ink: '#0', surface: '#f' };
  const of = (weights) => accuracyFigure(answer(1, 2, 3, 4), weights, how).data.map(({ y }) => y);
  assert.deepEqual(of('same').slice(0, 2), [[100, 95, 30], [100, 95, 30]]);
  assert.deepEqual(of('all')[0], [90, 80, 70]);
  assert.deepEqual(of('fresh'), [[1], [2], [3], [4]]);
  const burst = answer(1, 2, 3, 4);
  burst.networks[1].hidden = [null, 1];
  burst.networks[2].cell = [null, 2];
  const { data } = gradientFigure(burst, how);
  assert.deepEqual(data.map(({ y }) => y), [[0.5, 1], [null, 1], [0.5, 1], [0.5, 1], [null, 2]]);
});

test('lanes fill the room there is, and never hide their labels', () => {
  const parts = (...counts) => counts.map((count) => ({ parts: count }));
  const all = [parts(2, 1), parts(2, 1), parts(1, 1, 1, 1, 2, 2, 1), parts(1, 1, 1, 2, 1)];
  assert.equal(heightsOf(100, all), 13);
  assert.equal(heightsOf(5000, all), 26);
  const between = heightsOf(600, all);
  assert.ok(between > 13 && between < 26 && 22 * between + 16 + 36 + 40 <= 600);
});

const { live, take } = await import(`${COMPONENTS}/memory/training.js`);
const { pathOf } = await import(`${COMPONENTS}/memory/live.js`);

test('a training is told update by update, and its curve rises with what is right or falls with the loss', () => {
  const frame = (step, accuracy, loss = 1) => ({ stage: 'Update', step, of: 100, validation: { loss, accuracy } });
  live.running = true;
  assert.ok(take(frame(0, 0.25)) && take(frame(50, 0.75)));
  assert.equal(take({ stage: 'RNNStep' }), false);
  assert.deepEqual(live.moments.map(({ step, right }) => [step, right]), [[0, 25], [50, 75]]);
  assert.ok(take({ stage: 'Ended', message: 'done' }));
  assert.deepEqual([live.running, live.message], [false, 'done']);
  const points = (moments) => pathOf(moments).match(/points="([^"]*)"/)[1].split(' ').map((pair) => Number(pair.split(',')[1]));
  const [low, high] = points(live.moments);
  assert.ok(high < low);
  const [first, last] = points([{ step: 0, of: 10, loss: 2, right: null }, { step: 10, of: 10, loss: 0.5, right: null }]);
  assert.ok(last > first);
  assert.equal(pathOf([]), '');
});

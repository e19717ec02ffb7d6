// Networks beside each other: their pictures stand inside of their rows on one time axis, and it is said who says what.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisOf, pictured, rowLayout } from '../../playground/ui/components/compare/row_layout.js';

globalThis.window = new EventTarget();
globalThis.location = new URL('http://here/');
globalThis.history = { state: null, replaceState() {}, pushState() {} };
globalThis.fetch = async () => new Response(JSON.stringify({
  compare: {
    agree: 'All {count} say {answer}.', one_says: '{networks} says {answer}', many_say: '{networks} say {answer}', others: 'the others {answer}', differ: '{parts}.', joint: ', ',
    measured: { found: '{gru} against {lstm}: {list}.', figure: '{what} {ratio}', claims_one: 'one', claims_many: 'many', claims_many_learning: 'learning', weights: '{ratio} as many.' },
  },
}));
const { setLanguage } = await import('../../playground/ui/components/text/text.js');
const { agreement } = await import('../../playground/ui/components/compare/words.js');
const { against, pairOf } = await import('../../playground/ui/components/compare/ratios.js');
const { session } = await import('../../playground/ui/components/run/session.js');
globalThis.document = { documentElement: {}, body: { classList: { add() {} } } };

const shown = (key, shape, { role = 'activation', timed = false, inputs = [], quantity = 'values' } = {}) => ({ key, quantity, shape, role, timed, inputs, layer: 0, direction: 0 });
const CNN = [
  shown('Input', [1, 28, 28], { role: 'input' }),
  shown('Convolution:0', [16, 28, 28], { role: 'maps' }),
  shown('Activation:0', [16, 28, 28], { inputs: ['Convolution:0'] }),
  shown('Convolution:1', [32, 14, 14], { role: 'maps', inputs: ['Activation:0'] }),
  shown('Activation:1', [32, 14, 14], { inputs: ['Convolution:1'] }),
  shown('Output', [10], { role: 'logits', inputs: ['Activation:1'] }),
];
const FNN = [shown('Dense:0', [384]), shown('Dense:1', [128], { inputs: ['Dense:0'] }), shown('Output', [10], { role: 'logits' })];
const DEEP = Array.from({ length: 12 }, (_, k) => shown(`Dense:${k}`, [97]));
const timed = (units, directions = 1) => [
  shown('Input', [28], { role: 'input' }),
  ...Array.from({ length: directions }, (_, way) => ({ ...shown(`GRUStep:0:${way}`, [units], { role: 'state', timed: true, quantity: 'hidden' }), direction: way })),
  shown('StepOutput', [10], { role: 'logits', timed: true, quantity: 'logits' }),
];
const SIZES = [{ width: 640, height: 137 }, { width: 560, height: 86, dpr: 1.25 }, { width: 360, height: 120, dpr: 3 }, { width: 2400, height: 173, dpr: 2 }];

/** Inside of the row, in whole device pixels, none over another. */
function assertFits({ blocks, height }, room) {
  assert.ok(blocks.length);
  assert.ok(height <= room.height + 1, `${height} of ${room.height}`);
  blocks.forEach((block, k) => {
    const { x, y, width, height: tall } = block;
    assert.ok(x >= 0 && y >= 0 && x + width <= room.width + 0.01 && y + tall <= room.height + 0.01, JSON.stringify(block));
    for (const side of [x * room.dpr, block.cell * room.dpr]) assert.ok(Math.abs(side - Math.round(side)) < 1e-6, `${side}`);
    for (const other of blocks.slice(k + 1)) assert.ok(x + width <= other.x + 0.01 || y + tall <= other.y + 0.01, `${block.key} over ${other.key}`);
  });
}

for (const size of SIZES) {
  const base = { dpr: 1, task: 'digits', classes: 10, ...size };
  test(`every network fits into a row of ${size.width} x ${size.height}`, () => {
    for (const all of [CNN, FNN, DEEP, [shown('Dense:0', [32])]]) assertFits(rowLayout(all, { ...base, axis: { inset: 0, step: 1, from: 0, count: 1 } }), base);
    for (const [task, classes, steps] of [['digits', 10, 28], ['strokes', 10, 60], ['names', 18, 9], ['reviews', 2, 200], ['series', 0, 5000]]) {
      for (const directions of [1, 2]) {
        const room = { ...base, task, classes, axis: axisOf({ steps, task, ...base, ...{ task } }) };
        const layout = rowLayout(timed(128, directions), room);
        assertFits(layout, base);
        for (const { form, x, axis, inset } of layout.blocks) {
          assert.deepEqual([axis.step, axis.from, axis.count], [room.axis.step, room.axis.from, room.axis.count], 'one axis for all');
          assert.equal(form === 'lane' ? x : x + inset, room.axis.inset, 'the first step of each stands over that of the others');
        }
      }
    }
  });
}

test('the axis ends with the last step, and has as many as there are if there is room', () => {
  assert.deepEqual(axisOf({ steps: 28, width: 640, dpr: 1, task: 'digits' }), { inset: 0, step: 22, from: 0, count: 28 });
  const long = axisOf({ steps: 5000, width: 640, dpr: 1, task: 'strokes' });
  assert.deepEqual([long.from + long.count, long.step], [5000, 1]);
});

test('what is made into an activation is not shown beside it', () => {
  assert.deepEqual(pictured(CNN).map(({ key }) => key), ['Activation:0', 'Activation:1']);
  assert.deepEqual(pictured(FNN).map(({ key }) => key), ['Dense:0', 'Dense:1']);
});

const network = (name, given = {}) => ({ name, architecture: name, arguments: given, parameters: 100 });
const says = (name, answer) => ({ network: network(name), trace: { task: 'digits', labels: ['3', '8', '5'], probabilities: ['3', '8', '5'].map((label) => Number(label === answer)) } });

test('who disagrees is named, and the most are the others', async () => {
  await setLanguage('en');
  session.catalogue = { networks: [], examples: null };
  const sentence = (...answers) => agreement(answers.map((answer, k) => says(['fnn', 'cnn', 'rnn', 'lstm', 'gru'][k], answer)));
  assert.equal(sentence('3', '3', '3'), 'All 3 say 3.');
  assert.equal(sentence('8', '3', '8', '3', '3'), 'FNN and RNN say 8, the others 3.');
  assert.equal(sentence('8', '3', '3'), 'FNN says 8, the others 3.');
  assert.equal(sentence('8', '3'), 'FNN says 8, CNN says 3.');
  assert.equal(sentence('8', '8', '3', '3'), 'FNN and CNN say 8, RNN and LSTM say 3.');
  assert.equal(sentence('8', '5', '3', '3', '3'), 'FNN says 8, CNN says 5, the others 3.');
  assert.equal(sentence('3'), '');
});

test('a GRU is measured against an LSTM of its own sizes', async () => {
  await setLanguage('en');
  const [small, large] = [{ hidden_size: 128, num_layers: 1 }, { num_layers: 2, hidden_size: 128 }];
  const all = [network('rnn', small), { ...network('lstm1', small), architecture: 'lstm' }, network('lstm', large), network('gru', { hidden_size: 128, num_layers: 2 })];
  assert.deepEqual(pairOf(all)?.map(({ name }) => name), ['gru', 'lstm']);
  assert.equal(pairOf(all.slice(0, 3)), null);
  const times = (one, many, learning, parameters) => ({ one, many, many_learning: learning, one_learning: 1, parameters });
  assert.equal(against(all, { gru: times(3, 10, 4, 75), lstm: times(2, 10, 5, 100) }), 'GRU against LSTM: one 1.5, many 1, and learning 0.8. 0.75 as many.');
  assert.equal(against(all, { gru: times(3, 10, 4, 75) }), '');
});

// What a screen reader hears of a layer of classes: the class of the largest number, whatever the size of a negative one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.window = new EventTarget();
globalThis.location = new URL('http://here/');
globalThis.history = { state: null, replaceState() {}, pushState() {} };
globalThis.fetch = async () => new Response(JSON.stringify({
  summary: { logits: '{name}: {count}, the largest for {label}', guess: '{name}: at the end {label}' },
  stages: { guess: { name: 'Guess' } },
}));
const { setLanguage } = await import('../../playground/ui/components/text/text.js');
const { summaryOf } = await import('../../playground/ui/components/stage/summary.js');
globalThis.document = { documentElement: {}, body: { classList: { add() {} } } };

/** A run of one stage of logits. */
function runOf(kind, values, { size, steps = 1, timed = false }) {
  const stage = { kind, key: kind, declared: { timed, quantities: { logits: { role: 'logits', range: '' } } }, arrays: { logits: { values: Float32Array.from(values), shape: [size], size } } };
  return { of: {}, labels: ['one', 'two', 'three'], steps, stages: new Map([[kind, stage]]) };
}

test('the largest logit, not the one of the largest size', async () => {
  await setLanguage('en');
  assert.match(summaryOf(runOf('Output', [-9, 2, 1], { size: 3 }), 'Output', 'logits'), /: 3, the largest for two$/);
});

test('the guess after the last step, not after another', async () => {
  await setLanguage('en');
  const run = runOf('StepOutput', [5, 0, 0, -9, 1, 2], { size: 3, steps: 2, timed: true });
  assert.equal(summaryOf(run, 'StepOutput', 'logits'), 'Guess: at the end three');
});

// Colours while the pen is down: a scale stays, grows where a value does not fit, and is not that of the empty picture.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdScales, scaleFor } from '../../playground/ui/components/stage/colours.js';

/** A run with one stage of such values. */
function run(values, { preview = true, of = {} } = {}) {
  const arrays = { maps: { values: Float32Array.from(values), shape: [1, 1, values.length], size: values.length, range: 'unbounded' } };
  const stage = { key: 'Convolution:0', kind: 'Convolution', inputs: [], declared: { timed: false, quantities: { maps: { role: 'maps', axes: [], range: 'unbounded' } } }, arrays };
  return { preview, of, open: false, stages: new Map([[stage.key, stage]]) };
}
const scaleOf = (one) => scaleFor(one.stages.get('Convolution:0'), 'maps', [one]);

test('it stays while values fit, and grows by half at least where they do not', () => {
  holdScales(true);
  assert.equal(scaleOf(run([0, 0], { of: null, preview: false })).most, 1); // the plan
  assert.equal(scaleOf(run([0.5, -2])).most, 2);
  assert.equal(scaleOf(run([0.1, -0.3])).most, 2);
  assert.equal(scaleOf(run([2.5, 0])).most, 3);
  assert.equal(scaleOf(run([0, 9])).most, 9);
  assert.equal(scaleOf(run([1, 1])).most, 9);
  holdScales(false);
  assert.equal(scaleOf(run([1, 1])).most, 1);
});

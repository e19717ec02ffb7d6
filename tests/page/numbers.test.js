// Printed digits: of coarse values only those that are certain, and always the true rounding.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certain, fixed, near, notZero, placesFor, significant } from '../../playground/ui/components/text/numbers.js';
import { halfStep } from '../../playground/ui/components/server/wire.js';
import { random } from './stream.js';

const decimals = (text) => (text.split('.')[1] ?? '').length;
const coarse = (value, encoding, scale) => {
  if (encoding === 'unit12') return Math.fround(Math.round(value * 4095) / 4095);
  return Math.fround((Math.round(value * (2047 / scale)) * scale) / 2047);
};

test('the certain digits of a coarse value are the true rounding of the exact one', () => {
  const next = random(7);
  let [shown, all] = [0, 0];
  for (let round = 0; round < 40_000; round++) {
    const encoding = next() < 0.5 ? 'unit12' : 'signed12';
    const scale = encoding === 'unit12' ? 1 : 10 ** (next() * 5 - 2);
    const value = Math.fround(encoding === 'unit12' ? next() : (next() * 2 - 1) * scale);
    const text = certain(coarse(value, encoding, scale), halfStep({ encoding, scale }), placesFor(scale));
    if (text !== '…') assert.equal(text, fixed(value, decimals(text)), `${value} in ${encoding}, ${scale}`);
    all += 1;
    shown += text !== '…';
  }
  assert.ok(shown > 0.9 * all, `${shown} of ${all} say something`);
});

test('an exact value has all its places, rounded truly', () => {
  const next = random(3);
  for (let round = 0; round < 20_000; round++) {
    const value = Math.fround((next() * 2 - 1) * 10 ** (next() * 8 - 4));
    const text = certain(value, 0, 3);
    assert.equal(decimals(text), 3);
    // In whole numbers: nothing is rounded twice.
    const distance = Math.abs(Number(text.replace('−', '-')) - value);
    assert.ok(distance <= 0.0005 + 1e-12, `${value}: ${text}`);
  }
});

test('a value at the border of two roundings has fewer digits, or none', () => {
  assert.equal(certain(0.2499, 0.00013), '0.250');
  assert.equal(certain(0.2495, 0.00013), '0.25');
  assert.equal(certain(0.25, 0.001), '0.25');
  assert.equal(certain(0.5, 0.1), '…');
  assert.equal(certain(-0.0001, 0), '0.000');
  assert.equal(certain(-1.5, 0), '−1.500');
});

test('small values have more places', () => {
  assert.deepEqual([2, 1, 0.5, 0.09, 0.005, 0].map(placesFor), [3, 3, 3, 4, 5, 3]);
});

test('no number that is not 0 is written as 0', () => {
  assert.equal(notZero(-0.00016, 3), '−0.0002');
  assert.equal(notZero(0, 3), '0.000');
  assert.equal(notZero(1.5, 3), '1.500');
  assert.equal(notZero(3e-9, 3), '3×10⁻⁹');
});

test('numbers as a person reads them', () => {
  assert.deepEqual([0.0123456, 1234.6, 1.235e-7, -2, 0].map((v) => significant(v)), ['0.01235', '1,235', '1.235×10⁻⁷', '−2', '0']);
  assert.equal(near(12.3456, 1), '12.35');
  assert.equal(near(12.3456, 0.01), '12.3456');
});

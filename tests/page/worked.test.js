// Calculations as they are printed: what is printed gives the result that is printed, and each number is a rounding of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { significant } from '../../playground/ui/components/text/numbers.js';
import { addsUp, printedProduct, printedSum, significantProduct } from '../../playground/ui/components/text/worked.js';
import { random } from './stream.js';

const POWERS = /×10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/;
const number = (text) => Number(text.replaceAll(',', '').replaceAll('−', '-').replace(/[()]/g, '').replace(POWERS, (_, power) => `e${[...power].map((c) => '-0123456789'['⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c)]).join('')}`));
const decimals = (text) => (text.split('.')[1] ?? '').length;

test('a printed sum adds up, and its numbers are roundings', () => {
  const next = random(11);
  for (let round = 0; round < 5_000; round++) {
    const parts = [(next() * 2 - 1) * 20, next() * 2 - 1, next() * 2 - 1];
    const result = Math.fround(parts[0] + parts[1] + parts[2]);
    const { terms, rest, total, equals, places } = printedSum(parts.slice(0, 2), parts.slice(2), result, 3);
    const printed = [...terms, ...rest].map(number);
    assert.equal(equals === '=', Math.abs(printed.reduce((a, b) => a + b) - number(total)) < 1e-9);
    for (const [k, value] of [...parts, result].entries()) assert.ok(Math.abs([...printed, number(total)][k] - value) <= 0.5 * 10 ** -places + 1e-9);
  }
  assert.equal(printedSum([1], [], 2).equals, '≈');
  assert.deepEqual([addsUp([0.5, 0.25], 0.75, 2), addsUp([1], 2, 2)], [true, false]);
});

test('a printed product multiplies out, with factors of any size', () => {
  const next = random(12);
  let more = 0;
  for (let round = 0; round < 5_000; round++) {
    const [a, b] = [0, 1].map(() => Math.fround((next() * 2 - 1) * 10 ** (next() * 7 - 4)));
    const { a: x, b: y, text, equals } = significantProduct(a, b, 3);
    if (x !== significant(a, 3)) more++;
    assert.equal(text, significant(a * b, 3));
    assert.equal(equals, '=');
    assert.ok(Math.abs(number(x) * number(y) - number(text)) <= 0.5001 * 10 ** (Math.floor(Math.log10(Math.abs(number(text)))) - 2), `${x} · ${y} = ${text}`);
    assert.ok(Math.abs(number(x) - a) <= 0.0051 * Math.abs(a), `${x} is ${a}`);
  }
  assert.ok(more > 500, 'three digits were not always enough');
  assert.deepEqual(significantProduct(0, -0.5, 3), { a: '0', b: '−0.5', factors: '0 · (−0.5)', text: '0', equals: '=' });
});

test('a product with few decimals multiplies out, too, and is never 0 that is not', () => {
  const next = random(13);
  for (let round = 0; round < 5_000; round++) {
    const [a, b] = [(next() * 2 - 1) * 2, (next() * 2 - 1) * 10 ** (next() * 4 - 3)];
    const { factors, text } = printedProduct(a, b, 3);
    if (text.startsWith('≈')) continue;
    const [x, y] = factors.split(' · ').map(number);
    const last = text.includes('×') ? 10 ** Math.floor(Math.log10(Math.abs(number(text)))) : 10 ** -decimals(text); // the worth of its last digit
    assert.ok(Math.abs(x * y - number(text)) <= 0.5 * last + 1e-12, `${factors} = ${text}`);
    assert.notEqual(number(text), 0);
  }
});

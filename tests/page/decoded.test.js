// Files of tables in the codes that spreadsheets write them in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decoded } from '../../playground/ui/components/entries/decoded.js';

const TABLE = 'Größe;1\u202f234,5 €\n';
/** @param {string} text @param {boolean} isLittle */
const wide = (text, isLittle) => new Uint8Array([...text].flatMap((c) => (isLittle ? [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8] : [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255])));
const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);

test('a mark says it', () => {
  for (const language of ['en', 'zh']) {
    assert.equal(decoded(utf8(`\ufeff${TABLE}`), language), TABLE);
    for (const isLittle of [true, false]) assert.equal(decoded(wide(`\ufeff${TABLE}`, isLittle), language), TABLE);
  }
});

test('without a mark what it cannot be says it', () => {
  for (const language of ['en', 'zh']) {
    assert.equal(decoded(utf8(TABLE), language), TABLE);
    assert.equal(decoded(utf8('月份,销售额\n1月,5'), language), '月份,销售额\n1月,5');
    for (const isLittle of [true, false]) assert.equal(decoded(wide(TABLE, isLittle), language), TABLE);
    // "Jän;5,20 €" of a German Excel: no UTF-8, nor Chinese
    assert.equal(decoded(new Uint8Array([0xfc, 0x3b, 0x35, 0x2c, 0x32, 0x20, 0x80]), language), 'ü;5,2 €');
  }
});

test('of old codes the language of the reader chooses', () => {
  const bytes = new Uint8Array([0xd4, 0xc2, 0x2c, 0x35]); // 月,5 of a Chinese Excel
  assert.equal(decoded(bytes, 'zh'), '月,5');
  assert.equal(decoded(bytes, 'en'), 'ÔÂ,5');
});

test('what is cut off in a character, and nothing at all', () => {
  assert.equal(decoded(utf8('5 €').slice(0, 4), 'en'), '5 ');
  assert.equal(decoded(wide('\ufeff5', true).slice(0, 3), 'en'), '');
  assert.equal(decoded(new Uint8Array(), 'en'), '');
});

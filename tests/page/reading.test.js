// What can be chosen of a reading: columns and directions, marks; a refusal that names a word is known by its words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, columnChoices, gapWords, isAboutAWord, markChoices, parted } from '../../playground/ui/components/entries/reading_words.js';

const t = (key, values = {}) => [key, ...Object.values(values)].join(' ');
const told = (more) => ({ position: 2, columns: [], decimal: '.', thousands: '', heading: false, separator: '\n', orientation: 'down', ...more });

test('each column and each other direction can be chosen, and the one that was read is', () => {
  const columns = [{ position: 2, name: 'Open', count: 3 }, { position: 3, name: '', count: 3 }];
  const options = columnChoices(told({ columns }), 'a\nb', t);
  assert.deepEqual(options.map(({ label }) => label), ['Open', 'reading.column 3', 'reading.orientation.across', 'reading.orientation.list']);
  assert.deepEqual(options.map((option) => option.chosen), [true, false, false, false]);
  assert.deepEqual(JSON.parse(options[1].value), { column: 3, orientation: 'down' });
  assert.deepEqual(JSON.parse(options[3].value), { column: null, orientation: 'list' });
});

test('of one column in one direction there is nothing to choose', () => {
  assert.deepEqual(columnChoices(told({ columns: [{ position: 1, name: 'Sales', count: 3 }] }), 'Sales\n5', t), []);
});

test('marks are offered where the text has any, those that were read among them', () => {
  assert.deepEqual(markChoices(told(), '1 2 3 and 4'.replaceAll(' ', ';')), []);
  const options = markChoices(told({ decimal: ',', thousands: '.' }), '1.234,5');
  assert.deepEqual(options.filter((option) => option.chosen).map(({ label }) => label), ['1.234,5']);
  assert.equal(markChoices(told({ decimal: '\u066b', thousands: '\u066c' }), '1\u066c234\u066b5').at(-1)?.label, '1\u066c234\u066b5');
});

test('a gap is named by its line', () => {
  assert.equal(gapWords([3, '', 2], t), 'reading.empty 3');
  assert.equal(gapWords([3, 'NA', 2], t), 'reading.gap 3 NA');
});

test('a refusal that names a word is told from others', () => {
  const template = '\u201c{word}\u201d is not a number (line {line}, entry {entry}).';
  assert.ok(isAboutAWord('\u201cabc\u201d is not a number (line 2, entry 1).', template));
  assert.ok(!isAboutAWord('There are too few numbers: 1. At least 2 are needed.', template));
});

test('choices are put in place of those before, taken back, and told from the rest of an input', () => {
  assert.deepEqual(chosen({ column: 2, gaps: 'fill in' }, { column: null, decimal: ',' }), { gaps: 'fill in', decimal: ',' });
  assert.deepEqual(parted({ text: '1 2', column: 2, ahead: 4 }), [{ column: 2 }, { text: '1 2', ahead: 4 }]);
});

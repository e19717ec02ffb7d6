// What can be chosen of a reading of a text, and its words: pure functions of what the server has told.

/**
 * As playground/tasks/reading tells it. A gap is [line, text, values before it], a skipped line [line, text, why].
 * @typedef {object} Told
 * @property {number} position
 * @property {{position: number, name: string, count: number}[]} columns
 * @property {string} decimal
 * @property {string} thousands
 * @property {boolean} heading
 * @property {string} separator
 * @property {'down' | 'across' | 'list'} orientation
 * @property {[number, string, string][]} skipped
 * @property {[number, string, number][]} gaps
 * @property {number} skipped_count
 * @property {number} gaps_count
 * @property {boolean} filled
 * @property {{choices: Choices, first: number[]}[]} others
 */
/** What goes with a text to the server; null takes a choice back. @typedef {Record<string, string | number | boolean | null>} Choices */
/** @typedef {{value: string, label: string, chosen: boolean}} Option */
/** @typedef {(key: string, values?: Record<string, unknown>) => string} Words */

const MARKS = [
  ['.', ''],
  ['.', ','],
  [',', ''],
  [',', '.'],
  [',', ' '],
  ['.', "'"],
];
const MARKED = /\d[.,'\u2019\u00a0\u202f\u066b\u066c ]\d/;

/** The columns, and the other directions in which a table can be read. @param {Told} told @param {string} text @param {Words} t @returns {Option[]} */
export function columnChoices(told, text, t) {
  const { columns, position, orientation } = told;
  const listed = columns.map((column) => ({
    value: JSON.stringify({ column: column.position, orientation }),
    label: column.name || t(`reading.${orientation === 'across' ? 'row' : 'column'}`, { place: column.position }),
    chosen: column.position === position,
  }));
  const wide = orientation !== 'down' || columns.length > 1;
  if (!wide || !text.trim().includes('\n')) return listed.length > 1 ? listed : [];
  const others = ['down', 'across', 'list'].filter((name) => name !== orientation || name === 'list');
  return [...listed, ...others.map((name) => ({ value: JSON.stringify({ column: null, orientation: name }), label: t(`reading.orientation.${name}`), chosen: name === orientation }))];
}

/** The ways of writing a number, each as one is written. @param {Told} told @param {string} text @returns {Option[]} */
export function markChoices({ decimal, thousands }, text) {
  if (!MARKED.test(text)) return [];
  const known = MARKS.some(([point, mark]) => point === decimal && mark === thousands);
  return [...MARKS, ...(known ? [] : [[decimal, thousands]])].map(([point, mark]) => ({
    value: JSON.stringify({ decimal: point, thousands: mark }),
    label: `1${mark}234${point}5`,
    chosen: point === decimal && mark === thousands,
  }));
}

/** @param {[number, string, number]} gap @param {Words} t */
export const gapWords = ([line, text], t) => (text ? t('reading.gap', { line, text }) : t('reading.empty', { line }));

/** The first values of another reading. @param {number[]} first */
export const numbersOf = (first) => first.map((value) => String(value).replace('-', '\u2212')).join('; ');

/** Whether a refusal is the one that names a word, whose text with its places is given. @param {string} words @param {string} template */
export function isAboutAWord(words, template) {
  const parts = template.split(/\{\w+\}/);
  let from = 0;
  return parts.every((part) => {
    const at = words.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}

/** The choices with some in place of those of the same name; null takes one back. @param {Choices} choices @param {Choices} patch @returns {Choices} */
export const chosen = (choices, patch) => Object.fromEntries(Object.entries({ ...choices, ...patch }).filter(([, value]) => value !== null));

const KEYS = ['table', 'column', 'decimal', 'thousands', 'heading', 'separator', 'orientation', 'gaps'];

/** The choices in an input that was sent, and the rest of it. @template {Record<string, any>} Input @param {Input} input @returns {[Choices, Input]} */
export function parted(input) {
  const entries = Object.entries(input);
  const [choices, rest] = [true, false].map((mine) => Object.fromEntries(entries.filter(([key]) => KEYS.includes(key) === mine)));
  return [choices, /** @type {Input} */ (rest)];
}

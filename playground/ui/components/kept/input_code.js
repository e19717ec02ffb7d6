// An input as the text that stands for it in the page's address: a letter for its kind, a dot, and what it is.

import { asSent, exampleOf, KINDS } from './example_of.js';
import { readDrawing, writeDrawing } from './drawing_code.js';

/** @typedef {import('./example_of.js').Input} Input */
/** @typedef {import('./example_of.js').Example} Example */
/** What is read of a text: the input, or the key under which the server has it. @typedef {{input: Input} | {key: string}} Read */

const LONGEST = 2000; // characters in the address
const OPTIONS = '*'; // comes before what stands beside a series or a drawing
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

/** What may stand beside a series, and what it is. @type {Record<string, 'number' | 'boolean' | 'string'>} */
const BESIDE = { ahead: 'number', held_out: 'number', season: 'number', table: 'number', column: 'number', decimal: 'string', thousands: 'string', heading: 'boolean', separator: 'string', orientation: 'string', gaps: 'string' };

/**
 * The text of an input; null of one that has none, or one that is too long.
 * @param {Input} input
 * @param {string} entry how the task is entered (tasks.js)
 * @param {Example[]} shown the task's examples
 * @returns {string | null}
 */
export function writeInput(input, entry, shown) {
  const text = WRITE[entry]?.(input, shown) ?? null;
  if (text === null || /\p{Surrogate}/u.test(text)) return null; // an address has no half a character
  return String(new URLSearchParams({ '': text })).length - 1 <= LONGEST ? text : null;
}

/** The text of an input that the server keeps. @param {string} key */
export const writeKey = (key) => `k.${key}`;

/**
 * What a text says; null if it says nothing that this task could take.
 * @param {string} text
 * @param {string} entry
 * @param {Example[]} shown
 * @returns {Read | null}
 */
export function readInput(text, entry, shown) {
  const [kind, said] = [text.slice(0, 2), text.slice(2)];
  if (kind === 'k.') return /^[\w-]{43}$/.test(said) ? { key: said } : null;
  const input = READ[entry]?.(kind, said, shown) ?? null;
  return input && { input };
}

/** One of MNIST's 10,000. @param {unknown} test */
const isTestDigit = (test) => Number.isInteger(test) && Number(test) >= 0 && Number(test) < 10_000;

/** @param {Input} input @param {string[]} names */
const hasOnly = (input, names) => Object.keys(input).every((name) => names.includes(name));

/** @type {Record<string, (input: Input, shown: Example[]) => string | null>} */
const WRITE = {
  drawing: (input, shown) => {
    if (isTestDigit(input.test) && hasOnly(input, ['test'])) return `m.${input.test}`;
    if (!input.strokes || !hasOnly(input, ['strokes', 'width', 'read'])) return null;
    const example = exampleOf(input, shown);
    const text = example ? example.label : writeDrawing(/** @type {any} */ (input));
    return text && `${example ? 'e' : 'd'}.${text}${input.read === undefined ? '' : OPTIONS + input.read}`;
  },
  words: (input) => (typeof input.text === 'string' && hasOnly(input, ['text']) ? `t.${input.text}` : null),
  sliders: (input) => (input.values && hasOnly(input, ['values']) ? `s.${input.values.join('_')}` : null),
  numbers: (input, shown) => {
    const series = writeSeries(input, shown);
    const options = writeOptions(input, baseOf(input, shown));
    if (series === null || options === null) return null;
    return options || series.includes(OPTIONS) ? `${series}${OPTIONS}${options}` : series;
  },
};

/** @type {Record<string, (kind: string, said: string, shown: Example[]) => Input | null>} */
const READ = {
  drawing: (kind, said, shown) => {
    if (kind === 'm.') return /^\d{1,4}$/.test(said) ? { test: Number(said) } : null;
    const [, text, read] = /^([^*]*)(?:\*(\d{1,3}))?$/.exec(said) ?? []; // which of several digits is read
    if (text === undefined) return null;
    const drawing = kind === 'd.' ? readDrawing(text) : kind === 'e.' ? named(text, shown)?.input : null;
    return drawing ? { ...drawing, ...(read !== undefined && { read: Number(read) }) } : null;
  },
  words: (kind, said) => (kind === 't.' && said.trim() ? { text: said } : null),
  sliders: (kind, said, shown) => {
    const values = kind === 's.' ? readNumbers(said) : null;
    return values?.length === shown[0]?.input.values.length ? { values } : null;
  },
  numbers: (kind, said, shown) => {
    const end = said.lastIndexOf(OPTIONS);
    const series = readSeries(kind, end < 0 ? said : said.slice(0, end), shown);
    const options = end < 0 ? {} : readOptions(said.slice(end + 1));
    if (!series || !options) return null;
    const given = Object.entries({ ...baseOf(series, shown), ...options, ...series });
    return Object.fromEntries(given.filter(([, value]) => value !== undefined));
  },
};

/** @param {string} label @param {Example[]} shown */
const named = (label, shown) => shown.find((example) => example.label === label);

/** @param {string} said @returns {number[] | null} */
function readNumbers(said) {
  const words = said.split('_');
  const values = words.map(Number);
  return words.every((word) => NUMBER.test(word)) && values.every(Number.isFinite) ? values : null;
}

/** @param {Input} input @param {Example[]} shown */
function writeSeries(input, shown) {
  if (!hasOnly(input, [...KINDS, ...Object.keys(BESIDE)])) return null;
  const example = exampleOf(input, shown);
  if (example) return `e.${example.label}`;
  if (typeof input.text === 'string') return `t.${input.text}`;
  return input.values ? `v.${input.values.join('_')}` : null;
}

/** @param {string} kind @param {string} said @param {Example[]} shown @returns {Input | null} */
function readSeries(kind, said, shown) {
  if (kind === 't.') return said.trim() ? { text: said } : null;
  const values = kind === 'v.' ? readNumbers(said) : null;
  if (values) return { values };
  const example = kind === 'e.' ? named(said, shown) : undefined;
  return example ? Object.fromEntries(Object.entries(example.input).filter(([name]) => KINDS.includes(name))) : null;
}

/** What stands beside a series as long as nobody says otherwise. @param {Input} series @param {Example[]} shown @returns {Input} */
function baseOf(series, shown) {
  const beside = Object.entries(asSent(exampleOf(series, shown)?.input ?? {}, 'numbers'));
  return Object.fromEntries(beside.filter(([name]) => Object.hasOwn(BESIDE, name)));
}

/** What is other than `base`, as "ahead-12.season-": what stands there no more has no value. @param {Input} input @param {Input} base @returns {string | null} */
function writeOptions(input, base) {
  const others = Object.keys(BESIDE).filter((name) => input[name] !== base[name]);
  if (others.some((name) => input[name] !== undefined && typeof input[name] !== BESIDE[name])) return null;
  return others.map((name) => (input[name] === undefined ? name : `${name}-${escaped(String(input[name]))}`)).join('.');
}

/** @param {string} value */
const escaped = (value) => encodeURIComponent(value).replace(/[.*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param {string} said @returns {Input | null} */
function readOptions(said) {
  /** @type {Input} */
  const options = {};
  for (const part of said ? said.split('.') : []) {
    const [, name, value] = /^(\w+)(?:-(.*))?$/s.exec(part) ?? [];
    const read = Object.hasOwn(BESIDE, name ?? '') ? (value === undefined ? { value } : readOption(BESIDE[name], value)) : null;
    if (!read) return null;
    options[name] = read.value;
  }
  return options;
}

/** @param {string} type @param {string} text @returns {{value: any} | null} */
function readOption(type, text) {
  if (type === 'number') return NUMBER.test(text) && Number.isFinite(Number(text)) ? { value: Number(text) } : null;
  if (type === 'boolean') return ['true', 'false'].includes(text) ? { value: text === 'true' } : null;
  try {
    return { value: decodeURIComponent(text) };
  } catch {
    return null; // a percent sign without its digits
  }
}

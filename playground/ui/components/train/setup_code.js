// A setup as the short text that stands in the page's address, and back; only what differs from the first one is written.

import { readDrawing, writeDrawing } from '../kept/drawing_code.js';
import { LAYER_KINDS, MOST_LAYERS, newLayer, patched } from './layers.js';
import { CHOICES, firstSetup, KINDS, MOST_SEED, NUMBERS } from './setup.js';

/** @typedef {import('./setup.js').Setup} Setup */
/** @typedef {import('./setup.js').Layer} Layer */

// A text is made of parts with "*" between them, the first of which is the kind of data; each other part begins with the
// letter of what it says. There are only signs that an address leaves as they are; a drawing's own text has all but "*".
const [BETWEEN, LISTED] = ['*', '_'];
const CODES = /** @type {const} */ ({ loss: 'L', optimiser: 'O', schedule: 'S', initialisation: 'I', learning_rate: 'r', batch: 'b', weight_decay: 'w', clip: 'g', seed: 'e', updates: 'u' });
const DATA = /** @type {const} */ ({ noise: 'n', size: 'z', held_out: 'h' });
const BOUNDS = { noise: [0, 1], size: [1, 100_000], held_out: [0.1, 0.8], seed: [0, MOST_SEED] };
const POINT = 100; // steps to a unit of the plane
const MOST_POINTS = 500;
const MOST_VALUES = 400;

/** @param {number} value */
const short = (value) => String(value).replace(/^(-?)0\./, '$1.');

/** @param {Setup} setup @returns {string} */
export function writeSetup(setup) {
  const { data } = setup;
  const first = firstSetup(data.kind);
  const parts = [data.kind];
  for (const [name, code] of Object.entries(DATA)) if (data[/** @type {'noise'} */ (name)] !== first.data[/** @type {'noise'} */ (name)]) parts.push(code + short(data[/** @type {'noise'} */ (name)]));
  for (const [name, code] of Object.entries(CODES)) {
    const value = /** @type {any} */ (setup)[name];
    if (value === /** @type {any} */ (first)[name]) continue;
    parts.push(code + (CHOICES[name] ? CHOICES[name].indexOf(value) : value === null ? '-' : short(value)));
  }
  const layers = writeLayers(setup.layers);
  if (layers !== writeLayers(first.layers)) parts.push(`l${layers}`);
  if (data.kind === 'points' && data.points.length) parts.push(`p${data.points.map(([x, y, label]) => [Math.round(x * POINT), Math.round(y * POINT), label].join('.')).join(LISTED)}`);
  if (data.kind === 'series' && data.values.join() !== first.data.values.join()) parts.push(`v${data.values.map(short).join(LISTED)}`);
  if (data.kind === 'drawings') for (const { label, ...drawing } of data.drawings) parts.push(`d${label}${writeDrawing(drawing) ?? ''}`);
  return parts.join(BETWEEN);
}

/** @param {Layer[]} layers */
const writeLayers = (layers) => layers.map(writeLayer).join('-');

/** "c8k3p1s1", "gru32b": both directions. @param {Layer} layer */
function writeLayer(layer) {
  const { code, fields } = LAYER_KINDS[layer.kind];
  return code + Object.entries(fields).map(([name, { code: letter }]) => letter + short(layer[name])).join('') + (layer.bidirectional ? 'b' : '');
}

/** The setup of a text; null if it cannot be read. @param {string} text @returns {Setup | null} */
export function readSetup(text) {
  const [kind, ...parts] = text.split(BETWEEN);
  if (!Object.hasOwn(KINDS, kind)) return null;
  const setup = firstSetup(kind);
  return parts.every((part) => readPart(setup, part[0], part.slice(1))) ? setup : null;
}

/** @param {Setup} setup @param {string} code @param {string} text */
function readPart(setup, code, text) {
  const name = Object.entries(CODES).find(([, letter]) => letter === code)?.[0];
  const ofData = Object.entries(DATA).find(([, letter]) => letter === code)?.[0];
  if (name) return put(setup, name, CHOICES[name] ? CHOICES[name][Number(text)] : name === 'clip' && text === '-' ? null : numberOf(text, boundsOf(name)));
  if (ofData) return put(setup.data, ofData, numberOf(text, boundsOf(ofData)));
  if (code === 'l') return put(setup, 'layers', readLayers(text));
  if (code === 'p') return put(setup.data, 'points', listOf(text, MOST_POINTS, readPoint));
  if (code === 'v') return put(setup.data, 'values', listOf(text, MOST_VALUES, (one) => numberOf(one)));
  if (code !== 'd') return false;
  const drawing = readDrawing(text.slice(1));
  return drawing !== null && /^\d/.test(text) && Boolean(setup.data.drawings.push({ ...drawing, label: text[0] }));
}

/** @param {Record<string, any>} into @param {string} name @param {any} value */
function put(into, name, value) {
  if (value === undefined) return false;
  into[name] = value;
  return true;
}

/** @param {string} name @returns {number[]} */
const boundsOf = (name) => BOUNDS[/** @type {'noise'} */ (name)] ?? [Math.min(...NUMBERS[name]), Math.max(...NUMBERS[name])];

/** @param {string} text @param {number[]} [bounds] */
function numberOf(text, [least, most] = [-Infinity, Infinity]) {
  const value = Number(text);
  return text && Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

/** @template T @param {string} text @param {number} most @param {(one: string) => T | undefined} read @returns {T[] | undefined} */
function listOf(text, most, read) {
  const list = text.split(LISTED).map(read);
  return list.length <= most && list.every((one) => one !== undefined) ? /** @type {T[]} */ (list) : undefined;
}

/** @param {string} text @returns {import('./setup.js').OwnPoint | undefined} */
function readPoint(text) {
  const [x, y, label, ...others] = text.split('.').map((one) => numberOf(one, [-1000, 1000]));
  return x === undefined || y === undefined || label === undefined || others.length || ![0, 1, 2, 3].includes(label) ? undefined : [x / POINT, y / POINT, label];
}

/** @param {string} text @returns {Layer[] | undefined} */
function readLayers(text) {
  const layers = text === '' ? [] : text.split('-').map(readLayer);
  return layers.length <= MOST_LAYERS && layers.every((layer) => layer !== null) ? /** @type {Layer[]} */ (layers) : undefined;
}

/** @param {string} text @returns {Layer | null} */
function readLayer(text) {
  for (const [kind, { code, fields, bidirectional }] of Object.entries(LAYER_KINDS)) {
    const numbers = Object.values(fields).map(({ code: letter }) => `${letter}([\\d.]+)`).join('');
    const found = new RegExp(`^${code}${numbers}(b?)$`).exec(text);
    if (!found || (found.at(-1) && !bidirectional)) continue;
    const values = Object.fromEntries(Object.keys(fields).map((name, k) => [name, Number(found[k + 1])]));
    return patched([newLayer(kind)], 0, { ...values, ...(found.at(-1) && { bidirectional: true }) })[0];
  }
  return null;
}

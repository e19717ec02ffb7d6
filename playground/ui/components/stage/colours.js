// Colours of the picture: ramps for both themes, and one scale a layer, which stays as it is while the pen is down.

import { theme } from '../canvas/theme.js';
import { mainQuantity, scaleOf } from '../run/declarations.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {'signed' | 'positive' | 'gate' | 'ink'} Ramp */
/** `most`: the value at the end of the ramp; `root`: a quarter of it is half way, as for gradients, which differ by powers of ten. @typedef {{ramp: Ramp, most: number, root?: boolean}} Scale */

// Blue and orange can be told apart by the colour-blind; from the surface on, so that 0 is the ground (mocks: Colour).
const POSITIVE = { light: ['#ffffff', '#fdc486', '#d95f0e', '#8c2d04'], dark: ['#171b22', '#783e14', '#ee9140', '#ffe0be'] };
const NEGATIVE = { light: ['#ffffff', '#9ecae1', '#3178b9', '#0c3c7a'], dark: ['#171b22', '#1a4269', '#58a6e8', '#d6ecff'] };
const GATE = { light: ['#ffffff', '#baded7', '#56a89f', '#146860'], dark: ['#171b22', '#1f4f4b', '#4fb3a8', '#d5f5ef'] };
const INK = { light: ['#ffffff', '#16191d'], dark: ['#171b22', '#eceff3'] };

/** @type {Record<string, Uint32Array>} */
const tables = {};

/** 256 colours of a ramp as Uint32 in the byte order of ImageData; of signed ones 0 is the one at 128. @param {Ramp} ramp */
export function table(ramp) {
  const now = theme();
  const stops = { positive: POSITIVE[now], gate: GATE[now], ink: INK[now], signed: [...[...NEGATIVE[now]].reverse(), ...POSITIVE[now].slice(1)] }[ramp];
  tables[`${now}.${ramp}`] ??= filled(stops);
  return tables[`${now}.${ramp}`];
}

/** @param {string[]} stops */
function filled(stops) {
  const rgb = stops.map((stop) => [1, 3, 5].map((i) => Number.parseInt(stop.slice(i, i + 2), 16)));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = Math.min((i / 255) * (rgb.length - 1), rgb.length - 1);
    const from = Math.min(Math.floor(at), rgb.length - 2);
    const [r, g, b] = rgb[from].map((c, k) => Math.round(c + (rgb[from + 1][k] - c) * (at - from)));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** The place of a value in the table of its scale. @param {Scale} scale @param {number} value */
export function placeOf({ ramp, most, root }, value) {
  const part = root ? rooted(value / most) : value / most;
  const share = ramp === 'signed' ? (part + 1) / 2 : part;
  return Math.max(0, Math.min(255, Math.round(share * 255))) || 0;
}

/** The square root of its size, with its sign. @param {number} part */
export const rooted = (part) => Math.sign(part) * Math.sqrt(Math.abs(part));

/** A value's colour as CSS. @param {Scale} scale @param {number} value */
export function cssColour(scale, value) {
  const pixel = table(scale.ramp)[placeOf(scale, value)];
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}

const SIGNED = ['tanh', 'identity']; // functions that keep what is negative

/** The stage whose values these are: pooled and flattened ones have those of the stage before. @param {Stage} stage @param {Trace} trace @returns {Stage} */
function rootOf(stage, trace) {
  const passes = stage.made === 'flatten' || /Pooling$/.test(stage.kind);
  const before = passes ? trace.stages.get(stage.inputs[0]) : undefined;
  return before?.declared ? rootOf(before, trace) : stage;
}

/** @type {Map<string, Scale>} */
let held = new Map(); // by stage and quantity, while the pen is down
let isHeld = false;
const GROWTH = 1.5; // of a scale that has become too small: seldom, as all is painted anew

/** While it is held no scale changes, unless a value does not fit: the eye compares one moment with the next. @param {boolean} hold */
export function holdScales(hold) {
  isHeld = hold;
  if (!hold) held = new Map();
}

/**
 * The scale of a quantity of a stage, common to all runs that are shown, so that the same colour is the same value; pooled
 * and flattened values have that of the stage before.
 * @param {Stage} stage
 * @param {string} quantity
 * @param {Trace[]} runs
 * @returns {Scale}
 */
export function scaleFor(stage, quantity, runs) {
  if (stage.backward) return { ramp: 'signed', most: stage.arrays[quantity]?.scale || 1, root: true };
  const { root, name } = ofRoot(stage, quantity, runs[0]);
  const id = `${root.key} ${name}`;
  const known = isHeld && held.get(id);
  const grows = runs[0].preview; // its first dashes tell little of what is to come
  if (known && !grows) return known;
  const scale = scaleNow(stage, quantity, runs);
  if (known && grows) {
    if (scale.most <= known.most && (scale.ramp === known.ramp || known.ramp === 'signed')) return known;
    scale.most = scale.most > known.most ? Math.max(scale.most, known.most * GROWTH) : known.most;
  }
  const isPlan = !runs[0].of; // its zeros have no size
  if (isHeld && !isPlan) held.set(id, scale);
  return scale;
}

/** The stage, and its quantity, of whose values a scale is. @param {Stage} stage @param {string} quantity @param {Trace} run */
function ofRoot(stage, quantity, run) {
  const root = stage.declared?.timed ? stage : rootOf(stage, run);
  return { root, name: root === stage ? quantity : mainQuantity(/** @type {any} */ (root.declared)) };
}

/** That scale of these very values, which is not held. @param {Stage} stage @param {string} quantity @param {Trace[]} runs @returns {Scale} */
export function scaleNow(stage, quantity, runs) {
  const { root, name } = ofRoot(stage, quantity, runs[0]);
  return measured(root.arrays[name]?.range ?? 'unbounded', root, name, runs.map((run) => run.stages.get(root.key)?.arrays[name]?.values).filter((values) => values !== undefined));
}

/** @param {string} range @param {Stage} root @param {string} name @param {Float32Array[]} all @returns {Scale} */
function measured(range, root, name, all) {
  const declared = scaleOf(range);
  if (declared === 'share') return { ramp: root.declared?.timed && range === 'share' ? 'gate' : 'ink', most: 1 };
  const sizes = all.map(sizeOf);
  const most = Math.max(...sizes.map(({ size }) => size), 0) || 1;
  const isPicture = root.arrays[name]?.shape.length === 3 && root.declared?.quantities[name]?.role === 'input';
  if (isPicture && !sizes.some(({ negative }) => negative)) return { ramp: 'ink', most };
  const mayBePositive = declared === 'positive' || (root.function && !SIGNED.includes(root.function));
  return { ramp: mayBePositive && !sizes.some(({ negative }) => negative) ? 'positive' : 'signed', most };
}

/** @param {Float32Array} values */
function sizeOf(values) {
  let [size, negative] = [0, false];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < 0) negative = true;
    const absolute = Math.abs(value);
    if (absolute > size && absolute < Infinity) size = absolute;
  }
  return { size, negative };
}

// What a training is asked for: data, layers and settings, with which it begins, and within which bounds they stay; no DOM.

/** @typedef {[number, number, number]} OwnPoint x, y and the number of its class */
/** @typedef {import('../entries/strokes.js').Drawing & {label: string}} OwnDrawing */
/** @typedef {{kind: string, noise: number, size: number, held_out: number, points: OwnPoint[], drawings: OwnDrawing[], values: number[]}} Data */
/** @typedef {{kind: string} & Record<string, any>} Layer */
/**
 * @typedef {object} Setup
 * @property {Data} data
 * @property {Layer[]} layers all but the output layer, which is added by itself
 * @property {string} loss
 * @property {string} optimiser
 * @property {number} learning_rate
 * @property {string} schedule
 * @property {number} batch
 * @property {number} weight_decay
 * @property {number | null} clip
 * @property {string} initialisation
 * @property {number} seed
 * @property {number} updates
 */

/** What there is of a kind of data: how its inputs are, which networks fit, and how many examples there can be. @typedef {{family: Family, sizes: number[], classes: number}} Kind */
/** @typedef {'plane' | 'picture' | 'text' | 'series' | 'table'} Family */

/** @type {Kind} */
const PLANE = { family: 'plane', sizes: [100, 200, 300, 500, 1000], classes: 2 };
/** @type {Record<string, Kind>} */
export const KINDS = {
  circles: PLANE,
  moons: PLANE,
  spirals: PLANE,
  xor: PLANE,
  gaussians: PLANE,
  points: { family: 'plane', sizes: [], classes: 2 },
  digits: { family: 'picture', sizes: [50, 200, 500, 1000, 2000, 4000], classes: 10 },
  drawings: { family: 'picture', sizes: [], classes: 10 },
  names: { family: 'text', sizes: [500, 1000, 2000, 4000], classes: 18 },
  series: { family: 'series', sizes: [], classes: 0 },
  cancer: { family: 'table', sizes: [], classes: 2 },
  diabetes: { family: 'table', sizes: [], classes: 0 },
};

/** Those that have noise to be chosen. */
export const NOISY = ['circles', 'moons', 'spirals', 'xor', 'gaussians'];

/** Those whose validation and test parts are sets of their own. */
export const FIXED = ['digits', 'names'];

const DENSE = (/** @type {number[]} */ ...sizes) => sizes.flatMap((size) => [{ kind: 'dense', size }, { kind: 'relu' }]);
/** @type {Record<Family, () => Layer[]>} */
const LAYERS = {
  plane: () => DENSE(8, 8),
  picture: () => [{ kind: 'conv', channels: 8, kernel: 3, padding: 1, stride: 1 }, { kind: 'relu' }, { kind: 'max_pool', size: 2 }, ...DENSE(32)],
  text: () => [{ kind: 'gru', size: 32, bidirectional: false }],
  series: () => [{ kind: 'gru', size: 16, bidirectional: false }],
  table: () => DENSE(16),
};
const SIZES = { plane: 300, picture: 1000, text: 2000, series: 0, table: 0 };

/** Fields that are chosen from a list. @type {Record<string, string[]>} */
export const CHOICES = {
  loss: ['cross_entropy', 'mse'],
  optimiser: ['sgd', 'momentum', 'adam', 'adamw'],
  schedule: ['constant', 'cosine', 'step'],
  initialisation: ['default', 'xavier', 'he', 'normal_small', 'normal_large', 'zeros'],
};
/** Fields that are numbers: the values that are offered; those of an address may be any between them. @type {Record<string, number[]>} */
export const NUMBERS = {
  learning_rate: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
  batch: [1, 4, 16, 32, 64, 128, 256],
  weight_decay: [0, 0.0001, 0.001, 0.01, 0.1],
  clip: [0.1, 0.5, 1, 5],
  updates: [200, 500, 1000, 2000, 5000, 10000],
};
export const MOST_SEED = 9999;

/** @param {string} kind @returns {Family} */
export const familyOf = (kind) => KINDS[kind].family;

/** Whether a kind of data has classes, not numbers, to be learnt. @param {string} kind */
export const hasClasses = (kind) => KINDS[kind].classes > 0;

const STEPS = 120;
/** The series with which one begins: two swings, of 12 and of 40 steps. */
export const SERIES = Array.from({ length: STEPS }, (_, k) => Math.round(100 * (10 + 4 * Math.sin((2 * Math.PI * k) / 12) + 2 * Math.sin((2 * Math.PI * k) / 40))) / 100);

/** The setup with which a kind of data begins. @param {string} kind @returns {Setup} */
export function firstSetup(kind) {
  const family = familyOf(kind);
  return {
    data: { kind, noise: 0.1, size: SIZES[family], held_out: 0.4, points: [], drawings: [], values: kind === 'series' ? SERIES : [] },
    layers: LAYERS[family](),
    loss: hasClasses(kind) ? 'cross_entropy' : 'mse',
    optimiser: 'adam',
    learning_rate: 0.01,
    schedule: 'constant',
    batch: 32,
    weight_decay: 0,
    clip: null,
    initialisation: 'default',
    seed: 0,
    updates: 2000,
  };
}

/** The same training on other data: a network that reads such inputs stays as it is. @param {Setup} setup @param {string} kind @returns {Setup} */
export function onData(setup, kind) {
  const first = firstSetup(kind);
  const isAlike = familyOf(setup.data.kind) === familyOf(kind);
  const { points, drawings, values, noise } = setup.data;
  return { ...setup, data: { ...first.data, noise, points, drawings, values: values.length ? values : first.data.values }, layers: isAlike ? setup.layers : first.layers, loss: hasClasses(kind) && hasClasses(setup.data.kind) ? setup.loss : first.loss };
}

/** What of a setup the server is asked: of the visitor's own data only what the kind has. @param {Setup} setup */
export function askedOf(setup) {
  const { kind, noise, size, held_out: share, points, drawings, values } = setup.data;
  const sized = KINDS[kind].sizes.length ? { size } : {};
  const own = { points: { points }, drawings: { drawings }, series: { values } }[kind];
  return { ...setup, data: { kind, ...(FIXED.includes(kind) ? {} : { held_out: share }), ...(NOISY.includes(kind) ? { noise } : {}), ...sized, ...own } };
}

// A trace as the page holds it: for each stage its arrays, filled as frames arrive, and made exact when that is asked.

import { halfStep } from '../server/wire.js';
import { declarationOf, mainQuantity } from './declarations.js';

/** @typedef {import('../server/wire.js').Frame} Frame */
/** @typedef {import('../server/wire.js').WireArray} WireArray */
/** @typedef {import('../server/wire.js').StageKey} StageKey */
/** @typedef {import('./declarations.js').Declaration} Declaration */
/**
 * Values of a quantity: of one stage in its shape; through time at [t * size + unit], with room for more.
 * @typedef {object} Values
 * @property {Float32Array} values
 * @property {number} scale the largest size of the values
 * @property {import('../server/wire.js').Encoding} encoding
 * @property {number[]} shape of one step
 * @property {number} size of one step
 * @property {string} range
 */
/**
 * @typedef {object} Stage
 * @property {string} key
 * @property {string} kind
 * @property {number | undefined} layer
 * @property {number | undefined} direction
 * @property {string | undefined} function
 * @property {string | undefined} made
 * @property {string} module
 * @property {number} temperature what logits are divided by before the softmax
 * @property {string[]} inputs keys of the stages that it was made of
 * @property {Declaration | null} declared null where the server said nothing of its kind
 * @property {Record<string, Values>} arrays
 * @property {number} filled time steps that are in
 * @property {boolean} [backward] its arrays hold gradients
 */
/** @typedef {{kind: string, arrays: Record<string, Values>} & Record<string, any>} Encoded what the task made of the input */
/** How like what the network learnt from the input is (playground/familiarity). @typedef {{share: number, words: string, values: Record<string, any>, told: boolean}} Likeness */
/** What was asked for. @typedef {{task: string, input: any, architecture: string, changes?: Record<string, any> | null}} Asked */

/** @type {Record<string, (value: number) => number>} */
const MAKE = { relu: (v) => Math.max(0, v), identity: (v) => v };

const FINE = ['Input', 'Output']; // of a preview are as exact as they were sent

/** A preview's frame, of whose values few digits are certain. @param {Frame} frame @returns {Frame} */
function rough(frame) {
  if (!frame.stage || FINE.includes(frame.stage)) return frame;
  const arrays = Object.entries(frame.arrays).map(([name, array]) => [name, array.encoding === 'window' ? array : { ...array, encoding: 'rough' }]);
  return { ...frame, arrays: Object.fromEntries(arrays) };
}

/** @type {WeakMap<ArrayBufferLike, {trace: Trace, array: Values}>} */
const origins = new WeakMap();

/** The run and the array that some values belong to, a part of them, too; undefined if they are of no run. @param {ArrayLike<number>} values */
export const originOf = (values) => (values instanceof Float32Array ? origins.get(values.buffer) : undefined);

/** Whether what is held is coarser than what the model computed. @param {{encoding: import('../server/wire.js').Encoding, scale: number}} array */
export const isCoarse = (array) => halfStep(array) > 0;

export class Trace {
  /**
   * @param {{task: string, architecture: string, labels: string[]}} head
   * @param {boolean} [bidirectional] the network reads from the end, too, and has nothing to say before it
   */
  constructor({ task, architecture, labels }, bidirectional = false) {
    this.task = task;
    this.architecture = architecture;
    this.labels = labels;
    this.bidirectional = Boolean(bidirectional);
    /** @type {number | null} how long it took, once all of it is there */
    this.milliseconds = null;
    /** @type {Likeness | null} null where nothing was calibrated, and until all of it is there */
    this.likeness = null;
    /** @type {Encoded | null} */
    this.encoded = null;
    /** @type {Map<string, Stage>} by key, in the order in which they came */
    this.stages = new Map();
    /** @type {Record<string, Declaration>} by kind */
    this.kinds = Object.create(null);
    this.preview = false; // a coarse answer to a drawing in progress, whose values the next one overwrites
    this.exact = false; // all of it is in float32
    /** @type {import('./check.js').Check | null} what the exact values were found to be */
    this.check = null;
    this.steps = 0; // time steps of a sequence
    /** @type {Asked | null} */
    this.of = null;
    /** @type {Trace | null} of gradients the run whose gradients they are */
    this.forward = null;
  }

  /** Take in a frame; the stage that it belongs to or fills further is returned, null for the encoded input. @param {Frame} sent @returns {Stage | null} */
  add(sent) {
    const frame = this.preview ? rough(sent) : sent;
    if (frame.encoded) {
      this.encoded = { kind: String(frame.encoded), ...frame.given, arrays: this.#arraysOf(frame) };
      return null;
    }
    const key = keyOf(frame);
    const kind = String(frame.stage);
    if (frame.declares) this.kinds[kind] = declarationOf(kind, frame.declares);
    const known = this.stages.get(key);
    if (frame.t) this.#addSteps(key, frame);
    else if (!(known && this.preview && this.#overwrite(known, frame))) {
      const stage = this.#newStage(key, frame);
      stage.arrays = this.#made(stage) ?? this.#arraysOf(frame);
      if (stage === this.#inputStage && this.input.shape.length === 2) this.steps = this.input.shape[0];
    }
    return this.stages.get(key) ?? null;
  }

  /** All of it is there. @param {NonNullable<Frame['end']>} end */
  end({ milliseconds, likeness }) {
    this.milliseconds = milliseconds;
    this.likeness = likeness ?? null;
  }

  /** The values of the next preview where those of the one before stand; false if they have other shapes. @param {Stage} stage @param {Frame} frame */
  #overwrite(stage, { arrays }) {
    const source = stage.made ? this.#sourceOf(stage) : undefined;
    for (const [name, array] of Object.entries(stage.arrays)) {
      const next = source ?? arrays[name];
      if (next?.values.length !== array.values.length) return false;
      if (stage.made && stage.made !== 'flatten') for (let i = 0; i < next.values.length; i++) array.values[i] = MAKE[stage.made](next.values[i]);
      else if (array.values !== next.values) array.values.set(next.values);
      Object.assign(array, { scale: next.scale, encoding: next.encoding });
    }
    return true;
  }

  /**
   * Put the float32 of a whole run in place of what came coarse; views of the values stay good. Throws where it is not of
   * this run, and leaves all as it is.
   * @param {Frame[]} frames
   */
  refine(frames) {
    for (const frame of frames) {
      /** @type {Record<string, Values>} */
      const arrays = (frame.encoded ? this.encoded : this.stages.get(keyOf(frame)))?.arrays ?? {};
      for (const [name, sent] of Object.entries(frame.arrays)) if (arrays[name] && !agrees(arrays[name], sent, frame)) throw new Error(`${name} is of another run`);
    }
    for (const frame of frames) {
      /** @type {Record<string, Values>} */
      const arrays = (frame.encoded ? this.encoded : this.stages.get(keyOf(frame)))?.arrays ?? {};
      for (const [name, sent] of Object.entries(frame.arrays)) if (arrays[name]) refine(arrays[name], sent, frame);
    }
    for (const stage of this.stages.values()) {
      const again = stage.made === 'flatten' ? null : this.#made(stage);
      for (const [name, { values, encoding }] of Object.entries(again ?? {})) {
        stage.arrays[name].values.set(values);
        stage.arrays[name].encoding = encoding;
      }
      // A flattened array shares the values of the one before, but says by itself how exact they are.
      if (stage.made === 'flatten') for (const array of Object.values(stage.arrays)) array.encoding = this.#sourceOf(stage)?.encoding ?? array.encoding;
    }
    this.exact = true;
  }

  /** @param {string} key @param {Frame} frame @returns {Stage} */
  #newStage(key, { stage: kind, layer, direction, function: name, made, module = '', inputs = [], temperature = 1 }) {
    /** @type {Stage} */
    const stage = {
      key,
      kind: String(kind),
      layer: layer ?? undefined,
      direction: direction ?? undefined,
      function: name,
      made,
      module,
      temperature,
      inputs: inputs.map(([from, at, way]) => keyOf({ stage: from, layer: at, direction: way })),
      declared: this.kinds[String(kind)] ?? null,
      arrays: {},
      filled: 0,
    };
    this.stages.set(key, stage);
    return stage;
  }

  /** @param {Values} array */
  #held(array) {
    origins.set(array.values.buffer, { trace: this, array });
    return array;
  }

  /** @param {Frame} frame */
  #arraysOf({ stage: kind, arrays }) {
    const quantities = this.kinds[String(kind)]?.quantities ?? {};
    const entries = Object.entries(arrays).map(([name, array]) =>
      [name, this.#held({ ...array, size: sizeOf(array.shape), range: quantities[name]?.range ?? 'unbounded' })]);
    return /** @type {Record<string, Values>} */ (Object.fromEntries(entries));
  }

  /** What a stage was made of, first of all. @param {Stage} stage @returns {Values | undefined} */
  #sourceOf({ inputs: [first] }) {
    const source = this.stages.get(first);
    return source && (source.declared ? source.arrays[mainQuantity(source.declared)] : Object.values(source.arrays).at(-1));
  }

  /** The arrays that the page makes by itself of those of the stage before. @param {Stage} stage @returns {Record<string, Values> | null} */
  #made(stage) {
    if (!stage.made) return null;
    const source = this.#sourceOf(stage);
    const name = stage.declared && mainQuantity(stage.declared);
    if (!source || !name) throw new Error(`${stage.key} is made of ${stage.inputs.join()}, which did not come`);
    if (stage.made === 'flatten') return { [name]: { ...source, shape: [source.values.length], size: source.values.length } };
    if (!Object.hasOwn(MAKE, stage.made)) throw new Error(`${stage.key}: it is not known how to make ${stage.made}`);
    const range = stage.declared?.quantities[name].range ?? source.range;
    return { [name]: this.#held({ ...source, range, values: source.values.map(MAKE[stage.made]) }) };
  }

  /** Steps are kept by time: array[t * size + unit]. @param {string} key @param {Frame} frame */
  #addSteps(key, frame) {
    const [first, last] = frame.t ?? [0, 0];
    this.steps = Math.max(this.steps, first + 1, last + 1);
    const stage = this.stages.get(key) ?? this.#newSteps(key, frame);
    for (const [name, sent] of Object.entries(frame.arrays)) {
      const array = stage.arrays[name];
      array.scale = this.preview ? sent.scale : Math.max(array.scale, sent.scale);
      if (isCoarse(sent)) array.encoding = sent.encoding; // however exact the steps before have been made
      const values = room(array.values, this.steps * array.size);
      if (values !== array.values) {
        array.values = values;
        this.#held(array);
      }
      putSteps(array, sent, frame);
    }
    stage.filled = Math.max(this.preview ? 0 : stage.filled, first + 1, last + 1); // the next preview may have fewer
    if (stage.arrays.logits && this.labels.length) this.#guess(stage, Math.min(first, last), frame.count);
  }

  /** @param {string} key @param {Frame} frame */
  #newSteps(key, frame) {
    const stage = this.#newStage(key, frame);
    stage.arrays = this.#arraysOf(frame);
    for (const array of Object.values(stage.arrays)) {
      array.values = new Float32Array(this.steps * array.size);
      array.scale = 0;
      this.#held(array);
    }
    return stage;
  }

  /** softmax(logits / T) of new time steps. @param {Stage} stage @param {number} first @param {number} count */
  #guess({ arrays, temperature }, first, count) {
    const { size, shape, values } = arrays.logits;
    arrays.probabilities ??= { size, shape, encoding: 'float32', scale: 1, range: 'probability', values: new Float32Array(this.steps * size) };
    arrays.probabilities.values = room(arrays.probabilities.values, this.steps * size);
    for (let t = first; t < first + count; t++) {
      arrays.probabilities.values.set(softmax(values.subarray(t * size, (t + 1) * size), temperature), t * size);
    }
  }

  /** @param {string} kind @param {number} [layer] */
  get(kind, layer) {
    return this.stages.get(keyOf({ stage: kind, layer }));
  }

  /** What the network is given, first of all. @returns {Stage | undefined} */
  get #inputStage() {
    return this.stages.get('Input') ?? [...this.stages.values()].find(({ declared }) => declared?.quantities.values?.role === 'input');
  }

  /** @returns {Values} */
  get input() {
    const stage = this.#inputStage;
    if (!stage) throw new Error('no Input has come');
    return stage.arrays.values;
  }

  /** Read step by step: its input is (T, D), where a picture's is (C, H, W) and a vector's (D,); or it has time steps later. */
  get recurrent() {
    return this.#inputStage?.arrays.values.shape.length === 2 || [...this.stages.values()].some(({ declared }) => declared?.timed);
  }

  /** The last logits that are of no time step. */
  get output() {
    return this.stages.get('Output')?.arrays.logits?.values;
  }

  /** softmax(logits / T) of the output, if it is of classes. */
  get probabilities() {
    return this.labels.length && this.output ? softmax(this.output, this.stages.get('Output')?.temperature) : null;
  }

  /** softmax(logits / T) after time step t, the guess so far; undefined while that is on its way. @param {number} t */
  guess(t) {
    const { probabilities } = this.stages.get('StepOutput')?.arrays ?? {};
    return probabilities && Array.from(probabilities.values.subarray(t * probabilities.size, (t + 1) * probabilities.size));
  }
}

/** Of the logits divided by a temperature. @param {ArrayLike<number>} logits @param {number} [temperature] */
export function softmax(logits, temperature = 1) {
  const all = Array.from(logits, (y) => y / temperature);
  const most = Math.max(...all);
  const powers = all.map((z) => Math.exp(z - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / sum);
}

const SAME = 1e-4; // of its scale, by which a value may differ that was computed in two ways: step by step, and all at once

/** Whether what was sent is what is held, as far as that is known. @param {Values} array @param {WireArray} sent @param {Frame} frame */
function agrees(array, sent, { t: [first, last] = [0, 0], t, count }) {
  const stride = last < first ? -1 : 1;
  if (!t && sent.values.length !== array.values.length) return false;
  if (t && (Math.max(first, last) + 1) * array.size > array.values.length) return false;
  const most = halfStep(array) + SAME * Math.max(1, array.scale);
  for (let i = 0; i < sent.values.length; i++) {
    const at = t ? (first + stride * Math.floor(i / array.size)) * array.size + (i % array.size) : i;
    if (Math.abs(array.values[at] - sent.values[i]) > most) return false;
  }
  return count > 0;
}

/** Float32 in place of what came coarse. @param {Values} array @param {WireArray} sent @param {Frame} frame */
function refine(array, sent, frame) {
  if (frame.t) putSteps(array, sent, frame);
  else array.values.set(sent.values);
  array.encoding = sent.encoding;
}

/** The steps of a frame to their places in time; a backward direction comes from the end on. @param {Values} array @param {WireArray} sent @param {Frame} frame */
function putSteps({ values, size }, sent, { t = [0, 0], count }) {
  const [first, last] = t;
  const stride = last < first ? -1 : 1;
  for (let i = 0; i < count; i++) values.set(sent.values.subarray(i * size, (i + 1) * size), (first + stride * i) * size);
}

/** The same values in an array with room for `length`; it grows by doubling, so that each value moves seldom. @param {Float32Array} values @param {number} length */
function room(values, length) {
  if (length <= values.length) return values;
  const larger = new Float32Array(Math.max(length, 2 * values.length));
  larger.set(values);
  return larger;
}

/** @param {number[]} shape */
const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** @param {{stage?: string, layer?: number | null, direction?: number | null}} place */
export const keyOf = ({ stage, layer, direction }) => [stage, layer ?? undefined, direction || undefined].filter((p) => p !== undefined).join(':');

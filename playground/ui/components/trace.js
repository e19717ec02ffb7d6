// A trace as the page holds it: for each stage its arrays, filled as frames arrive.

const DERIVED = { Activation: activated, Flatten: flattened };
const FUNCTIONS = { relu: (v) => Math.max(0, v), tanh: Math.tanh, sigmoid: (v) => 1 / (1 + Math.exp(-v)), identity: (v) => v };

export class Trace {
  /** `bidirectional`: the network reads from the end, too, and has nothing to say before it. */
  constructor({ task, architecture, labels }, bidirectional = false) {
    Object.assign(this, { task, architecture, labels, bidirectional, milliseconds: null });
    this.encoded = null; // what the task made of the input
    this.stages = new Map(); // by key, in the order in which they came
    this.open = false; // more time steps may come, as the pen still moves
    this.steps = 0; // time steps of a sequence, so far if it is open
  }

  /** Take in a frame; the stage that it belongs to or fills further is returned. */
  add(frame) {
    if (frame.encoded) return this.#encode(frame);
    const key = keyOf(frame);
    if (frame.t) this.#addSteps(key, frame);
    else if (frame.stage === 'Input' && this.stages.has(key)) this.#addInput(frame);
    else {
      const arrays = DERIVED[frame.stage]?.(this, frame) ?? frame.arrays;
      this.stages.set(key, { key, kind: frame.stage, layer: frame.layer, function: frame.function, arrays });
      if (frame.stage === 'Input' && this.input.shape.length === 2) this.steps = this.input.shape[0];
    }
    return this.stages.get(key);
  }

  /** Fields of the encoded input; those of an open drawing grow. */
  #encode({ encoded, given, arrays }) {
    if (!this.encoded) {
      this.encoded = { kind: encoded, ...given, arrays };
      return null;
    }
    for (const [name, value] of Object.entries(given)) if (Array.isArray(value)) this.encoded[name].push(...value);
    for (const [name, { values }] of Object.entries(arrays)) {
      const array = this.encoded.arrays[name];
      array.values = Float32Array.of(...array.values, ...values);
      array.shape = [array.values.length / array.shape[1], array.shape[1]];
    }
    return null;
  }

  #addInput({ arrays: { values: more } }) {
    const array = this.input;
    const values = new Float32Array(array.values.length + more.values.length);
    values.set(array.values);
    values.set(more.values, array.values.length);
    Object.assign(array, { values, shape: [values.length / array.shape[1], array.shape[1]], scale: Math.max(array.scale, more.scale) });
    this.steps = array.shape[0];
  }

  /** Steps are kept by time: array[t * size + unit]. */
  #addSteps(key, frame) {
    const [first, last] = frame.t;
    this.steps = Math.max(this.steps, first + 1, last + 1);
    const stage = this.stages.get(key) ?? this.#newSteps(key, frame);
    const stride = last < first ? -1 : 1;
    for (const [name, { shape: [size], scale, values }] of Object.entries(frame.arrays)) {
      const array = stage.arrays[name];
      array.scale = Math.max(array.scale, scale);
      array.values = room(array.values, this.steps * size);
      for (let i = 0; i < frame.count; i++) {
        array.values.set(values.subarray(i * size, (i + 1) * size), (first + stride * i) * size);
      }
    }
    stage.filled = Math.max(stage.filled, first + 1, last + 1);
    if (frame.stage === 'StepOutput' && this.labels.length) this.#guess(stage, Math.min(first, last), frame.count);
  }

  #newSteps(key, frame) {
    const { stage: kind, layer, direction } = frame;
    const array = ({ shape: [size], encoding }) => ({ size, encoding, scale: 0, values: new Float32Array(this.steps * size) });
    const arrays = Object.fromEntries(Object.entries(frame.arrays).map(([name, value]) => [name, array(value)]));
    const stage = { key, kind, layer, direction, arrays, filled: 0 };
    this.stages.set(key, stage);
    return stage;
  }

  /** softmax(logits) of new time steps. */
  #guess({ arrays }, first, count) {
    const { size, values } = arrays.logits;
    arrays.probabilities ??= { size, encoding: 'unit12', scale: 1, values: new Float32Array(this.steps * size) };
    arrays.probabilities.values = room(arrays.probabilities.values, this.steps * size);
    for (let t = first; t < first + count; t++) {
      arrays.probabilities.values.set(softmax(values.subarray(t * size, (t + 1) * size)), t * size);
    }
  }

  get(kind, layer) {
    return this.stages.get(keyOf({ stage: kind, layer }));
  }

  get input() {
    return this.stages.get('Input').arrays.values;
  }

  /** Read step by step: its input is (T, D), where a picture's is (C, H, W) and a vector's (D,). */
  get recurrent() {
    return this.stages.get('Input')?.arrays.values.shape.length === 2;
  }

  get output() {
    return this.stages.get('Output')?.arrays.logits.values;
  }

  /** softmax(logits) of the output, if it is of classes. */
  get probabilities() {
    return this.labels.length && this.output ? softmax(this.output) : null;
  }

  /** softmax(logits) after time step t, the guess so far; undefined while that is on its way. */
  guess(t) {
    const { probabilities } = this.stages.get('StepOutput')?.arrays ?? {};
    return probabilities && Array.from(probabilities.values.subarray(t * probabilities.size, (t + 1) * probabilities.size));
  }
}

export function softmax(logits) {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (z) => Math.exp(z - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / sum);
}

/** The same values in an array with room for `length`; it grows by doubling, so that each value moves seldom. */
function room(values, length) {
  if (length <= values.length) return values;
  const larger = new Float32Array(Math.max(length, 2 * values.length));
  larger.set(values);
  return larger;
}

const keyOf = ({ stage, layer, direction }) => [stage, layer, direction || undefined].filter((p) => p !== undefined).join(':');

function activated(trace, { function: name }) {
  const before = [...trace.stages.values()].findLast(({ kind }) => kind === 'Convolution').arrays.maps;
  return { maps: { ...before, values: before.values.map(FUNCTIONS[name]) } };
}

function flattened(trace) {
  const { maps } = [...trace.stages.values()].at(-1).arrays;
  return { values: { ...maps, shape: [maps.values.length] } };
}

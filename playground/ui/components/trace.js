// A trace as the page holds it: for each stage its arrays, filled as frames arrive.

const DERIVED = { Activation: rectified, Flatten: flattened };

export class Trace {
  constructor({ task, architecture, labels }) {
    Object.assign(this, { task, architecture, labels, milliseconds: null });
    this.stages = new Map(); // by key, in the order in which they came
    this.figures = new Map(); // Plotly figures by name and layer
  }

  /** Take in a frame; the stage that it belongs to or fills further is returned. */
  add(frame) {
    if (frame.figure) {
      this.figures.set(`${frame.figure}:${frame.layer}`, frame.plotly);
      return null;
    }
    const key = keyOf(frame);
    if (!frame.t) {
      const arrays = DERIVED[frame.stage]?.(this) ?? frame.arrays;
      this.stages.set(key, { key, kind: frame.stage, layer: frame.layer, arrays });
    } else {
      this.#addSteps(key, frame);
    }
    return this.stages.get(key);
  }

  /** Steps are kept by time: array[t * size + unit]. */
  #addSteps(key, frame) {
    let stage = this.stages.get(key);
    if (!stage) {
      stage = { key, kind: frame.stage, layer: frame.layer, direction: frame.direction, steps: this.steps, arrays: {} };
      for (const [name, { shape, encoding }] of Object.entries(frame.arrays)) {
        const values = new Float32Array(this.steps * shape[0]);
        stage.arrays[name] = { shape: [this.steps, shape[0]], encoding, scale: 0, values };
      }
      this.stages.set(key, stage);
    }
    const [first, last] = frame.t;
    const stride = last < first ? -1 : 1;
    for (const [name, { shape: [size], scale, values }] of Object.entries(frame.arrays)) {
      const array = stage.arrays[name];
      array.scale = Math.max(array.scale, scale);
      for (let i = 0; i < frame.count; i++) {
        array.values.set(values.subarray(i * size, (i + 1) * size), (first + stride * i) * size);
      }
    }
  }

  get(kind, layer) {
    return this.stages.get(keyOf({ stage: kind, layer }));
  }

  get input() {
    return this.stages.get('Input').arrays.values;
  }

  /** Time steps of a sequence: the rows of the input. */
  get steps() {
    return this.input.shape.at(-2);
  }

  /** Read step by step: its input is (T, D), where a picture's is (C, H, W). */
  get recurrent() {
    return this.stages.get('Input')?.arrays.values.shape.length === 2;
  }

  get probabilities() {
    return this.stages.get('Output')?.arrays.probabilities.values;
  }

  /** softmax(logits) after time step t, the guess so far. */
  guess(t) {
    const { values, shape } = this.stages.get('StepOutput').arrays.logits;
    return softmax(values.subarray(t * shape[1], (t + 1) * shape[1]));
  }
}

export function softmax(logits) {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (z) => Math.exp(z - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / sum);
}

const keyOf = ({ stage, layer, direction }) => [stage, layer, direction || undefined].filter((p) => p !== undefined).join(':');

function rectified(trace) {
  const before = [...trace.stages.values()].findLast(({ kind }) => kind === 'Convolution').arrays.maps;
  return { maps: { ...before, values: before.values.map((v) => Math.max(0, v)) } };
}

function flattened(trace) {
  const { maps } = [...trace.stages.values()].at(-1).arrays;
  return { values: { ...maps, shape: [maps.values.length] } };
}

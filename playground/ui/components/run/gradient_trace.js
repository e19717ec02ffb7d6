// Gradients as a trace: stages like those of the run that they are of, whose arrays hold d loss / d each value.

import { layerOf } from '../stage/edges/layers.js';
import { Relations } from '../stage/edges/relations.js';
import { largest } from './largest.js';
import { Trace } from './trace.js';

/** @typedef {import('../server/wire.js').Frame} Frame */
/** @typedef {import('../server/wire.js').WireArray} WireArray */
/** `logits` and `right`: what it was computed from (playground/learning/loss.py). @typedef {{name: string, target: string | number | null, value: number, logits: number[], right: number[]}} Loss */

export class GradientTrace extends Trace {
  /** @param {Trace} forward @param {NonNullable<Frame['run']>} head @param {Loss} loss */
  constructor(forward, head, loss) {
    super(head, forward.bidirectional);
    this.forward = forward;
    this.loss = loss;
    /** @type {Map<number, WireArray>} d loss / d the kernels of a layer */
    this.kernels = new Map();
    /** @type {import('../stage/edges/layers.js').EdgeLayer[]} */
    this.layers = [];
    /** @type {Relations | null} what comes back along the edges, once all of it has come */
    this.relations = null;
    this.encoded = forward.encoded;
    this.exact = true;
  }

  /** A frame of theirs. @param {Frame} frame */
  take(frame) {
    if (frame.stage === 'Weights') this.kernels.set(frame.layer ?? 0, frame.arrays.weight);
    else if (frame.stage) this.add(frame);
    else if (frame.edges) this.layers.push(...[layerOf(frame, this.stages)].filter((layer) => layer !== null));
  }

  /** All of them have come. What is read step by step, and the guesses on the way, on which no loss depends, stay as they are. */
  finish() {
    const { forward } = this;
    for (const [key, stage] of this.stages) {
      const known = forward?.stages.get(key);
      const isRead = stage.kind === 'Input' && Object.values(stage.arrays)[0]?.shape.length === 2;
      if (known && (isRead || stage.kind === 'StepOutput')) this.stages.set(key, known);
      else {
        stage.backward = true;
        stage.made = known?.made; // it stands where the values stand
        for (const array of Object.values(stage.arrays)) array.scale = largest(array.values);
      }
    }
    if (this.layers.length) this.relations = new Relations(this.stages, this.layers, true);
    if (forward) Object.assign(this, { steps: forward.steps, of: forward.of, milliseconds: forward.milliseconds, likeness: forward.likeness });
  }

  /** The answer is that of the values. */
  get output() {
    return this.forward?.output;
  }

  get probabilities() {
    return this.forward?.probabilities ?? null;
  }
}

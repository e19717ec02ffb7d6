// What a training has told so far, frame after frame: its parts, its curves, the plane, the confusion, and the living picture.

import { GradientTrace } from '../run/gradient_trace.js';
import { Trace } from '../run/trace.js';
import { layerOf } from '../stage/edges/layers.js';
import { Relations } from '../stage/edges/relations.js';
import { Curves } from './curves.js';

/** @typedef {import('../server/wire.js').WireArray} WireArray */
/** @typedef {import('./curves.js').Score} Score */
/** A layer with weights: L2 norms of these and of their gradient, and how many of the units after it are dead. @typedef {{layer: number, weight: number | null, gradient: number | null, dead: number | null}} Norm */
/** @typedef {{mark: string, layer: number}} Mark */
/** @typedef {{train: number, validation: number, test: number}} Sizes */
/** @typedef {{id: string, task: string, parameters: number, classes: string[], parts: Sizes, box?: [number, number]}} Started */
/** @typedef {{step: number, of: number, epoch: number, loss: number | null, measured: number, train: Score, validation: Score, seconds_left: number | null, rate: number, norms: Norm[], marks: Mark[]}} Update */
/** @typedef {{why: string, message: string, test?: Score, network?: import('../store/state.js').Network | null}} Ended */
/** The examples of the plane: x and y each, class, part (0 train, 1 validation, 2 test). @typedef {{points: Float32Array, labels: Float32Array, part: Float32Array}} Points */
/** Of the plane, row 0 the lowest. @typedef {{side: number, classes: number, values: Float32Array}} Grid */
/** @typedef {'waiting' | 'started' | 'state' | 'update' | 'picture' | 'ended'} News */

export class Progress {
  /** @type {'asked' | 'waiting' | 'running' | 'paused' | 'ended'} */
  phase = 'asked';
  place = 0; // in the queue
  /** @type {Started | null} */
  started = null;
  /** @type {Points | null} */
  points = null;
  /** @type {Update | null} */
  update = null;
  /** @type {Grid | null} */
  grid = null;
  /** @type {{size: number, counts: Float32Array} | null} right class by row, answer by column */
  confusion = null;
  curves = new Curves();
  /** @type {Trace | null} the run of the example */
  trace = null;
  /** @type {GradientTrace | null} */
  gradients = null;
  refused = ''; // why the example cannot be read
  /** @type {Relations | null} what the sources add to the nodes of that run */
  relations = null;
  /** @type {Ended | null} */
  ended = null;
  /** @type {Uint8Array | null} the safetensors file */
  weights = null;
  /** @type {{trace: Trace | null, gradients: GradientTrace | null, layers: any[]} | null} what is on its way */
  #next = null;

  get running() {
    return this.phase === 'running';
  }

  /** Take in a frame; what has changed by it is returned, null if nothing that is to be seen yet. @param {any} frame @returns {News | null} */
  take(frame) {
    if (this.#next) return this.#picture(frame);
    const { stage, count: _, arrays, ...head } = frame;
    if (stage === 'Trace') {
      this.#next = { trace: null, gradients: null, layers: [] };
      return null;
    }
    if (stage === 'Waiting') return this.#become('waiting', { place: head.place });
    if (stage === 'Started') return this.#start(head, arrays);
    if (stage === 'State') return this.#become('state', {}, head.running ? 'running' : 'paused');
    if (stage === 'Update') return this.#measure(head, arrays);
    if (stage === 'Ended') {
      this.weights = arrays.weights ? Uint8Array.from(arrays.weights.values) : null;
      return this.#become('ended', { ended: head });
    }
    return null;
  }

  /** @param {News} news @param {Partial<Progress>} what @param {Progress['phase']} [phase] */
  #become(news, what, phase) {
    Object.assign(this, what);
    this.phase = phase ?? (news === 'waiting' || news === 'ended' ? news : 'running');
    return news;
  }

  /** @param {any} head @param {Record<string, WireArray>} arrays */
  #start(head, { points, labels, part }) {
    const known = points && labels && part ? { points: points.values, labels: labels.values, part: part.values } : null;
    return this.#become('started', { started: head, points: known });
  }

  /** @param {any} head @param {Record<string, WireArray>} arrays @returns {News} */
  #measure(head, { grid, confusion }) {
    this.update = head;
    if (head.measured !== this.curves.all.at(-1)?.step) this.curves.add({ step: head.measured, train: head.train, validation: head.validation });
    if (grid) this.grid = { side: grid.shape[0], classes: grid.shape[2] ?? 1, values: grid.values };
    if (confusion) this.confusion = { size: confusion.shape[0], counts: confusion.values };
    return 'update';
  }

  /** A frame of the example's run, or of its gradients or edges; it is shown when all of them are there. @param {any} frame @returns {News | null} */
  #picture(frame) {
    const next = /** @type {{trace: Trace | null, gradients: GradientTrace | null, layers: any[]}} */ (this.#next);
    if (frame.stage === 'TraceEnd') return this.#finish(frame.error ?? '');
    if (frame.run && frame.loss && next.trace) next.gradients = new GradientTrace(next.trace, frame.run, frame.loss);
    else if (frame.run) next.trace = Object.assign(new Trace(frame.run, frame.run.bidirectional), { of: { task: frame.run.task, input: null, architecture: frame.run.architecture } });
    else if (frame.edges && !next.gradients) next.layers.push(frame);
    else if (next.gradients) {
      if (frame.end) next.gradients.finish();
      else next.gradients.take(frame);
    } else if (frame.end) next.trace?.end(frame.end);
    else next.trace?.add(frame);
    return null;
  }

  /** @param {string} refused @returns {News | null} */
  #finish(refused) {
    const { trace, gradients, layers } = /** @type {any} */ (this.#next);
    this.#next = null;
    if (!trace && !refused) return null;
    Object.assign(this, { refused, trace: null, gradients: null, relations: null });
    if (refused) return 'picture';
    trace.preview = true; // nobody is asked for its exact values: the network is another already, and units keep their places
    const known = layers.map((/** @type {any} */ frame) => layerOf(frame, trace.stages)).filter(Boolean);
    Object.assign(this, { trace, gradients, relations: known.length ? new Relations(trace.stages, known) : null });
    return 'picture';
  }
}

// How the maps and units of a run belong together: the same map before and after ReLU and pooling, and the layers between.

import { unitsOf } from './layers.js';

/** @typedef {import('./layers.js').EdgeLayer} EdgeLayer */
/** @typedef {import('../../run/trace.js').Stage} Stage */
/** A map or unit of a stage. @typedef {{key: string, unit: number}} Node */

export class Relations {
  /** @param {Map<string, Stage>} stages of the run @param {EdgeLayer[]} layers @param {boolean} [isBackward] gradients flow */
  constructor(stages, layers, isBackward = false) {
    this.stages = stages;
    this.isBackward = isBackward;
    /** Those that mix their sources. */
    this.layers = layers.filter(({ isPaired }) => !isPaired);
    const mixes = new Set(this.layers.map(({ to }) => to));
    const byValue = new Set(this.layers.flatMap(({ byChannel, origins }) => (byChannel ? [] : origins.map(({ key }) => key))));
    /** @type {Map<string, {before: string[], after: string[], channel: boolean, units: number, each: number}>} */
    this.places = new Map();
    for (const [key, stage] of stages) {
      if (stage.declared?.timed) continue;
      const shape = Object.values(stage.arrays)[0]?.shape ?? [];
      const channel = shape.length > 1 && !byValue.has(key);
      const place = { before: /** @type {string[]} */ ([]), after: [], channel, units: unitsOf(stage, channel), each: 1 };
      this.places.set(key, place);
      if (!mixes.has(key)) this.#join(key, stage, place);
    }
  }

  /** Units that are those of the stages before, one to one; a flatten has several values of each map. @param {string} key @param {Stage} stage @param {{before: string[], units: number, each: number}} place */
  #join(key, { inputs, made, kind }, place) {
    for (const from of inputs) {
      const before = this.places.get(from);
      if (!before) continue;
      const isFlat = (made === 'flatten' || kind === 'Flatten') && before.channel && place.units % before.units === 0;
      if (isFlat) [place.each, place.units] = [place.units / before.units, before.units];
      else if (before.units !== place.units) continue;
      else place.each = before.each;
      place.before.push(from);
      before.after.push(key);
    }
  }

  /** The map or unit that an index is of; null for a whole layer, and for what has none. @param {string} key @param {number[]} index @returns {number | null} */
  unitOf(key, index) {
    const place = this.places.get(key);
    const shape = Object.values(this.stages.get(key)?.arrays ?? {})[0]?.shape ?? [];
    if (!place || !index.length) return null;
    if (place.channel || shape.length === 1) return Math.floor(index[0] / place.each);
    return index.length === shape.length ? index.reduce((sum, k, axis) => sum * shape[axis] + k, 0) : null;
  }

  /** The index of a map or unit, of a flatten that of its first value. @param {Node} node @returns {number[]} */
  indexOf({ key, unit }) {
    const place = this.places.get(key);
    const shape = Object.values(this.stages.get(key)?.arrays ?? {})[0]?.shape ?? [];
    if (!place || place.channel || shape.length < 2) return [unit * (place?.each ?? 1)];
    const index = [];
    for (let axis = shape.length - 1, left = unit; axis >= 0; axis--) {
      index.unshift(left % shape[axis]);
      left = Math.floor(left / shape[axis]);
    }
    return index;
  }

  /** First and last index of what belongs to a node in its stage. @param {Node} node @returns {number[][]} */
  rangeOf(node) {
    const first = this.indexOf(node);
    const each = this.places.get(node.key)?.each ?? 1;
    return each > 1 ? [first, [first[0] + each - 1]] : [first];
  }

  /** The stages in which the same map or unit stands, before and after a stage and itself, in the order of the run. @param {string} key @returns {string[]} */
  family(key) {
    const found = new Set([...this.#all(key, 'before'), ...this.#all(key, 'after')]);
    return [...this.places.keys()].filter((one) => found.has(one));
  }

  /** @param {string} key @param {'before' | 'after'} way @returns {string[]} */
  #all(key, way) {
    return [key, ...(this.places.get(key)?.[way] ?? []).flatMap((next) => this.#all(next, way))];
  }

  /** The same map or unit in all its stages. @param {Node} node @returns {Node[]} */
  same({ key, unit }) {
    return this.family(key).map((one) => ({ key: one, unit }));
  }

  /** The layers whose nodes are the units of a stage, or of what it was made of. @param {string} key @returns {EdgeLayer[]} */
  into(key) {
    const before = new Set(this.#all(key, 'before'));
    return this.layers.filter(({ to }) => before.has(to));
  }

  /** The layers that read the units of a stage, or what is made of it; with the first of their sources there. @param {string} key @returns {{layer: EdgeLayer, first: number, key: string}[]} */
  outOf(key) {
    const after = new Set(this.#all(key, 'after'));
    const before = new Set(this.#all(key, 'before'));
    const reads = (/** @type {EdgeLayer} */ { to }) => this.stages.get(to)?.inputs.some((input) => after.has(input)); // by way of a flatten
    return this.layers.flatMap((layer) =>
      layer.origins.filter((origin) => after.has(origin.key) || (before.has(origin.key) && reads(layer))).map(({ first, key: from }) => ({ layer, first, key: from })));
  }

  /** The map or unit that a source of a layer is. @param {EdgeLayer} layer @param {number} source @returns {Node} */
  sourceOf({ origins }, source) {
    const origin = origins.find(({ first, count }) => source < first + count) ?? origins[0];
    return { key: origin.key, unit: source - origin.first };
  }

  /** Where a line from a source to a layer leaves: a flatten that stands between. @param {EdgeLayer} layer @param {Node} source @returns {Node} */
  leaves({ to }, source) {
    const inputs = this.stages.get(to)?.inputs ?? [];
    const between = inputs.find((key) => key !== source.key && this.#all(key, 'before').includes(source.key) && (this.places.get(key)?.each ?? 1) > 1);
    return between ? { key: between, unit: source.unit } : source;
  }

  /** The layer of the answer. @returns {EdgeLayer | undefined} */
  get output() {
    return this.layers.find(({ to }) => to === 'Output');
  }
}

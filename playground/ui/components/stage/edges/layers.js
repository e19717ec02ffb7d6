// What the sources of a layer add to its nodes, or what comes back to them, as the server tells it: all, or the strongest.

import { keyOf } from '../../run/trace.js';

/** @typedef {import('../../server/wire.js').Frame} Frame */
/** @typedef {import('../../server/wire.js').StageKey} StageKey */
/** @typedef {import('../../run/trace.js').Stage} Stage */
/** Some sources, one after another, of one stage. @typedef {{key: string, first: number, count: number}} Origin */
/** What one source adds, or what is added to one target; of gradients what comes back to it, or from it. @typedef {{at: number, value: number}} Term */
/**
 * The edges of one layer. `isWhole`: all of them are known; else the strongest of each target and of each source.
 * @typedef {object} EdgeLayer
 * @property {string} to key of the stage of the targets
 * @property {string} quantity the node is this one
 * @property {Origin[]} origins
 * @property {boolean} byChannel a source is a whole map
 * @property {boolean} isPaired each target has the source at its own place, and no other
 * @property {number} targets
 * @property {number} sources
 * @property {boolean} isWhole
 * @property {Float32Array} node of each target
 * @property {Float32Array | null} bias what is added to each target beside its sources; none of gradients
 * @property {Float32Array | null} source of gradients that of each source
 * @property {Float32Array | null} passes of gradients 0 for a source from which they go no further
 * @property {Float32Array | null} rest what the sources that are not listed add; of gradients what the targets bring back
 * @property {Float32Array | null} values [target * sources + source] if all are known
 * @property {Listed | null} into
 * @property {Listed | null} outOf
 */
/** @typedef {{each: number, at: Float32Array, values: Float32Array}} Listed the strongest, so many of each */

/** Kinds of stages whose nodes have many sources, even if there happens to be one. */
export const ADDS = ['Convolution', 'Dense', 'Linear', 'Output'];

/**
 * @param {Frame} frame whose head has `edges`
 * @param {Map<string, Stage>} stages of the run
 * @returns {EdgeLayer | null} null for what is no layer of this run
 */
export function layerOf(frame, stages) {
  const head = frame.edges;
  const { node, bias, source, passes, rest } = frame.arrays;
  if (!head || !node) return null;
  const byChannel = head.group === 'channel';
  /** @type {Origin[]} */
  const origins = [];
  let sources = 0;
  head.from.forEach((place, k) => {
    const count = head.counts[k];
    origins.push({ key: keyOf(placeOf(place)), first: sources, count });
    sources += count;
  });
  const to = keyOf(placeOf(head.to));
  const targets = node.values.length;
  if (!stages.has(to)) return null;
  const { values } = frame.arrays;
  return {
    to,
    quantity: head.quantity,
    origins,
    byChannel,
    isPaired: !ADDS.includes(head.to[0]) && origins.every(({ count }) => count === targets) && isDiagonal(frame, targets),
    targets,
    sources,
    isWhole: Boolean(values),
    node: node.values,
    bias: bias?.values ?? null,
    source: source?.values ?? null,
    passes: passes?.values ?? null,
    rest: rest?.values ?? null,
    values: values?.values ?? null,
    into: listed(frame, 'target_sources', 'target_values', targets),
    outOf: listed(frame, 'source_targets', 'source_values', sources),
  };
}

/** Whether every source adds to the target at its own place only. @param {Frame} frame @param {number} targets */
function isDiagonal({ arrays }, targets) {
  const { values, target_sources: at, target_values: listed } = arrays;
  const sources = values ? values.values.length / targets : 0;
  const each = listed ? listed.values.length / targets : sources;
  return (listed ?? values)?.values.every((value, k) => {
    const target = Math.floor(k / each);
    const source = at ? at.values[k] : k % sources;
    return value === 0 || source % targets === target;
  }) ?? false;
}

/** @param {StageKey} place */
const placeOf = ([stage, layer, direction]) => ({ stage, layer, direction });

/** @param {Stage | undefined} stage @param {boolean} byChannel */
export function unitsOf(stage, byChannel) {
  const shape = stage && Object.values(stage.arrays)[0]?.shape;
  if (!shape) return 0;
  return byChannel ? shape[0] : shape.reduce((a, b) => a * b, 1);
}

/** @param {Frame} frame @param {string} at @param {string} values @param {number} count @returns {Listed | null} */
function listed({ arrays }, at, values, count) {
  if (!arrays[at] || !arrays[values]) return null;
  return { each: Math.round(arrays[at].values.length / count), at: arrays[at].values, values: arrays[values].values };
}

/** @param {Term} a @param {Term} b */
const bySize = (a, b) => Math.abs(b.value) - Math.abs(a.value) || a.at - b.at;

/** What is known of what the sources add to a target, the largest first; of gradients what goes on from them. @param {EdgeLayer} layer @param {number} target @returns {Term[]} */
export function into(layer, target) {
  const { values, sources, passes, into: list } = layer;
  const all = Array.from({ length: values ? sources : 0 }, (_, at) => at).filter((at) => !passes || passes[at]);
  if (values) return all.map((at) => ({ at, value: values[target * sources + at] })).sort(bySize);
  return list ? termsOf(list, target) : [];
}

/** What is known of what a source adds to the targets, the largest first. @param {EdgeLayer} layer @param {number} source @returns {Term[]} */
export function outOf(layer, source) {
  const { values, sources, targets, outOf: list } = layer;
  if (values) return Array.from({ length: targets }, (_, at) => ({ at, value: values[at * sources + source] })).sort(bySize);
  return list ? termsOf(list, source) : [];
}

/** @param {Listed} list @param {number} k @returns {Term[]} */
function termsOf({ each, at, values }, k) {
  const terms = Array.from({ length: each }, (_, i) => ({ at: at[k * each + i], value: values[k * each + i] }));
  return terms.filter((term) => term.at >= 0).sort(bySize);
}

/** What each source adds more to one target than to another, as far as both are known; the largest first. @param {EdgeLayer} layer @param {number} target @param {number} other @returns {Term[]} */
export function difference(layer, target, other) {
  const known = new Map(into(layer, other).map(({ at, value }) => [at, value]));
  const both = into(layer, target).filter(({ at }) => known.has(at));
  return both.map(({ at, value }) => ({ at, value: value - (known.get(at) ?? 0) })).sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.at - b.at);
}

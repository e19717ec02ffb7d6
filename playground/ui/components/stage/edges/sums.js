// A node as a sum: what its strongest sources add, what all the others add together, and the bias.

import { into, unlisted } from './layers.js';

/** @typedef {import('./layers.js').EdgeLayer} EdgeLayer */
/** @typedef {import('./layers.js').Term} Term */
/** @typedef {import('./relations.js').Relations} Relations */
/**
 * `terms`, the largest first, and `rest`, what `others` further sources add, and `bias` are together `node`.
 * @typedef {object} Sum
 * @property {{key: string, index: number[], value: number}[]} terms
 * @property {number} rest
 * @property {number} others
 * @property {number} bias
 * @property {number} node
 */

export const SHOWN = 6; // sources of which each is named

/**
 * The sum that a map, a unit or a class is; null for what is no sum of sources. `against`: what it has more than that class.
 * @param {Relations} relations
 * @param {{key: string, index: number[]}} target
 * @param {{most?: number, against?: number | null}} [options]
 * @returns {Sum | null}
 */
export function sumOf(relations, { key, index }, { most = SHOWN, against = null } = {}) {
  const unit = relations.unitOf(key, index);
  const layer = relations.into(key).at(-1);
  if (unit === null || !layer || unit >= layer.targets) return null;
  const all = against === null ? into(layer, unit) : difference(layer, unit, against);
  const terms = all.slice(0, most).map(({ at, value }) => {
    const node = relations.sourceOf(layer, at);
    return { key: node.key, index: relations.indexOf(node), value };
  });
  const less = (/** @type {Float32Array} */ values) => values[unit] - (against === null ? 0 : values[against]);
  const [bias, node] = [less(layer.bias), less(layer.node)];
  const rest = against === null ? all.slice(most).reduce((sum, { value }) => sum + value, unlisted(layer, unit)) : node - bias - terms.reduce((sum, { value }) => sum + value, 0);
  return { terms, rest, others: layer.sources - terms.length, bias, node };
}

/** What each source adds more to one target than to another, as far as both are known; the largest first. @param {EdgeLayer} layer @param {number} target @param {number} other @returns {Term[]} */
export function difference(layer, target, other) {
  const known = new Map(into(layer, other).map(({ at, value }) => [at, value]));
  const both = into(layer, target).filter(({ at }) => known.has(at));
  return both.map(({ at, value }) => ({ at, value: value - (known.get(at) ?? 0) })).sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.at - b.at);
}

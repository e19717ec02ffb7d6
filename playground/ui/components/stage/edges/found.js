// The edges that have been chosen, and the maps and units that they light up, as the picture draws them.

/** @typedef {import('./layers.js').EdgeLayer} EdgeLayer */
/** @typedef {import('./layers.js').Term} Term */
/** @typedef {import('./relations.js').Relations} Relations */
/** @typedef {import('./relations.js').Node} Node */
/** `last`: where it is more than one value, the index of its last. @typedef {{key: string, index: number[], last?: number[]}} Place */
/**
 * `start`: where its line begins, if not at `from`; `share`: its size among the edges of its layer that are drawn.
 * @typedef {object} Edge
 * @property {Place} from
 * @property {Place} to
 * @property {Place} start
 * @property {number} value NaN for a path: the same map again
 * @property {number} share
 * @property {'strong' | 'faint' | 'path'} kind
 */
/** @typedef {Place & {sign: 1 | -1 | 'ink'}} Outlined */
/** `lit`: all that does not fade, null if nothing fades. @typedef {{edges: Edge[], outlined: Outlined[], lit: Node[] | null, places: Place[] | null, shown: (key: string, index: number[]) => boolean}} Chosen */

const SMALL = 1024; // edges of a layer of units that are all drawn

/** A layer of so few units that all its edges are in the picture. @param {EdgeLayer} layer */
export const isSmall = ({ isWhole, byChannel, sources, targets }) => isWhole && !byChannel && sources * targets <= SMALL;

/** @param {EdgeLayer} layer */
export const largest = ({ values }) => (values ?? new Float32Array(0)).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

export class Found {
  /** @param {Relations} relations @param {number} room for lines that are not faint */
  constructor(relations, room) {
    this.relations = relations;
    this.room = room;
    /** @type {{layer: EdgeLayer | null, source: Node, target: Node, value: number, kind: Edge['kind']}[]} */
    this.lines = [];
    /** @type {Map<string, {node: Node, sign: 1 | -1 | 'ink' | null}>} by stage and unit */
    this.nodes = new Map();
  }

  /** @param {EdgeLayer} layer @param {Term} term @param {number} target @param {Edge['kind']} kind */
  add(layer, { at, value }, target, kind) {
    this.lines.push({ layer, source: this.relations.sourceOf(layer, at), target: { key: layer.to, unit: target }, value, kind: kind === 'strong' && value === 0 ? 'faint' : kind });
  }

  /** The line from maps to their values in a flatten, if one stands before a layer. @param {EdgeLayer} layer @param {Node} source */
  addPath(layer, source) {
    const target = this.relations.leaves(layer, source);
    if (target !== source && !this.lines.some((line) => line.kind === 'path' && line.target.key === target.key && line.target.unit === target.unit)) {
      this.lines.push({ layer: null, source, target, value: Number.NaN, kind: 'path' });
    }
  }

  /** A node does not fade, in none of its stages. @param {Node} node @param {1 | -1 | 'ink' | null} sign of its outline, here alone unless it is ink */
  light(node, sign) {
    for (const one of this.relations.same(node)) {
      const id = `${one.key} ${one.unit}`;
      const own = sign === 'ink' || (one.key === node.key && one.unit === node.unit) ? sign : null;
      const known = this.nodes.get(id)?.sign;
      this.nodes.set(id, { node: one, sign: known ?? own });
    }
  }

  /** @param {Node} node @returns {Place} */
  #place(node) {
    const [index, last] = this.relations.rangeOf(node);
    return last ? { key: node.key, index, last } : { key: node.key, index };
  }

  /** @param {boolean} fades @returns {Chosen} */
  chosen(fades) {
    /** @type {Map<EdgeLayer | null, number>} */
    const most = new Map();
    for (const { layer, value, kind } of this.lines) {
      if (kind !== 'strong') continue;
      const all = layer && isSmall(layer) ? largest(layer) : 0; // of all that are seen
      most.set(layer, Math.max(most.get(layer) ?? all, Math.abs(value)));
    }
    const edges = this.lines.map(({ layer, source, target, value, kind }) => ({
      from: this.#place(source),
      to: this.#place(target),
      start: this.#place(layer ? this.relations.leaves(layer, source) : source),
      value,
      share: kind === 'strong' ? Math.abs(value) / (most.get(layer) || 1) : 0,
      kind,
    }));
    const outlined = [...this.nodes.values()].flatMap(({ node, sign }) => (sign ? [{ ...this.#place(node), sign }] : []));
    const lit = fades ? [...this.nodes.values()].map(({ node }) => node) : null;
    const shown = (/** @type {string} */ key, /** @type {number[]} */ index) => !lit || this.nodes.has(`${key} ${this.relations.unitOf(key, index)}`);
    return { edges, outlined, lit, places: lit?.map((node) => this.#place(node)) ?? null, shown };
  }
}

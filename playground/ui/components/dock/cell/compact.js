// A cell's diagram where there is little room: the line of the state that is kept, and the valves.

import { Marks } from './marks.js';
import { structureOf } from './structure.js';

/** @typedef {import('./marks.js').Layout} Layout */
/** @typedef {import('./structure.js').Way} Way */

const LOW = 92; // px, below which the rows come closer
const EDGE = 50;

/** @param {import('./structure.js').Diagram} diagram @param {import('./structure.js').Quantities} quantities @param {import('./marks.js').Size} size @returns {Layout | null} */
export function compactLayoutOf(diagram, quantities, size) {
  const structure = structureOf(diagram, quantities);
  return structure.rail && new Compact(structure, size).whole();
}

class Compact extends Marks {
  /** @param {ReturnType<typeof structureOf>} structure @param {import('./marks.js').Size} size */
  constructor(structure, size) {
    super(structure, size);
    this.left = EDGE;
    this.right = size.width - EDGE;
    const isLow = size.height < LOW;
    this.radius = isLow ? 10 : 12;
    this.rail = isLow ? 14 : 18;
    this.row = this.rail + (isLow ? 32 : 44);
    this.places = this.#places();
  }

  /** What has a column: operators of the kept line, valves of what is read just before the operator that it serves, and states made of it. */
  #places() {
    const { rail, descents } = this.structure;
    const names = [];
    for (const { node, operation, sides } of rail?.operators ?? []) {
      if (this.graph.isMatrix(node)) continue;
      for (const side of operation === 'sum' ? sides : []) names.push(...this.#inner(side).map((valve) => valve.node));
      names.push(node);
    }
    for (const { state, operators } of descents) if (operators.length) names.push(state);
    return names;
  }

  /** The valves through which the value of a product is read. @param {string} side */
  #inner(side) {
    if (this.graph.node(side).operation !== 'product') return [];
    const { value } = this.graph.valve(side);
    if (this.graph.node(value).operation !== 'quantity') return [];
    return this.graph.box(value).reads.flatMap(({ valve }) => (valve?.gate ? [{ ...valve, gate: valve.gate }] : []));
  }

  whole() {
    const { from, state, operators } = /** @type {Way} */ (this.structure.rail);
    const shown = operators.filter(({ node }) => !this.graph.isMatrix(node));
    let [x, node] = [this.left, from];
    this.end(from, x, this.rail, 'end');
    for (const operator of shown) {
      const next = this.column(operator.node);
      this.line(node, [[x, this.rail], [next, this.rail]]);
      this.#operator(operator, next);
      [x, node] = [next, operator.node];
    }
    this.line(state, [[x, this.rail], [this.right, this.rail]], true);
    this.end(state, this.right, this.rail, 'start');
    for (const descent of this.structure.descents) if (descent.operators.length) this.#descent(descent);
    return this.layout;
  }

  /** @param {string} name */
  column(name) {
    const pitch = (this.right - this.left) / (2 + 1.3 * (this.places.length - 1));
    return Math.round(this.left + pitch + 1.3 * pitch * this.places.indexOf(name));
  }

  /** @param {import('./structure.js').Operator} operator @param {number} x */
  #operator(operator, x) {
    const { node, operation, label, sides } = operator;
    if (operation === 'product' && this.graph.valve(node).gate) {
      this.ring(node, x, this.rail);
      this.told.add(node); // what is kept is seen at the next operator
      this.label(sides[0], x, this.rail + this.radius + 13, 'middle');
    } else if (operation === 'product' || operation === 'sum') this.layout.operations.push({ x, y: this.rail, radius: 9, node, sign: label });
    else this.box(x, this.rail, label, false, { height: 20 });
    if (operation === 'sum') for (const side of sides) this.#side(side, x);
  }

  /** What is added, from below. @param {string} side @param {number} x */
  #side(side, x) {
    this.line(side, [[x, this.row], [x, this.rail]]);
    const { gate, value } = this.graph.node(side).operation === 'product' ? this.graph.valve(side) : { gate: null, value: side };
    if (!gate) {
      this.label(side, x + 6, this.row - 2, 'start');
      return;
    }
    this.label(side, x + 8, this.row - this.radius - 5, 'start', '');
    this.ring(side, x, this.row);
    const inner = this.#inner(side);
    this.label(gate, x - (inner.length ? 7 : this.radius + 6), this.row + (inner.length ? -this.radius - 5 : 4), 'end');
    if (!inner.length) {
      this.line(value, [[x, this.row + this.radius + 13], [x, this.row]]);
      this.label(value, x + 7, this.row + this.radius + 12, 'start');
      return;
    }
    this.label(value, x, this.row + this.radius + 13, 'middle');
    for (const valve of inner) {
      const from = this.column(valve.node);
      this.line(value, [[from, this.row], [x, this.row]]);
      this.ring(valve.node, from, this.row);
      this.label(valve.gate, from, this.row + this.radius + 13, 'middle');
    }
  }

  /** @param {Way} way */
  #descent({ from, state, operators }) {
    const x = this.column(state);
    this.dot(x, this.rail, from);
    this.line(operators[0].node, [[x, this.rail], [x, this.row]]);
    for (const { node, operation, label, sides } of operators) {
      if (operation === 'product' && this.graph.valve(node).gate) {
        this.ring(node, x, this.row);
        for (const side of sides) this.label(side, x - 10, this.row + this.radius + 13, 'start');
      } else this.layout.labels.push({ x: x + 6, y: this.rail + 18, anchor: 'start', node: '', symbol: label, small: true });
    }
    this.line(state, [[x, this.row], [this.right, this.row]], true);
    this.end(state, this.right, this.row, 'start');
  }

  /** @param {string} node @param {number} x @param {number} y */
  ring(node, x, y) {
    const { gate, less } = this.graph.valve(node);
    if (gate) this.layout.rings.push({ x, y, radius: this.radius, node, gate, less });
  }
}

// Where all parts of a cell's diagram stand, as textbooks draw it: the state that is kept is the line across the top.

import { LESS, Marks, RING, ROWS } from './marks.js';
import { drawSources } from './sources.js';
import { structureOf } from './structure.js';

/** @typedef {import('./structure.js').Diagram} Diagram */
/** @typedef {import('./marks.js').Layout} Layout */
/** @typedef {import('./marks.js').Size} Size */
/** @param {Diagram} diagram @param {import('./structure.js').Quantities} quantities @param {Size} size @returns {Layout | null} null where no state is kept */
export function layoutOf(diagram, quantities, size) {
  const structure = structureOf(diagram, quantities);
  if (!structure.rail) return null;
  return new Drawing(structure, size).whole();
}

class Drawing extends Marks {
  whole() {
    this.#rail();
    for (const descent of this.structure.descents) this.#descent(descent);
    for (const name of this.columns.boxes.keys()) this.#box(name);
    drawSources(this);
    return this.layout;
  }

  #rail() {
    const { from, state, operators } = /** @type {import('./structure.js').Way} */ (this.structure.rail);
    const y = ROWS.rail;
    let [x, node] = [this.left, from];
    this.end(from, this.left, y, 'end');
    for (const [k, operator] of operators.entries()) {
      const next = this.place(this.columns.operators, operator.node);
      this.line(node, [[x, y], [next, y]]);
      this.operator(operator, next, y);
      for (const side of operator.sides) this.side(side, next, y, operator);
      [x, node] = [next, operator.node];
      if (k < operators.length - 1) this.label(node, (next + this.place(this.columns.operators, operators[k + 1].node)) / 2, y - 9, 'middle');
    }
    this.line(state, [[x, y], [this.right, y]], true);
    this.end(state, this.right, y, 'start');
  }

  /** A state that is made of the kept one, down to the line of the states below. @param {import('./structure.js').Way} way */
  #descent({ from, state, operators }) {
    const x = operators.length ? this.place(this.columns.taps, state) : this.place(this.columns.boxes, state) + 26;
    let [y, node] = operators.length ? [ROWS.rail, from] : [ROWS.box, state];
    if (operators.length) this.dot(x, y, from);
    for (const [k, operator] of operators.entries()) {
      const next = operators.length === 1 ? ROWS.side : 60 + (k * 44) / (operators.length - 1);
      this.line(node, [[x, y], [x, next]]);
      this.operator(operator, x, next);
      for (const side of operator.sides) this.side(side, x, next, operator);
      [y, node] = [next, operator.node];
      if (k < operators.length - 1) this.label(node, x + 8, next + 24, 'start', '');
    }
    this.line(state, [[x, y], [x, ROWS.line], [this.right, ROWS.line]], true);
    this.end(state, this.right, ROWS.line, 'start');
  }

  /** What an operator at (x, y) takes in beside its line. @param {string} name @param {number} x @param {number} y @param {{node: string, operation: string}} operator */
  side(name, x, y, operator) {
    const { operation, into, label } = this.graph.node(name);
    if (this.columns.boxes.has(name)) this.#from(name, x, y);
    else if (this.graph.isState(name)) this.#tap(name, x, y);
    else if (operation === 'product') this.#valve(name, x, y);
    else if (operation === 'quantity' || into.length !== 1) for (const part of into) this.side(part, x, y, operator);
    else {
      const isBelow = y === ROWS.rail; // beside what is lower, as what comes from below has that place
      const [atX, atY] = isBelow ? [x, y + ROWS.less - ROWS.rail] : [x - 2 * RING - 14, y];
      this.box(atX, atY, label, this.graph.valve(operator.node).gate !== null, { height: LESS });
      this.label(name, isBelow ? x + 27 : atX, isBelow ? atY + 4 : atY + 24, isBelow ? 'start' : 'middle', '');
      if (!isBelow) this.line(name, [[atX, y], [x, y]], false, 'gate');
      this.side(into[0], atX, atY, operator);
    }
  }

  /** From the line of a state, which is above or beside. @param {string} state @param {number} x @param {number} y */
  #tap(state, x, y) {
    this.dot(x - 30, ROWS.rail, state);
    this.line(state, [[x - 30, ROWS.rail], [x - 30, y], [x, y]]);
  }

  /** A product whose result goes up to an operator at (x, y). @param {string} name @param {number} x @param {number} y */
  #valve(name, x, y) {
    const at = this.place(this.columns.operators, name);
    const row = Math.max(ROWS.side, y + 46);
    this.line(name, at === x ? [[at, row], [x, y]] : [[at, row], [at, y + 22], [x, y + 22], [x, y]]);
    this.label(name, at + 12, row - 18, 'start');
    const operator = { node: name, operation: 'product', label: '×', sides: [] };
    this.operator(operator, at, row);
    for (const part of this.graph.node(name).into) this.side(part, at, row, operator);
  }

  /** From the box of a quantity to (x, y), up and across. @param {string} name @param {number} x @param {number} y */
  #from(name, x, y) {
    const from = this.place(this.columns.boxes, name);
    const kind = this.isGate(name) ? 'gate' : 'value';
    const top = ROWS.box;
    this.line(name, from === x ? [[x, top], [x, y]] : [[from, top], [from, y], [x, y]], false, kind);
    if (from === x) this.label(name, x + 8, 109 - (y < ROWS.side ? 5 : 0), 'start');
    else if (from < x) this.label(name, from + 9, y - 7, 'start');
    else this.label(name, from - 9, y - 7, 'end');
  }

  /** The box of a quantity or of a matrix. @param {string} name */
  #box(name) {
    const { label } = this.graph.box(name);
    this.box(this.place(this.columns.boxes, name), ROWS.box, label, this.isGate(name), this.graph.isMatrix(name) ? {} : { quantity: name });
  }
}

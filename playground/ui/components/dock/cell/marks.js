// The marks of a cell's diagram: lines, rings, boxes and numbers, and the columns they stand in.

import { columnsOf } from './columns.js';

/** @typedef {import('./structure.js').Graph} Graph */
/** @typedef {[x: number, y: number]} Point */
/**
 * A line that carries the value of `node` ('value', 'gate'), or of all units ('vector'), through right-angled corners.
 * @typedef {{node: string, kind: 'value' | 'gate' | 'vector', points: Point[], arrow?: boolean}} Line
 */
/** A product with a gate: `less`, its arc is 1 − the gate. @typedef {{x: number, y: number, radius: number, node: string, gate: string, less: boolean}} Ring */
/** @typedef {{x: number, y: number, radius: number, node: string, sign: string}} Operation */
/** @typedef {{x: number, y: number, width: number, height: number, label: string, isGate: boolean, quantity: string}} Box */
/**
 * The number of `node`, behind its symbol or below it (`stacked`). Without a number there is only the symbol, or nothing if
 * the label is `optional`.
 * @typedef {{x: number, y: number, anchor: 'start' | 'middle' | 'end', node: string, symbol: string, stacked?: boolean, optional?: boolean, small?: boolean}} Label
 */
/** @typedef {{x: number, y: number, node: string | null}} Dot */
/** @typedef {{width: number, height: number, lines: Line[], rings: Ring[], operations: Operation[], boxes: Box[], labels: Label[], dots: Dot[]}} Layout */
/** @typedef {{width: number, height: number, before: string, now: string}} Size with how the steps are written: t−1, t */

export const ROWS = { rail: 34, less: 58, side: 80, box: 128, line: 156, second: 176 };
export const RING = 14;
const OPERATION = 11;
const BOX = 24; // height of a box
export const LESS = 20; // and of a 1 −
const EDGE = 68; // for what stands at both ends
const WIDEST = 160; // between two columns

export class Marks {
  /** @param {ReturnType<typeof import('./structure.js').structureOf>} structure @param {Size} size */
  constructor(structure, size) {
    this.structure = structure;
    this.graph = structure.graph;
    this.size = size;
    this.columns = columnsOf(structure);
    this.left = EDGE;
    this.right = size.width - EDGE;
    /** @type {Layout} */
    this.layout = { width: size.width, height: size.height, lines: [], rings: [], operations: [], boxes: [], labels: [], dots: [] };
    /** @type {Set<string>} nodes whose number stands somewhere */
    this.told = new Set();
  }

  /** The middle of a column. @param {number} column */
  at(column) {
    const unit = (this.right - this.left) / (2 + 1.3 * (this.columns.count - 1));
    const pitch = Math.min(WIDEST, 1.3 * unit);
    const start = (this.left + this.right - pitch * (this.columns.count - 1)) / 2;
    return Math.round(start + pitch * column);
  }

  /** @param {Map<string, number>} of @param {string} name */
  place(of, name) {
    return this.at(of.get(name) ?? 0);
  }

  /** @param {string} name */
  isGate(name) {
    return this.graph.quantities[name]?.range === 'share';
  }

  /** `quantity`: which it makes, where it stands for the whole of that. @param {number} x @param {number} y @param {string} label @param {boolean} isGate @param {{height?: number, quantity?: string}} [options] */
  box(x, y, label, isGate, { height = BOX, quantity = '' } = {}) {
    this.layout.boxes.push({ x, y, width: Math.max(height === LESS ? 34 : 44, 20 + 8 * label.length), height, label, isGate, quantity });
  }

  /** @param {import('./structure.js').Operator} operator @param {number} x @param {number} y */
  operator({ node, operation, label }, x, y) {
    if (operation === 'product') {
      const { gate, less } = this.graph.valve(node);
      if (gate) this.layout.rings.push({ x, y, radius: RING, node, gate, less });
      else this.layout.operations.push({ x, y, radius: OPERATION, node, sign: '×' });
    } else if (operation === 'sum') this.layout.operations.push({ x, y, radius: OPERATION, node, sign: '+' });
    else this.box(x, y, label, false);
  }

  /** @param {string} node @param {Point[]} points @param {boolean} [arrow] @param {'value' | 'gate' | 'vector'} [kind] */
  line(node, points, arrow = false, kind = 'value') {
    this.layout.lines.push({ node, kind, points, arrow });
  }

  /** @param {number} x @param {number} y @param {string | null} node */
  dot(x, y, node) {
    this.layout.dots.push({ x, y, node });
  }

  /** A number, once; with `symbol` '' by itself. @param {string} node @param {number} x @param {number} y @param {Label['anchor']} anchor @param {string} [symbol] @param {boolean} [optional] */
  label(node, x, y, anchor, symbol, optional = false) {
    if (this.told.has(node)) return;
    this.told.add(node);
    const isPlain = symbol === undefined && !this.isSumOfMatrices(node);
    this.layout.labels.push({ x, y, anchor, node, symbol: symbol ?? (isPlain ? this.graph.symbol(node, this.size) : ''), optional });
  }

  /** Whether a sum is one of whole products of matrices, which is too long to be written. @param {string} node */
  isSumOfMatrices(node) {
    return this.graph.node(node).operation === 'sum' && this.graph.node(node).into.some((part) => this.graph.isMatrix(part));
  }

  /** What stands at an end of a line, its number below its symbol. @param {string} node @param {number} x @param {number} y @param {Label['anchor']} anchor */
  end(node, x, y, anchor) {
    this.told.add(node);
    const symbol = this.graph.symbol(node, this.size);
    this.layout.labels.push({ x: anchor === 'end' ? 4 : x + 14, y, anchor: 'start', node, symbol, stacked: true });
  }
}

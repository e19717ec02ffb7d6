// The diagram of a cell as SVG, whose numbers, widths, colours and arcs follow a unit from step to step.

import { setAttribute, setText } from '../../dom/changed.js';
import { rounded, svg, symbolSpans } from './svg.js';
import { Valve } from './valve.js';

/** @typedef {import('./marks.js').Layout} Layout */
/** @typedef {import('./values.js').Certain} Certain */
/** What is shown: values, their printed digits, the measure of the lines, and which gates are held. @typedef {{values: Map<string, Certain>, texts: Map<string, string>, most: number, held: Set<string>}} Shown */

const THIN = 2;
const WIDER = 5; // of the largest value
const ARROW = 11;

/** @typedef {{node: string, element: SVGElement, property: 'stroke-width' | ''}} Coloured whose colour is the sign of a value */

export class CellDrawing {
  /** @param {Layout} layout @param {import('./valve.js').Hands} hands */
  constructor(layout, hands) {
    const { width, height } = layout;
    this.valves = layout.rings.map((ring) => new Valve(ring, hands));
    /** @type {Coloured[]} */
    this.coloured = [];
    /** @type {{node: string, optional: boolean, element: SVGTextElement, number: SVGTSpanElement}[]} */
    this.numbers = [];
    this.element = svg('svg', { class: 'pg-cell', viewBox: `0 0 ${width} ${height}`, width, height, role: 'group' });
    const order = { vector: 0, value: 1, gate: 2 };
    for (const line of [...layout.lines].sort((a, b) => order[a.kind] - order[b.kind])) this.#line(line);
    for (const { x, y, node } of layout.dots) this.#mark(node, svg('circle', { class: 'pg-dot', cx: x, cy: y, r: 3 }), '');
    for (const box of layout.boxes) this.#box(box, hands.pick);
    for (const { x, y, radius, sign } of layout.operations) this.#operation(x, y, radius, sign);
    this.element.append(...this.valves.map(({ element }) => element));
    for (const label of layout.labels) this.#label(label);
  }

  /** @param {Shown} shown */
  update({ values, texts, most, held }) {
    for (const { node, element, property } of this.coloured) {
      const value = values.get(node)?.value;
      const sign = value === undefined ? '' : value < 0 ? 'negative' : 'positive';
      if (element.dataset.sign !== sign) element.dataset.sign = sign;
      const width = (THIN + (most ? (WIDER * Math.min(most, Math.abs(value ?? 0))) / most : 0)).toFixed(2);
      if (property) setAttribute(element, property, width);
    }
    for (const { node, optional, element, number } of this.numbers) {
      const text = texts.get(node) ?? '';
      setText(number, text);
      if (optional) element.toggleAttribute('hidden', !text);
    }
    for (const valve of this.valves) {
      const value = values.get(valve.ring.gate)?.value;
      if (value !== undefined) valve.show(value, held.has(valve.ring.gate));
    }
  }

  /** @param {import('./marks.js').Line} line */
  #line({ node, kind, points, arrow }) {
    const [end, before] = [points[points.length - 1], points[points.length - 2]];
    const big = kind === 'value';
    const length = big ? ARROW : 6;
    const shortened = arrow ? [...points.slice(0, -1), back(end, before, length - 1)] : points;
    const path = svg('path', { class: `pg-line ${kind}`, d: rounded(/** @type {[number, number][]} */ (shortened)) });
    this.#mark(big ? node : null, path, big ? 'stroke-width' : '');
    if (arrow) this.#mark(big ? node : null, svg('path', { class: `pg-arrow ${kind}`, d: arrowAt(end, before, length) }), '');
  }

  /** @param {string | null} node @param {SVGElement} element @param {'stroke-width' | ''} property */
  #mark(node, element, property) {
    this.element.append(element);
    if (node) this.coloured.push({ node, element, property });
  }

  /** @param {import('./marks.js').Box} box @param {(quantity: string) => void} pick */
  #box({ x, y, width, height, label, isGate, quantity }, pick) {
    const parts = [
      svg('rect', { class: isGate ? 'pg-box gate' : 'pg-box', x: x - width / 2, y: y - height / 2, width, height, rx: 4 }),
      svg('text', { class: 'pg-function', x, y: y + 4.5, 'text-anchor': 'middle' }, [label]),
    ];
    const group = svg('g', quantity ? { class: 'pg-pick', 'data-quantity': quantity } : {}, parts);
    if (quantity) group.addEventListener('click', () => pick(quantity));
    this.element.append(group);
  }

  /** @param {number} x @param {number} y @param {number} radius @param {string} sign */
  #operation(x, y, radius, sign) {
    const d = sign === '+' ? `M${x - 5} ${y}h10m-5 -5v10` : `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`;
    this.element.append(svg('circle', { class: 'pg-operation', cx: x, cy: y, r: radius }), svg('path', { class: 'pg-sign', d }));
  }

  /** @param {import('./marks.js').Label} label */
  #label({ x, y, anchor, node, symbol, stacked, optional = false, small }) {
    const number = svg('tspan', { class: 'pg-number', ...(stacked ? { x, dy: 17 } : {}) });
    if (symbol && !stacked) number.setAttribute('dx', '4');
    const words = small ? [svg('tspan', { class: 'pg-small' }, [symbol])] : symbolSpans(symbol);
    const element = svg('text', { class: 'pg-told', x, y: stacked ? y - 4 : y, 'text-anchor': anchor }, [...words, ...(node ? [number] : [])]);
    if (node) element.dataset.node = node;
    this.element.append(element);
    if (node) this.numbers.push({ node, optional, element, number });
  }
}

/** A point before the end of a line. @param {[number, number]} end @param {[number, number]} before @param {number} length @returns {[number, number]} */
function back([x, y], [x0, y0], length) {
  return [x - Math.sign(x - x0) * length, y - Math.sign(y - y0) * length];
}

/** @param {[number, number]} end @param {[number, number]} before @param {number} length */
function arrowAt(end, before, length) {
  const [x, y] = back(end, before, length);
  const [dx, dy] = [(end[0] - x) * 0.62, (end[1] - y) * 0.62];
  return `M${end.join(' ')}L${x - dy} ${y + dx}L${x + dy} ${y - dx}Z`;
}

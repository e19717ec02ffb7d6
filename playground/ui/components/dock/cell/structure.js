// What a cell's diagram is made of: the line of the state that is kept, what acts on it, and the boxes that feed that.

/**
 * The diagram of a kind of stage, as it declares it (playground/explanation/diagram.py).
 * @typedef {{nodes: [name: string, operation: string, label: string][], edges: [from: string, to: string][]}} Diagram
 */
/** @typedef {Record<string, import('../../run/declarations.js').Quantity>} Quantities */
/** @typedef {{name: string, operation: string, label: string, into: string[]}} Node `into`: what it is made from */
/** A function that reads whole vectors through matrices. `label` σ or tanh; `reads` where from, and through which product. @typedef {{quantity: string, label: string, reads: Read[]}} Box */
/** @typedef {{source: string, node: string, valve: Valve | null}} Read `node`: the matrix */
/** A product with a gate, or of two values where `gate` is null; `less`: it is 1 − the gate. @typedef {{node: string, gate: string | null, less: boolean, value: string}} Valve */
/** An operator on a line, with what else goes into it. @typedef {{node: string, operation: string, label: string, sides: string[]}} Operator */
/** @typedef {{from: string, state: string, operators: Operator[]}} Way from a value to a state, through operators */

const MATRICES = ['affine', 'convolution'];
const ENDS = ['before', 'given'];

/** @param {Diagram} diagram @param {Quantities} quantities */
export function structureOf(diagram, quantities) {
  const graph = new Graph(diagram, quantities);
  const states = graph.states;
  const rail = railOf(graph, states);
  const others = states.filter((state) => state !== rail?.state);
  const descents = others.map((state) => (rail && graph.way(rail.state, state)) ?? { from: '', state, operators: [] });
  return { graph, rail, descents };
}

/** The state that is kept: of several the one to which something is added. @param {Graph} graph @param {string[]} states @returns {Way | null} */
function railOf(graph, states) {
  const kept = states.flatMap((state) => graph.way(`${state}′`, state) ?? []);
  const added = kept.find(({ operators }) => operators.some(({ operation }) => operation === 'sum'));
  if (added ?? kept[0]) return added ?? kept[0];
  return states.flatMap((state) => graph.way(`${state}′`, state, true) ?? [])[0] ?? null;
}

/** The gate that lets through what is kept; null where there is none. @param {ReturnType<typeof structureOf>} structure */
export function keptGate({ graph, rail }) {
  const kept = rail?.operators.find(({ node, operation }) => operation === 'product' && graph.valve(node).gate);
  return kept ? graph.valve(kept.node).gate : null;
}

export class Graph {
  /** @param {Diagram} diagram @param {Quantities} quantities */
  constructor({ nodes, edges }, quantities) {
    this.quantities = quantities;
    /** @type {Map<string, Node>} */
    this.nodes = new Map(nodes.map(([name, operation, label]) => [name, { name, operation, label, into: [] }]));
    for (const [from, to] of edges) this.node(to).into.push(from);
  }

  /** @param {string} name @returns {Node} */
  node(name) {
    const found = this.nodes.get(name);
    if (!found) throw new Error(`the diagram has no node ${name}`);
    return found;
  }

  /** Quantities with the role of a state, in the order of the declaration. */
  get states() {
    return [...this.nodes.keys()].filter((name) => this.isState(name));
  }

  /** @param {string} name */
  isState(name) {
    return this.node(name).operation === 'quantity' && this.quantities[name]?.role === 'state';
  }

  /** The shortest way from one node to another, without matrices unless they are allowed. @param {string} from @param {string} state @returns {Way | null} */
  way(from, state, matrices = false) {
    if (!this.nodes.has(from)) return null;
    /** @type {Map<string, string | null>} what each node leads to */
    const next = new Map([[state, null]]);
    for (const name of next.keys()) {
      if (name === from) return { from, state, operators: this.#along(from, next, matrices) };
      const { operation, into } = this.node(name);
      if (!matrices && MATRICES.includes(operation)) continue;
      for (const before of into) if (!next.has(before)) next.set(before, name);
    }
    return null;
  }

  /** @param {string} from @param {Map<string, string | null>} next @param {boolean} matrices @returns {Operator[]} */
  #along(from, next, matrices) {
    const operators = [];
    let before = from;
    for (let at = next.get(from); at; before = at, at = next.get(at)) {
      const { name, operation, label, into } = this.node(at);
      if (operation === 'quantity' || (!matrices && this.isMatrix(name))) continue;
      const first = into.indexOf(before);
      operators.push({ node: name, operation, label, sides: into.filter((_, k) => k !== first) });
    }
    return operators;
  }

  /** What a quantity is made by; itself if nothing is known of that. @param {string} quantity */
  maker(quantity) {
    return this.node(quantity).into[0] ?? null;
  }

  /** @param {string} name */
  isMatrix(name) {
    return MATRICES.includes(this.node(name).operation);
  }

  /** Whether a quantity is made by a matrix, or by nothing that is known: it then has a box of its own. @param {string} quantity */
  isBoxed(quantity) {
    const maker = this.maker(quantity);
    return maker === null || this.hasMatrix(maker);
  }

  /** Whether a matrix stands in it or below it, as far as values that have a name. @param {string} name @returns {boolean} */
  hasMatrix(name) {
    const { operation, into } = this.node(name);
    return MATRICES.includes(operation) || (operation !== 'quantity' && into.some((part) => this.hasMatrix(part)));
  }

  /** Of a quantity, or of a matrix that is drawn by itself. @param {string} quantity @returns {Box} */
  box(quantity) {
    if (this.isMatrix(quantity)) return { quantity, label: this.node(quantity).label, reads: this.reads(quantity) };
    const labels = [];
    let at = this.maker(quantity);
    while (at && this.node(at).into.length === 1 && !MATRICES.includes(this.node(at).operation)) {
      labels.push(this.node(at).label);
      at = this.node(at).into[0];
    }
    return { quantity, label: labels.join(' '), reads: at ? this.reads(at) : [] };
  }

  /** What is read below a node. @param {string} name @param {Valve | null} [valve] @param {string} [matrix] @returns {Read[]} */
  reads(name, valve = null, matrix = '') {
    const { operation, into } = this.node(name);
    if (ENDS.includes(operation)) return [{ source: name, node: matrix || name, valve }];
    if (operation === 'quantity') return valve ? [] : [{ source: name, node: matrix || name, valve }];
    if (operation === 'product') {
      const through = this.valve(name);
      return this.reads(through.value, through.gate ? through : valve, matrix);
    }
    return into.flatMap((part) => this.reads(part, valve, MATRICES.includes(operation) ? name : matrix));
  }

  /** A product as a valve. @param {string} name @returns {Valve} */
  valve(name) {
    const { into: [a, b = a] } = this.node(name);
    for (const [side, value] of [[a, b], [b, a]]) {
      const gate = this.#gate(side);
      if (gate) return { node: name, ...gate, value };
    }
    return { node: name, gate: null, less: false, value: b };
  }

  /** @param {string} name @returns {{gate: string, less: boolean} | null} */
  #gate(name) {
    const { operation, into } = this.node(name);
    if (operation === 'less') {
      const inner = this.#gate(into[0]);
      return inner && { ...inner, less: !inner.less };
    }
    return operation === 'quantity' && this.quantities[name]?.range === 'share' ? { gate: name, less: false } : null;
  }

  /** A node as it is written: f · c_{t−1}. `before` and `now`: indices of the steps. @param {string} name @param {{before: string, now: string}} steps @returns {string} */
  symbol(name, steps) {
    const { operation, label, into } = this.node(name);
    if (operation === 'quantity') return this.quantities[name]?.role === 'state' ? `${label}_{${steps.now}}` : label;
    if (operation === 'before') return `${label.replace('′', '')}_{${steps.before}}`;
    if (operation === 'given') return `${label}_{${steps.now}}`;
    const parts = into.map((part) => this.symbol(part, steps));
    if (operation === 'product') return parts.map((part, k) => (['sum', 'less'].includes(this.node(into[k]).operation) ? `(${part})` : part)).join(' · ');
    if (operation === 'sum') return parts.join(' + ');
    if (operation === 'less') return `1 − ${parts[0]}`;
    return this.isMatrix(name) ? `${label} ${parts[0]}` : `${label}(${parts[0]})`;
  }
}

// In which column of a cell's diagram each box and each operator stands, from left to right.

/** @typedef {import('./structure.js').Graph} Graph */
/** @typedef {ReturnType<typeof import('./structure.js').structureOf>} Structure */
/** `boxes`, `operators`, `valves` (of what a box reads) and `taps` (of states that come off the kept one): a column each. @typedef {{count: number, boxes: Map<string, number>, operators: Map<string, number>, valves: Map<string, number>, taps: Map<string, number>}} Columns */

/** @param {Structure} structure @returns {Columns} */
export function columnsOf({ graph, rail, descents }) {
  const columns = { count: 0, boxes: new Map(), operators: new Map(), valves: new Map(), taps: new Map() };
  let last = -1;
  for (const { node, sides } of rail?.operators ?? []) {
    const own = Math.max(-1, ...sides.map((side) => operand(graph, columns, side)));
    last = own > last ? own : columns.count++;
    columns.operators.set(node, last);
  }
  for (const { state, operators } of descents) {
    for (const { sides } of operators) for (const side of sides) operand(graph, columns, side);
    if (operators.length) columns.taps.set(state, columns.count++);
    else if (graph.isBoxed(state)) box(graph, columns, state);
  }
  return columns;
}

/** The column of what goes into an operator, placed now where it has none; -1 where it stands in none. @param {Graph} graph @param {Columns} columns @param {string} name @returns {number} */
function operand(graph, columns, name) {
  const { operation, into } = graph.node(name);
  if (graph.isMatrix(name) || (operation === 'quantity' && graph.isBoxed(name))) return box(graph, columns, name);
  if (graph.isState(name)) return -1; // it comes off its own line
  if (operation !== 'product') return Math.max(-1, ...into.map((part) => operand(graph, columns, part)));
  const { gate, value } = graph.valve(name);
  if (gate) operand(graph, columns, gate);
  else for (const part of into) operand(graph, columns, part);
  const before = columns.count;
  const own = operand(graph, columns, value);
  const column = own >= before ? own : columns.count++;
  columns.operators.set(name, column);
  return column;
}

/** @param {Graph} graph @param {Columns} columns @param {string} name */
function box(graph, columns, name) {
  const known = columns.boxes.get(name);
  if (known !== undefined) return known;
  const { reads } = graph.box(name);
  for (const { valve } of reads) {
    if (!valve?.gate || columns.valves.has(valve.node)) continue;
    operand(graph, columns, valve.gate);
    columns.valves.set(valve.node, columns.count++);
  }
  columns.boxes.set(name, columns.count);
  return columns.count++;
}

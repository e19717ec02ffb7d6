// The lines of what the boxes of a cell read: the states before and the input, below the boxes.

import { RING, ROWS } from './marks.js';

/** @typedef {import('./marks.js').Marks} Drawing */
/** Where a line is read. @typedef {{name: string, x: number, valve: import('./structure.js').Valve | null, matrix: string}} Reader */

const TOP = ROWS.box + 12; // lower edge of a box

/** @param {Drawing} drawing */
export function drawSources(drawing) {
  const readers = readersOf(drawing);
  const sources = [...readers.keys()].sort((a, b) => rank(drawing, a) - rank(drawing, b));
  const all = [...readers.values()];
  const plain = all.flat().every(({ valve }) => !valve);
  const same = new Set(all.map((some) => some.map(({ name }) => name).sort().join())).size === 1;
  if (plain && same && sources.length > 1 && !isRail(drawing, sources[0])) joined(drawing, sources, readers.get(sources[0]) ?? []);
  else for (const [k, source] of sources.entries()) single(drawing, source, k, sources.length, readers.get(source) ?? []);
}

/** Who reads each source. @param {Drawing} drawing @returns {Map<string, Reader[]>} */
function readersOf(drawing) {
  /** @type {Map<string, Reader[]>} */
  const readers = new Map();
  for (const name of drawing.columns.boxes.keys()) {
    const x = drawing.place(drawing.columns.boxes, name);
    for (const { source, node, valve } of drawing.graph.box(name).reads) {
      const known = readers.get(source) ?? [];
      readers.set(source, known);
      if (!known.some((reader) => reader.name === name)) known.push({ name, x, valve: valve?.gate ? valve : null, matrix: node });
    }
  }
  for (const some of readers.values()) some.sort((a, b) => a.x - b.x);
  return readers;
}

/** States before the input. @param {Drawing} drawing @param {string} source */
const rank = ({ graph }, source) => (graph.node(source).operation === 'given' ? 1 : 0);

/** @param {Drawing} drawing @param {string} source */
const isRail = ({ structure }, source) => structure.rail?.from === source;

/** Where all boxes read the same: one line for all. @param {Drawing} drawing @param {string[]} sources @param {Reader[]} readers */
function joined(drawing, [main, ...others], readers) {
  const y = ROWS.line;
  drawing.end(main, drawing.left, y, 'end');
  drawing.line(main, [[drawing.left, y], [/** @type {Reader} */ (readers.at(-1)).x, y], [/** @type {Reader} */ (readers.at(-1)).x, TOP]], true, 'vector');
  for (const { x } of readers.slice(0, -1)) tap(drawing, main, x, y);
  for (const [k, other] of others.entries()) {
    const x = drawing.left + 26 + 34 * k;
    drawing.line(other, [[x, y + 22], [x, y]], false, 'vector');
    drawing.dot(x, y, null);
    drawing.layout.labels.push({ x: x + 8, y: y + 21, anchor: 'start', node: '', symbol: drawing.graph.symbol(other, drawing.size) });
  }
}

/** A line of its own, the `k`th of `count`. @param {Drawing} drawing @param {string} source @param {number} k @param {number} count @param {Reader[]} readers */
function single(drawing, source, k, count, readers) {
  const y = count === 1 ? ROWS.line : ROWS.line + (k * (ROWS.second - ROWS.line)) / (count - 1);
  const offset = count === 1 ? 0 : 9 * (2 * k - count + 1);
  const through = readers.findLast(({ valve }) => valve);
  const plain = readers.filter(({ valve }) => !valve);
  let from = drawing.left;
  if (isRail(drawing, source)) {
    from += 20;
    drawing.dot(from, ROWS.rail, source);
  } else if (drawing.graph.node(source).operation === 'before') drawing.end(source, from, y, 'end');
  else drawing.layout.labels.push({ x: from - 8, y: y + 4, anchor: 'end', node: '', symbol: drawing.graph.symbol(source, drawing.size) });
  const last = /** @type {Reader} */ (readers.at(-1)).x + offset;
  const end = through && through.x >= last - offset ? drawing.place(drawing.columns.valves, through.valve?.node ?? '') : last;
  /** @type {import('./marks.js').Point[]} */
  const start = isRail(drawing, source) ? [[from, ROWS.rail], [from, y]] : [[from, y]];
  const ends = end === last;
  drawing.line(source, ends ? [...start, [end, y], [end, TOP]] : [...start, [end, y]], ends, 'vector');
  for (const { x } of plain) if (!ends || x + offset !== last) tap(drawing, source, x + offset, y);
  for (const reader of readers) if (reader.valve) valve(drawing, reader, offset, y);
}

/** Up from a line into a box. @param {Drawing} drawing @param {string} source @param {number} x @param {number} y */
function tap(drawing, source, x, y) {
  drawing.dot(x, y, null);
  drawing.line(source, [[x, y], [x, TOP]], true, 'vector');
}

/** A gate between a line and the box that reads it. @param {Drawing} drawing @param {Reader} reader @param {number} offset @param {number} y */
function valve(drawing, { x, valve: through, matrix }, offset, y) {
  if (!through?.gate) return;
  const at = drawing.place(drawing.columns.valves, through.node);
  drawing.layout.rings.push({ x: at, y, radius: RING, node: through.node, gate: through.gate, less: through.less });
  drawing.line(through.node, [[at, y], [x + offset, y], [x + offset, TOP]], true, 'vector');
  if (drawing.graph.isMatrix(through.value)) drawing.label(matrix, at - RING - 6, y - 6, 'end');
  drawing.label(through.node, at + RING + 6, y - 6, 'start', drawing.graph.isMatrix(through.value) ? '' : undefined, true);
  gate(drawing, through.gate, at, y);
}

/** The line of a gate to a valve below the boxes: from the side of its box, or over those between. @param {Drawing} drawing @param {string} name @param {number} at @param {number} y */
function gate(drawing, name, at, y) {
  const from = drawing.place(drawing.columns.boxes, name);
  const between = [...drawing.columns.boxes.keys()].some((other) => {
    const x = drawing.place(drawing.columns.boxes, other);
    return x > Math.min(from, at) && x < Math.max(from, at);
  });
  const over = ROWS.box - 24;
  drawing.line(name, between ? [[from, ROWS.box], [from, over], [at, over], [at, y]] : [[from, ROWS.box], [at, ROWS.box], [at, y]], false, 'gate');
  drawing.label(name, from + 30, ROWS.box - 6, 'start');
}

// Where the parts of a map's column stand when it is opened: its input maps with kernels and partial sums, and the map. Pure.

/** @typedef {{x: number, y: number, width: number, height: number}} Box CSS px, from the corner of what is opened */
/** @typedef {{channel: number, input: Box, kernel: Box, part: Box}} Row */
/** `cell`: CSS px of one value of each kind of picture. @typedef {{rows: Row[], result: Box, cells: {input: number, kernel: number, part: number, result: number}, hidden: number}} ColumnLayout */

const GAP = 10; // between rows
const NAME = 44; // the number of a map
const SIGN = 16; // ∗ and =
const BETWEEN = 24; // columns of rows
const RESULT = 0.3; // of the width at most
const SMALLEST = 24;

/** The CSS px of a cell, whole in device pixels, so that `count` of them take at most `room`; of more cells than pixels less than one. @param {number} room @param {number} count @param {number} dpr */
function cellFor(room, count, dpr) {
  const zoom = Math.floor((room * dpr) / count);
  return (zoom >= 1 ? zoom : (room * dpr) / count) / dpr;
}

/**
 * @param {{width: number, height: number, dpr: number}} size
 * @param {{order: number[], input: number[], kernel: number[], size: number[]}} of `order`: the input maps in the order in which they are left out from the end
 * @returns {ColumnLayout}
 */
export function columnLayout({ width, height, dpr }, { order, input: [rows, columns], kernel: [tall, wide], size }) {
  const resultRoom = Math.max(56, Math.min(width * RESULT, height - 60, 220));
  const room = width - resultRoom - 40;
  const best = arrange({ room, height, count: order.length });
  const cells = {
    input: cellFor(best.side, Math.max(rows, columns), dpr),
    kernel: cellFor(best.side * 0.7, Math.max(tall, wide), dpr),
    part: cellFor(best.side, Math.max(size[0], size[1]), dpr),
    result: cellFor(resultRoom, Math.max(size[0], size[1]), dpr),
  };
  const shown = order.slice(0, best.columns * best.lines).sort((a, b) => a - b);
  const box = (/** @type {number} */ x, /** @type {number} */ middle, /** @type {number} */ cell, /** @type {number[]} */ [h, w]) => ({ x, y: Math.round(middle - (cell * h) / 2), width: cell * w, height: cell * h });
  const pitch = best.side + GAP;
  const block = Math.min(best.lines, shown.length) * pitch - GAP;
  const middle = Math.max(block, cells.result * size[0]) / 2; // of the rows, and of the map beside them
  return {
    cells,
    hidden: order.length - shown.length,
    rows: shown.map((channel, k) => {
      const x = Math.floor(k / best.lines) * (best.width + BETWEEN) + NAME;
      const line = middle - block / 2 + (k % best.lines) * pitch + best.side / 2;
      const kernelAt = x + cells.input * columns + SIGN;
      const partAt = kernelAt + cells.kernel * wide + SIGN;
      return { channel, input: box(x, line, cells.input, [rows, columns]), kernel: box(kernelAt, line, cells.kernel, [tall, wide]), part: box(partAt, line, cells.part, size) };
    }),
    result: box(width - resultRoom, middle, cells.result, size),
  };
}

/** How many columns of rows, and how large, so that all have room; of more than have room as many as possible. @param {{room: number, height: number, count: number}} of */
function arrange({ room, height, count }) {
  let best = { side: 0, columns: 1, lines: 1, width: 0 };
  for (let columns = 1; columns <= 6; columns++) {
    const lines = Math.ceil(count / columns);
    const byHeight = (height + GAP) / lines - GAP;
    const byWidth = ((room + BETWEEN) / columns - BETWEEN - NAME - 2 * SIGN) / 2.7;
    const side = Math.floor(Math.min(byHeight, byWidth, count > 3 ? 84 : 170));
    if (side > best.side) best = { side, columns, lines, width: NAME + 2 * SIGN + 2.7 * side };
  }
  if (best.side >= SMALLEST) return best;
  const width = NAME + 2 * SIGN + 2.7 * SMALLEST;
  return { side: SMALLEST, width, columns: Math.max(1, Math.floor((room + BETWEEN) / (width + BETWEEN))), lines: Math.max(1, Math.floor((height + GAP) / (SMALLEST + GAP))) };
}

/** How maps of a layer are tiled to be as large as there is room. @param {{width: number, height: number, dpr: number}} size @param {number[]} shape (count, rows, columns) @param {number} [gap] */
export function tilesFor({ width, height, dpr }, [count, rows, columns], gap = 8) {
  let best = { cell: 0, across: 1 };
  for (let across = 1; across <= count; across++) {
    const down = Math.ceil(count / across);
    const cell = Math.min(cellFor((width + gap) / across - gap, columns, dpr), cellFor((height + gap) / down - gap, rows, dpr));
    if (cell > best.cell) best = { cell, across };
  }
  return { cell: best.cell, across: best.across, pitchX: best.cell * columns + gap, pitchY: best.cell * rows + gap };
}

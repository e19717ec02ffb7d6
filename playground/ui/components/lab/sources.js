// From the cell that is pointed at back to where its value came from: the cells to outline in each grid.

import { origin, patchCells, pooling } from './arithmetic.js';

/** @typedef {import('./state.js').Result} Result */
/** @typedef {import('./state.js').Pointed} Pointed */
/** @typedef {import('./arithmetic.js').Cell} Cell */
/** Cells to outline in a grid; of the flattened maps the place k. @typedef {{grid: string, map?: number, cells: Cell[], faint?: boolean, best?: boolean, k?: number}} Part */

/** The last maps of a result, which are flattened, and what they are called. @param {Result} result @returns {['map' | 'active' | 'pool', number[][][]]} */
export function last({ maps, activated, pooled }) {
  return pooled ? ['pool', pooled] : activated ? ['active', activated] : ['map', maps];
}

/** A place in the flattened maps as the place in the last maps that it comes from; any other stays what it is. @param {Result} result @param {Pointed} pointed @returns {import('./state.js').MapPlace} */
export function unflattened(result, pointed) {
  if (pointed?.kind !== 'flat') return /** @type {any} */ (pointed);
  const [kind, maps] = last(result);
  const [map, y, x] = origin(pointed.k, maps[0].length, maps[0][0].length);
  return { kind, map, y, x };
}

/** [{grid: 'input' | 'map' | 'active' | 'pool' | 'flat', map, cells, faint}], the pointed cell's own first. @param {Result | null} result @param {Pointed | null} pointed @returns {Part[]} */
export function trail(result, pointed) {
  if (!pointed || !result) return [];
  const at = unflattened(result, pointed);
  const { map, y, x } = at;
  /** @type {Cell} */
  const here = [y, x];
  const own = { grid: at.kind, map, cells: [here] };
  const before = at.kind === 'pool' ? pooled(result, at) : at.kind === 'active' ? [{ grid: 'map', map, cells: [here] }] : [];
  const patch = at.kind === 'pool' ? [] : [{ grid: 'input', cells: patchCells(result.request, y, x) }];
  const flat = pointed.kind === 'flat' ? [{ grid: 'flat', k: pointed.k, cells: [] }] : [];
  return [...flat, own, ...before, ...patch];
}

/** Its window, and in the picture what its four values have read; of a maximum what the winner has read, too. @param {Result} result @param {import('./state.js').MapPlace} place @returns {Part[]} */
function pooled({ request, maps, activated, winners }, { map, y, x }) {
  const source = activated ? 'active' : 'map';
  const { cells, winner } = pooling((activated ?? maps)[map], y, x, request.pooling, winners?.[map][y][x]);
  const read = cells.map(([row, column]) => patchCells(request, row, column));
  const all = new Map(read.flat().map((cell) => [String(cell), cell]));
  const found = winner === null ? [] : [{ grid: source, map, cells: [cells[winner]], best: true }, { grid: 'input', cells: read[winner] }];
  return [{ grid: source, map, cells }, { grid: 'input', cells: [...all.values()], faint: true }, ...found];
}

/** The outlines of a grid as Grid shows them. @param {Part[]} parts @param {string} name @param {number | null} [map] @returns {import('./grid.js').Outline[]} */
export function outlines(parts, name, map = null) {
  return parts
    .filter(({ grid, map: of }) => grid === name && (map === null || of === map))
    .map(({ cells, faint, best }) => ({ cells, colour: best ? '--pg-ink' : '--pg-ink', width: faint ? 1.5 : best ? 3.5 : 2.5, dash: faint ? [4, 3] : [] }));
}

/** The outputs whose windows read a cell of the picture. @param {Result} result @param {Cell} cell @returns {Cell[]} */
export function readers({ request, maps }, [row, column]) {
  const cells = maps[0].flatMap((line, y) => line.map((_, x) => /** @type {Cell} */ ([y, x])));
  return cells.filter(([y, x]) => patchCells(request, y, x).some(([r, c]) => r === row && c === column));
}

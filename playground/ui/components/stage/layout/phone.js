// The same on a phone: each layer is a band across, one under the other, with room for the edges between.

import { cellFor, FRAME, gridColumns, pictureShape, snapped, blockOf } from './spatial_parts.js';
import { groupsOf } from './groups.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('./layout.js').Label} Label */
/** How closely the bands stand. @typedef {{label: number, gap: number, band: number, most: number}} Measures */

const SIDE = 12; // CSS px at the left and at the right
const WIDE = { label: 16, gap: 3, band: 35, most: 19 };
const CLOSE = { label: 15, gap: 1, band: 18, most: 19 };

/** @param {Shown[]} shown @param {Size} size @returns {Layout} */
export function phoneLayout(shown, size) {
  const wide = arranged(shown, size, WIDE);
  const layout = wide.bottom <= size.height ? wide : arranged(shown, size, CLOSE);
  const { blocks, labels, bottom } = layout;
  return { blocks, labels, entry: { x: 92, y: 0 }, exit: { x: size.width / 2, y: bottom }, axis: null, width: size.width, height: Math.max(size.height, Math.ceil(bottom)) };
}

/** @param {Shown[]} shown @param {Size} size @param {Measures} measures */
function arranged(shown, size, measures) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Label[]} */
  const labels = [];
  let y = 2;
  groupsOf(shown, size).forEach((group, at) => {
    for (const [k, one] of group.members.entries()) {
      if (group.form === 'logits') continue; // the bars beside the drawing have them
      if (at && !k) y += group.form === 'strip' ? 10 : measures.band;
      const note = group.form === 'maps' ? one.shape.join(' × ') : String(one.shape.reduce((a, b) => a * b, 1));
      labels.push({ x: SIDE, y, width: size.width - 2 * SIDE, align: 'left', title: one.title, note: k && sameShape(one, group.members[k - 1]) ? '' : note, key: one.key });
      y = snapped(y + measures.label, size.dpr);
      const block = bands[group.form]?.(one, y, size, measures);
      if (!block) continue;
      blocks.push(block);
      y += block.height + measures.gap;
    }
  });
  return { blocks, labels, bottom: y };
}

/** @param {Shown} a @param {Shown} b */
const sameShape = (a, b) => a.shape.join() === b.shape.join();

/** @type {Record<string, (one: Shown, y: number, size: Size, measures: Measures) => Block>} */
const bands = {
  maps: (one, y, { width, dpr }, { most }) => {
    const [count, rows, columns] = one.shape;
    const room = width - 2 * SIDE;
    const perRow = [16, 12, 8, 6, 4].find((n) => (room + 4) / n - 4 >= 14) ?? 4;
    const inRow = Math.min(count, perRow);
    const side = Math.max(rows, columns);
    const box = Math.max(1, Math.floor((Math.min(most, (room + 4) / perRow - 4) * dpr) / side)) * side / dpr;
    const cell = cellFor(Math.min(box, most + 4), side, dpr);
    const drawn = Math.max(cell * side, 14);
    const pitchX = inRow > 1 ? (room - drawn) / (perRow - 1) : drawn;
    const lines = Math.ceil(count / inRow);
    const area = { x: SIDE - FRAME, y: y - FRAME, width: (inRow - 1) * pitchX + drawn + 2 * FRAME, height: (lines - 1) * (drawn + 3) + drawn + 2 * FRAME };
    const tiles = { count, columns: inRow, rows: lines, pitchX, pitchY: drawn + 3, width: columns * cell, height: rows * cell, inset: FRAME, box: drawn };
    return { ...blockOf(one, 'maps', area, cell), tiles };
  },
  strip: (one, y, { width }) => ({ ...blockOf(one, 'strip', { x: SIDE, y, width: width - 2 * SIDE, height: 12 }, (width - 2 * SIDE) / one.shape[0]), across: true }),
  picture: (one, y, { dpr }) => {
    const [rows, columns] = pictureShape(one.shape);
    const cell = Math.max(1, Math.floor((84 * dpr) / Math.max(rows, columns / 3))) / dpr;
    return { ...blockOf(one, 'picture', { x: SIDE, y, width: columns * cell, height: rows * cell }, cell), rows, columns };
  },
  grid: (one, y, { width, dpr }) => {
    const [count] = one.shape;
    const inRow = Math.min(count, Math.max(gridColumns(count), count > 160 ? 48 : 32));
    const pitch = Math.floor(Math.min(20, (width - 2 * SIDE) / inRow) * dpr) / dpr;
    const cell = snapped(pitch - 1, dpr);
    const lines = Math.ceil(count / inRow);
    const tiles = { count, columns: inRow, rows: lines, pitchX: pitch, pitchY: pitch, width: cell, height: cell };
    return { ...blockOf(one, 'grid', { x: SIDE, y, width: (inRow - 1) * pitch + cell, height: (lines - 1) * pitch + cell }, cell), tiles };
  },
  nodes: (one, y, { width }) => {
    const [count] = one.shape;
    const pitch = Math.min(40, (width - 2 * SIDE) / count);
    const radius = Math.min(9, pitch * 0.4);
    const from = (width - pitch * (count - 1)) / 2 - radius - 1;
    return { ...blockOf(one, 'nodes', { x: from, y, width: pitch * (count - 1) + 2 * radius + 2, height: 2 * radius + 2 }, 2 * radius), radius, xs: Array.from({ length: count }, (_, k) => radius + 1 + k * pitch), isInput: one.role === 'input' };
  },
};

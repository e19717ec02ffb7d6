// Small triangles at the lanes of a layer, each at the row of the selected unit.

import { state } from '../../store/store.js';
import { rowOf } from '../forms/lane.js';

/** @typedef {import('../layout/timed.js').Axis} Axis */
/** @typedef {import('../stage.js').Stage} Stage */

const HALF = 4; // px of a triangle's height

/** @param {HTMLElement} place @param {Axis} axis @param {Stage} stage */
export function markUnit(place, axis, stage) {
  const { selection } = state;
  const { run } = stage;
  if (!selection?.index.length || !run) return;
  const group = axis.groups.find(({ kind, layer, direction }) => kind === selection.stage && layer === (selection.layer ?? 0) && direction === (selection.direction ?? 0));
  for (const { quantity } of group?.lanes ?? []) {
    const block = stage.view(group?.key ?? '', quantity)?.block;
    const row = block && rowOf(/** @type {any} */ (block), selection.index, run);
    if (!block || !row) continue;
    const mark = Object.assign(document.createElement('i'), { className: 'pg-unit-mark' });
    mark.style.transform = `translate(${axis.x - 8}px, ${block.y + row.y + row.height / 2 - HALF}px)`;
    place.append(mark);
  }
}

// Where everything of the picture stands, as data.

import { mixedLayout, partsOf } from './mixed.js';
import { spatialLayout } from './spatial.js';
import { timedLayout } from './timed.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {{x: number, y: number, width: number, height: number}} Box CSS px, from the top left of the stage */
/**
 * Maps or units of one size, of which `count` are drawn: row after row, or column after column.
 * @typedef {{count: number, columns: number, rows: number, byColumn: boolean, pitchX: number, pitchY: number, width: number, height: number}} Tiles
 */
/**
 * A part of the picture that shows one quantity of one stage, on a canvas of its own. `cell`: CSS px of one value.
 * @typedef {Box & {key: string, quantity: string, form: string, shape: number[], cell: number, tiles: Tiles | null} & Record<string, any>} Block
 */
/** @typedef {{x: number, y: number, width: number, align: 'left' | 'center' | 'right', title: string, note: string, key?: string, turned?: boolean, height?: number}} Label `turned`: from the bottom of its `height` upwards */
/** @typedef {{blocks: Block[], labels: Label[], entry: {x: number, y: number}, exit: {x: number, y: number}, axis: any, width: number, height: number}} Layout */
/**
 * @typedef {object} Size
 * @property {number} width
 * @property {number} height
 * @property {number} dpr device pixels to a CSS px
 * @property {number} [foot] CSS px below the picture that something else takes; rows beside it are spread over these, too
 * @property {number} [corner] CSS px at the upper right that something else takes
 * @property {boolean} [alone] no sliders and no answers stand beside it, at whose heights inputs and outputs are
 * @property {boolean} phone
 * @property {boolean} short
 * @property {number} steps
 * @property {number} from
 * @property {number} count
 * @property {string} task
 * @property {number} classes
 * @property {{key: string, how: string, quantity?: string} | null} opened
 * @property {string | null} chosen key of the stage in which something is selected
 */

/**
 * Where everything stands: columns of maps and units; lanes along one time axis where there are time steps; both, side by
 * side, where a network also has stages of no time.
 * @param {Shown[]} shown @param {Size} size @returns {Layout}
 */
export function layoutOf(shown, size) {
  if (!shown.some(({ timed }) => timed)) return spatialLayout(shown, size);
  const parts = partsOf(shown);
  return parts.before.length || parts.after.length ? mixedLayout(parts, size) : timedLayout(shown, size);
}

// Where everything of the picture stands, as data. (A first sketch: "spatial" and "timed" replace it.)

import { timedLayout } from './timed.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {{x: number, y: number, width: number, height: number}} Box CSS px, from the top left of the stage */
/** @typedef {{count: number, columns: number, pitchX: number, pitchY: number, width: number, height: number}} Tiles */
/**
 * A part of the picture that shows one quantity of one stage, on a canvas of its own. `cell`: CSS px of one value.
 * @typedef {Box & {key: string, quantity: string, form: string, shape: number[], cell: number, tiles: Tiles | null}} Block
 */
/** @typedef {{x: number, y: number, width: number, align: 'left' | 'center' | 'right', title: string, note: string, key?: string, turned?: boolean}} Label */
/** @typedef {{blocks: Block[], labels: Label[], entry: {x: number, y: number}, exit: {x: number, y: number}, axis: any, width: number, height: number}} Layout */
/**
 * @typedef {object} Size
 * @property {number} width
 * @property {number} height
 * @property {number} dpr device pixels to a CSS px
 * @property {boolean} phone
 * @property {boolean} short
 * @property {boolean} projector
 * @property {number} steps
 * @property {number} from
 * @property {number} count
 * @property {string} task
 * @property {number} classes
 * @property {{key: string, how: string, quantity?: string} | null} opened
 * @property {string | null} chosen key of the stage in which something is selected
 */

/** @param {Shown[]} shown @param {Size} size @returns {Layout} */
export function layoutOf(shown, size) {
  if (shown.some(({ timed }) => timed)) return timedLayout(shown, size);
  const pitch = size.width / Math.max(1, shown.length);
  const blocks = shown.filter(({ shape }) => shape.length).map((one, k) => ({ ...one, form: 'maps', x: Math.round(k * pitch), y: 62, width: Math.floor(pitch - 12), height: size.height - 80, cell: 1, tiles: null }));
  const labels = blocks.map(({ x, width, title, shape, key }) => ({ x, y: 10, width, align: /** @type {const} */ ('left'), title, note: shape.join(' × '), key }));
  return { blocks, labels, entry: { x: 0, y: 100 }, exit: { x: size.width, y: 100 }, axis: null, width: size.width, height: size.height };
}

// The measures of a picture without time: how much room there is, and how tightly it may be filled. All in device pixels.

/** @typedef {import('./layout.js').Size} Size */
/**
 * The room. Layers follow each other along x, or down the page on a phone; `along` is that direction, `across` the other.
 * @typedef {object} Frame
 * @property {Size} size
 * @property {boolean} down layers stand below each other
 * @property {number} along
 * @property {number} across with the gutter below the last row
 * @property {number} top where the values begin across
 * @property {number} label what a layer's label takes of the room along, where it stands before its values
 * @property {number} line thickness of the line around a map
 * @property {(css: number) => number} px CSS px as whole device pixels
 */
/**
 * How tightly layers stand. Of two numbers the first is for small maps and the second for those of 40 px and more.
 * @typedef {object} Level
 * @property {number} entry before the first layer
 * @property {number} bands share of the usual least widths of the bands between layers
 * @property {number} comfort share of what a band should have beyond its least
 * @property {[number, number]} layers gap between layers of a group
 * @property {[number, number]} gap between columns of maps
 * @property {[number, number]} gutter between rows of maps, and under maps whose edges run there: at the least
 * @property {number} cost against doublings of size that it makes possible
 */

/** @type {Level[]} */
const WIDE = [
  { entry: 40, bands: 1, comfort: 0.5, layers: [16, 12], gap: [4, 4], gutter: [3, 6], cost: 0 },
  { entry: 8, bands: 1, comfort: 0, layers: [8, 8], gap: [2, 1], gutter: [2, 6], cost: 0.85 },
  { entry: 8, bands: 0.5, comfort: 0, layers: [8, 8], gap: [2, 1], gutter: [2, 6], cost: 1.3 },
  { entry: 4, bands: 0.2, comfort: 0, layers: [4, 4], gap: [1, 1], gutter: [1, 4], cost: 3 },
];
/** @type {Level[]} */
const DOWN = [
  { entry: 6, bands: 1, comfort: 0.5, layers: [2, 2], gap: [2, 2], gutter: [2, 2], cost: 0 },
  { entry: 4, bands: 0.8, comfort: 0, layers: [1, 1], gap: [1, 1], gutter: [2, 2], cost: 0.2 },
  { entry: 2, bands: 0.3, comfort: 0, layers: [0, 0], gap: [1, 1], gutter: [1, 1], cost: 0.8 },
];

/** @param {Frame} frame */
export const levelsOf = ({ down }) => (down ? DOWN : WIDE);

/** @param {Size} size @returns {Frame} */
export function frameOf(size) {
  const px = (/** @type {number} */ css) => Math.round(css * size.dpr);
  const down = size.phone;
  const [width, height] = [Math.floor(size.width * size.dpr), Math.floor(size.height * size.dpr)];
  const top = px(down ? 12 : topOf(size));
  const line = Math.max(1, Math.round(size.dpr));
  if (down) return { size, down, along: height - px(4), across: width - 2 * top, top, label: px(15), line, px };
  return { size, down, along: width, across: height - top - px(8), top, label: 0, line, px };
}

export const CORNER = 28; // px from the top, below what stands in the upper right corner
const NARROW = 640; // px; where there is less, names run upwards, in the corner, too

/** Where values begin below the labels, CSS px. @param {Size} size */
export const topOf = ({ height, width, corner = 0, phone }) => (height < 560 ? 50 : 62) + (corner && !phone && width < NARROW ? CORNER : 0);

// The three heights of the sheet, and when there is one.

/** @typedef {'low' | 'middle' | 'full'} Level */

/** @type {Level[]} from the lowest on */
export const HEIGHTS = ['low', 'middle', 'full'];
const NARROW = 720; // CSS px: up to here the page is a phone's
const FLAT = 540; // lower than this there is no room for a dock beside the picture, as on a laptop at 200 %
const LOW = { usual: 92, flat: 76 };
const MIDDLE = 181;
const HEADER = 44;
const LEFT = 12; // of the page, under the header, which the full sheet leaves in sight

/** @param {{width: number, height: number}} window */
export const isSheet = ({ width, height }) => width <= NARROW || height < FLAT;

/** @param {Level} level @param {number} height of the window */
export function heightOf(level, height) {
  const full = Math.max(LOW.flat, height - HEADER - LEFT);
  const low = height < FLAT ? LOW.flat : LOW.usual;
  return Math.min(full, { low, middle: Math.max(low, Math.min(MIDDLE, height * 0.4)), full }[level]);
}

/** The level whose height is nearest. @param {number} at @param {number} height of the window @returns {Level} */
export const nearest = (at, height) => [...HEIGHTS].sort((a, b) => Math.abs(heightOf(a, height) - at) - Math.abs(heightOf(b, height) - at))[0];

// How the units of a layer share the rows of a lane: each row a whole number of device pixels, each but the last as many units.

/** `perRow` units a row, `row` device pixels a row. @typedef {{perRow: number, row: number, rows: number, height: number}} Rows in device pixels */

/** The rows of a lane that is at most so many device pixels high. @param {number} units @param {number} height @returns {Rows} */
export function laneRows(units, height) {
  const most = Math.max(1, Math.floor(height));
  const perRow = Math.ceil(units / most);
  const rows = Math.ceil(units / perRow);
  const row = Math.max(1, Math.floor(most / rows));
  return { perRow, row, rows, height: rows * row };
}

/**
 * The rows of each half of a lane that shows two runs, a line between them; they fill it, so that some may be a device pixel
 * higher than others. `second`: where the second half begins.
 * @param {number} units
 * @param {number} height of the lane, device pixels
 * @returns {Rows & {second: number}} `row` is that on the average
 */
export function halfRows(units, height) {
  const whole = Math.round(height);
  const half = Math.max(1, Math.floor((whole - 1) / 2));
  const { perRow, rows } = laneRows(units, half);
  return { perRow, row: half / rows, rows, height: half, second: whole - half };
}

/** All heights up to `most` device pixels that a lane can use without a remainder, from the lowest on. @param {number} units @param {number} most */
export function laneHeights(units, most) {
  const heights = new Set();
  for (let perRow = units; perRow >= 1; perRow--) heights.add(Math.ceil(units / perRow));
  for (let row = 2; row * units <= most; row++) heights.add(row * units);
  return [...heights].filter((height) => height <= Math.max(most, 1)).sort((a, b) => a - b);
}

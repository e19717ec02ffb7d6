// Which map or unit of a layer answers most, and where, or when: what a summary in words tells.

/** @typedef {'left' | 'middle' | 'right'} Across */
/** @typedef {'upper' | 'middle' | 'lower'} Down */

/** The map with the largest mean size of its values, and the third of it, each way, in which its strongest value lies. @param {ArrayLike<number>} values @param {number[]} shape channels, rows, columns */
export function strongestMap(values, [channels, rows, columns]) {
  const size = rows * columns;
  let [map, most] = [0, -1];
  for (let k = 0; k < channels; k++) {
    let sum = 0;
    for (let i = k * size; i < (k + 1) * size; i++) sum += Math.abs(values[i]);
    if (sum > most) [map, most] = [k, sum];
  }
  let best = map * size;
  for (let i = best; i < (map + 1) * size; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  const [row, column] = [Math.floor((best - map * size) / columns), (best - map * size) % columns];
  const third = (/** @type {number} */ at, /** @type {number} */ of) => Math.min(2, Math.floor((3 * at) / of));
  const down = /** @type {Down} */ (['upper', 'middle', 'lower'][third(row, rows)]);
  const across = /** @type {Across} */ (['left', 'middle', 'right'][third(column, columns)]);
  return { map, row, column, down, across, isEmpty: most <= 0 };
}

/** How many values are not 0. @param {ArrayLike<number>} values */
export function active(values) {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) count += 1;
  return count;
}

/** The mean of all units at each step. @param {ArrayLike<number>} values @param {number} size @param {number} steps @returns {number[]} */
export function meansOf(values, size, steps) {
  return Array.from({ length: steps }, (_, step) => {
    let sum = 0;
    for (let i = step * size; i < (step + 1) * size; i++) sum += values[i];
    return sum / size;
  });
}

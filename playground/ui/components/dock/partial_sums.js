// What each input map adds to one map of a convolution, cell by cell, in double precision; pure functions without DOM.

/** @typedef {{stride: number, padding: number, dilation: number}} Settings alike for rows and columns */
/**
 * One map of a convolution with all that it was made of.
 * @typedef {object} Made
 * @property {ArrayLike<number>} input (channels, rows, columns) in one row, all that the layer was given
 * @property {number[]} shape of the input
 * @property {ArrayLike<number>} kernels (channels read, rows, columns) of this map
 * @property {number[]} kernel shape of the kernels
 * @property {number} bias
 * @property {ArrayLike<number>} values of the map
 * @property {number[]} size rows and columns of the map
 * @property {number} map its number
 * @property {number} maps how many the layer makes
 */

/** The first input map that a map reads: where a layer has groups, each map reads the maps of its own group. @param {Made} made */
export function firstRead({ shape: [channels], kernel: [read], map, maps }) {
  const groups = Math.max(1, Math.round(channels / read));
  return Math.floor(map / Math.max(1, maps / groups)) * read;
}

/** What input map `channel` (of those that are read) adds to each cell. @param {Made} made @param {Settings} settings @param {number} channel */
function partialSum(made, settings, channel) {
  const { size: [rows, columns], shape: [, height, width] } = made;
  const base = (firstRead(made) + channel) * height * width;
  const sums = new Float64Array(rows * columns);
  for (let y = 0, k = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, k++) sums[k] = cellSum(made, settings, { channel, base, y, x });
  }
  return sums;
}

/** @param {Made} made @param {Settings} settings @param {{channel: number, base: number, y: number, x: number}} at */
function cellSum({ input, shape: [, height, width], kernels, kernel: [, tall, wide] }, { stride, padding, dilation }, { channel, base, y, x }) {
  let sum = 0;
  for (let v = 0; v < tall; v++) {
    const row = y * stride - padding + v * dilation;
    if (row < 0 || row >= height) continue;
    for (let u = 0; u < wide; u++) {
      const column = x * stride - padding + u * dilation;
      if (column >= 0 && column < width) sum += kernels[(channel * tall + v) * wide + u] * input[base + row * width + column];
    }
  }
  return sum;
}

/** All partial sums of a map, one of each input map that is read. @param {Made} made @param {Settings} settings */
export const partialSums = (made, settings) => Array.from({ length: made.kernel[0] }, (_, channel) => partialSum(made, settings, channel));

/** The sum over the cells that are passed on; of `passed` the cells above 0, without it all. @param {ArrayLike<number>} values @param {ArrayLike<number> | null} passed */
export function summed(values, passed) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (!passed || passed[i] > 0) sum += values[i];
  return sum;
}

/** The numbers under the kernel of input map `channel` at a cell, 0 where they are padding. @param {Made} made @param {Settings} settings @param {number} channel @param {number} y @param {number} x */
export function patchOf(made, { stride, padding, dilation }, channel, y, x) {
  const { input, shape: [, height, width], kernel: [, tall, wide] } = made;
  const base = (firstRead(made) + channel) * height * width;
  return Float64Array.from({ length: tall * wide }, (_, i) => {
    const row = y * stride - padding + Math.floor(i / wide) * dilation;
    const column = x * stride - padding + (i % wide) * dilation;
    return row >= 0 && row < height && column >= 0 && column < width ? input[base + row * width + column] : 0;
  });
}

const STRIDES = [1, 2, 3, 4];
const DILATIONS = [1, 2, 3];
const NEAR = 2e-3; // of the largest value: what came coarse is as near as that, a wrong setting is not

/**
 * How the kernel went over the input: those settings of all that give a map of this size with which the map's values come
 * out; null where none does, as with a padding that is not of zeros.
 * @param {Made} made
 * @param {number} [near]
 * @returns {Settings | null}
 */
export function settingsOf(made, near = NEAR) {
  const { shape: [, height, width], kernel: [, tall, wide], size: [rows, columns] } = made;
  for (const dilation of DILATIONS) {
    for (const stride of STRIDES) {
      for (let padding = 0; padding <= dilation * (Math.max(tall, wide) - 1); padding++) {
        const count = (/** @type {number} */ n, /** @type {number} */ k) => Math.floor((n + 2 * padding - dilation * (k - 1) - 1) / stride) + 1;
        const settings = { stride, padding, dilation };
        if (count(height, tall) === rows && count(width, wide) === columns && fits(made, settings, near)) return settings;
      }
    }
  }
  return null;
}

/** @param {Made} made @param {Settings} settings @param {number} near */
function fits(made, settings, near) {
  const { values, size: [rows, columns], kernel: [read], shape: [, height, width] } = made;
  const first = firstRead(made);
  const bound = near * Math.max(1e-6, ...Array.from(values, Math.abs));
  const some = [0, 0.13, 0.29, 0.41, 0.5, 0.63, 0.77, 0.89, 1].map((share) => Math.round(share * (rows * columns - 1)));
  return some.every((i) => {
    const [y, x] = [Math.floor(i / columns), i % columns];
    let sum = made.bias;
    for (let channel = 0; channel < read; channel++) sum += cellSum(made, settings, { channel, base: (first + channel) * height * width, y, x });
    return Math.abs(sum - values[i]) <= bound;
  });
}

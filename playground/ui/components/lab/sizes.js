// Grids and kernels in another size, with other channels: what was painted or typed stays where it can.

/** @param {number} height @param {number} width @param {(y: number, x: number) => number} value */
const grid = (height, width, value) => Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => value(y, x)));

/** A grid with rows and columns cut off or added (zeros) at the right and below. @param {number[][]} values @param {number} height @param {number} width */
export const resized = (values, height, width) => grid(height, width, (y, x) => values[y]?.[x] ?? 0);

/** A kernel whose middle stays in the middle. @param {number[][]} values @param {number} height @param {number} width */
export function recentred(values, height, width) {
  const [dy, dx] = [values.length - height, values[0].length - width].map((d) => Math.floor(d / 2));
  return grid(height, width, (y, x) => values[y + dy]?.[x + dx] ?? 0);
}

/** Three channels of one, or of three their mean. @param {number[][][]} input @param {number} channels */
export function rechannelled(input, channels) {
  if (channels === 3) return [0, 1, 2].map(() => structuredClone(input[0]));
  return [grid(input[0].length, input[0][0].length, (y, x) => Number((input.reduce((sum, c) => sum + c[y][x], 0) / input.length).toFixed(3)))];
}

/** A kernel of one channel for each of three, or of three the first. @param {number[][][]} kernel @param {number} channels */
export const kernelFor = (kernel, channels) => Array.from({ length: channels }, (_, c) => structuredClone(kernel[c] ?? kernel[0]));

/** A kernel of zeros. @param {number} channels @param {number} height @param {number} width */
export const zeros = (channels, height, width) => Array.from({ length: channels }, () => grid(height, width, () => 0));

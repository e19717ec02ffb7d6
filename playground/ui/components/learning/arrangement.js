// How the weights with which a unit reads something stand in a picture: a strip, a block, kernels side by side. Pure.

/** `place`: where weight i stands; `at`: which stands there, −1 between kernels; `strip`: each stands in all rows. @typedef {{width: number, height: number, strip: boolean, place: (i: number) => [number, number], at: (row: number, column: number) => number}} Arrangement */

const STRIP = 150; // weights in one row at most
const SIDE = 28; // of a picture that is read whole
const KERNELS = 8; // in one row at most

/** @param {number[]} shape (n) or (channels, rows, columns) @returns {Arrangement} */
export function arranged(shape) {
  if (shape.length === 3) return kernels(shape);
  const n = shape.reduce((product, size) => product * size, 1);
  if (n <= STRIP) return { width: n, height: 1, strip: true, place: (i) => [0, i], at: (_, column) => column };
  const width = n % SIDE ? Math.ceil(Math.sqrt(n)) : SIDE * Math.ceil(n / SIDE ** 2);
  const at = (/** @type {number} */ row, /** @type {number} */ column) => (row * width + column < n ? row * width + column : -1);
  return { width, height: Math.ceil(n / width), strip: false, place: (i) => [Math.floor(i / width), i % width], at };
}

/** @param {number[]} shape @returns {Arrangement} */
function kernels([channels, tall, wide]) {
  const columns = Math.min(channels, KERNELS);
  const [down, across] = [tall + 1, wide + 1];
  return {
    width: columns * across - 1,
    height: Math.ceil(channels / columns) * down - 1,
    strip: false,
    place(i) {
      const [channel, v, u] = [Math.floor(i / (tall * wide)), Math.floor(i / wide) % tall, i % wide];
      return [Math.floor(channel / columns) * down + v, (channel % columns) * across + u];
    },
    at(row, column) {
      const [v, u] = [row % down, column % across];
      const channel = Math.floor(row / down) * columns + Math.floor(column / across);
      return v < tall && u < wide && channel < channels ? (channel * tall + v) * wide + u : -1;
    },
  };
}

/** The place of weight i in its parameter. @param {{row: number, shape: number[]}} part @param {number} i @returns {number[]} */
export function placeIn({ row, shape }, i) {
  const place = [];
  let left = i;
  for (const size of [...shape].reverse()) {
    place.unshift(left % size);
    left = Math.floor(left / size);
  }
  return [row, ...place];
}

/** Which weight of a part stands at that place; −1 if it is another's. @param {{row: number, shape: number[]}} part @param {number[]} place */
export function indexIn({ row, shape }, [first, ...rest]) {
  if (first !== row || rest.length !== shape.length) return -1;
  return rest.reduce((index, at, k) => index * shape[k] + at, 0);
}

/** "fc.weight~3-17": a weight as the address has it. @param {string} parameter @param {number[]} place */
export const writeWeight = (parameter, place) => `${parameter}~${place.join('-')}`;

/** @param {string | null} text @returns {[string, number[]] | null} null where none is said */
export function readWeight(text) {
  const [parameter, place] = (text ?? '').split('~');
  return place ? [parameter, place.split('-').map(Number)] : null;
}

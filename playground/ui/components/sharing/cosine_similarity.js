// How alike two traces are, layer by layer: at the same places, and after the first one's maps or steps were moved.

import { mainQuantity } from '../run/declarations.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../entries/moved.js').Move} Move */
/** Maps, units as one row, or a row of units for each time step. @typedef {{values: Float32Array, channels: number, height: number, width: number, units?: boolean, steps?: boolean}} Planes */
/** @typedef {{stage: Stage, same: number | null, along: number | null}} Layer */

const PIXELS = 28;
const OUTPUTS = new Set(['Output', 'StepOutput', 'Flatten']);

/** The cosine of the angle between two rows of values; null if one of them is all 0. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function cosine(a, b) {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return aa && bb ? ab / Math.sqrt(aa * bb) : null;
}

/**
 * The layers that two traces have both. `along` is null unless the layer has places to move along: the rows and columns of
 * a map, and the time steps of a recurrent layer, for which a picture's rows come one after another.
 * @param {Trace} original
 * @param {Trace} trace
 * @param {Move} move
 * @returns {Layer[]}
 */
export function layers(original, trace, move) {
  return [...original.stages.values()].flatMap((stage) => {
    const other = trace.stages.get(stage.key);
    const [before, after] = [planes(stage, original), other ? planes(other, trace) : null];
    if (!before || !after || before.values.length !== after.values.length) return [];
    return [{ stage, same: cosine(before.values, after.values), along: along(before, after, move) }];
  });
}

/** What a layer gives on. @param {Stage} stage @param {Trace} trace @returns {Planes | null} */
function planes({ kind, arrays, declared }, { steps }) {
  if (OUTPUTS.has(kind) || !declared) return null;
  const { shape, size, values: numbers } = arrays[mainQuantity(declared)];
  if (declared.timed) return { values: numbers.subarray(0, steps * size), channels: 1, height: steps, width: size, steps: true };
  if (shape.length === 1) return { values: numbers, channels: 1, height: 1, width: shape[0], units: true };
  const [height, width] = shape.slice(-2);
  return { values: numbers, channels: shape.length === 3 ? shape[0] : 1, height, width };
}

/** Only a shift can be undone place by place; time goes down the picture. @param {Planes} before @param {Planes} after @param {Move} move */
function along(before, after, { right = 0, down = 0, ...others }) {
  const share = before.height / PIXELS; // pooled maps have fewer places
  if (before.units || Object.keys(others).length || !(before.steps ? down : right || down)) return null;
  return movedAlong(before, after, before.steps ? 0 : right * share, down * share);
}

/** The cosine over all places whose value, moved, was there before; between places it is interpolated. @param {Planes} before @param {Planes} after @param {number} right @param {number} down */
function movedAlong(before, after, right, down) {
  const { channels, height, width } = before;
  const from = [];
  const to = [];
  const corners = [...ends(down)].flatMap(([dy, a]) => [...ends(right)].map(([dx, b]) => [dy, dx, a * b]));
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (corners.some(([dy, dx]) => y < dy || y - dy >= height || x < dx || x - dx >= width)) continue;
        const at = (/** @type {number} */ row, /** @type {number} */ column) => (c * height + row) * width + column;
        from.push(corners.reduce((sum, [dy, dx, weight]) => sum + weight * before.values[at(y - dy, x - dx)], 0));
        to.push(after.values[at(y, x)]);
      }
    }
  }
  return cosine(from, to);
}

/** The whole shifts beside one, each with its weight. @param {number} shift */
function ends(shift) {
  const whole = Math.floor(shift);
  const rest = shift - whole;
  return rest ? [[whole, 1 - rest], [whole + 1, rest]] : [[whole, 1]];
}

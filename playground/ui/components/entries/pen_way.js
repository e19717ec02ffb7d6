// The steps of the pen on the pad: each a piece of a line, from where the step before ended.

/** @typedef {import('../run/trace.js').Trace} Trace */
/** x and y of its beginning and its end, in 0..1 of the pad @typedef {[number, number, number, number]} Piece */

/** @type {WeakMap<object, Piece[]>} by the encoded drawing, of which each preview brings its own */
const kept = new WeakMap();

/** The piece of each step; one that begins a stroke is a dot, for the pen was up before. @param {Trace} run @returns {Piece[]} */
export function wayOf(run) {
  const encoded = /** @type {NonNullable<Trace['encoded']>} */ (run.encoded);
  const known = kept.get(encoded);
  if (known) return known;
  const { arrays: { points: { values } }, down, step: length } = encoded;
  const [dx, dy] = run.input.values; // the first step begins where the pen was put down, which is no step's end
  const way = Array.from({ length: run.steps }, (_, step) => {
    const [x, y] = [values[2 * step], values[2 * step + 1]];
    const from = !down[step] ? [x, y] : step ? [values[2 * step - 2], values[2 * step - 1]] : [x - dx * length, y - dy * length];
    return /** @type {Piece} */ ([from[0], from[1], x, y]);
  });
  kept.set(encoded, way);
  return way;
}

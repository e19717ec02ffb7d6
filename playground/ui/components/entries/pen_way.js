// The steps of the pen on the pad: each a piece of a line, from where the step before ended.

/** @typedef {import('../run/trace.js').Trace} Trace */
/** x and y of its beginning and its end, in 0..1 of the pad @typedef {[number, number, number, number]} Piece */

const STEP = 0.03; // of the pad, the length of the pen's step (tasks/strokes.py)

/** @type {WeakMap<Trace, Piece[]>} */
const kept = new WeakMap();

/** The piece of each step; one that begins a stroke is a dot, for the pen was up before. @param {Trace} run @returns {Piece[]} */
export function wayOf(run) {
  const known = kept.get(run);
  if (known?.length === run.steps) return known;
  const { arrays: { points: { values } }, down } = /** @type {NonNullable<Trace['encoded']>} */ (run.encoded);
  const [dx, dy] = run.input.values; // the first step begins where the pen was put down, which is no step's end
  const way = Array.from({ length: run.steps }, (_, step) => {
    const [x, y] = [values[2 * step], values[2 * step + 1]];
    const from = !down[step] ? [x, y] : step ? [values[2 * step - 2], values[2 * step - 1]] : [x - dx * STEP, y - dy * STEP];
    return /** @type {Piece} */ ([from[0], from[1], x, y]);
  });
  kept.set(run, way);
  return way;
}

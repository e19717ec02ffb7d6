// What the guesses after each step tell: how they are written, and the step that changed the mind most.

/** A probability in whole per cent; what rounding would make 0 or 100 is told apart from them. @param {number} p @param {boolean} [narrow] */
export function roughly(p, narrow = false) {
  const gap = narrow ? '' : ' ';
  if (p > 0.995 && p < 1) return `>${gap}99${gap}%`;
  if (p < 0.005 && p > 0) return `<${gap}1${gap}%`;
  return `${Math.round(100 * p)}${gap}%`;
}

/**
 * The step after which the probabilities differ most from those before it, by the share that moved from class to class, and the
 * class that gained most there; null where there are fewer than two steps.
 * @param {{values: ArrayLike<number>, size: number, filled: number}} probabilities
 */
export function turningPoint({ values, size, filled }) {
  let [step, most] = [-1, 0];
  for (let t = 1; t < filled; t++) {
    let moved = 0;
    for (let k = 0; k < size; k++) moved += Math.abs(values[t * size + k] - values[(t - 1) * size + k]) / 2;
    if (moved > most) [step, most] = [t, moved];
  }
  if (step < 0) return null;
  let gained = 0;
  const gain = (/** @type {number} */ k) => values[step * size + k] - values[(step - 1) * size + k];
  for (let k = 1; k < size; k++) if (gain(k) > gain(gained)) gained = k;
  return { step, gained, before: values[(step - 1) * size + gained], after: values[step * size + gained] };
}

// What a row of a lane stands for at a step: one unit, or several, of which it shows the strongest or the mean.

/** The unit of largest size among some at a step. @param {Float32Array} values @param {number} base where the step's values begin @param {number[]} units @param {number} first @param {number} end */
export function strongest(values, base, units, first, end) {
  let best = units[first];
  for (let place = first + 1; place < end; place++) if (Math.abs(values[base + units[place]]) > Math.abs(values[base + best])) best = units[place];
  return best;
}

/** @param {Float32Array} values @param {number} base @param {number[]} units @param {number} first @param {number} end */
export function meanOf(values, base, units, first, end) {
  let sum = 0;
  for (let place = first; place < end; place++) sum += values[base + units[place]];
  return sum / (end - first);
}

/**
 * The unit that a row tells of at a step: the one it shows; where it shows a mean the chosen one if it is among them, else the middle one.
 * @param {{values: Float32Array, base: number, units: number[], first: number, end: number, mean: boolean, chosen: number | null}} row
 */
export function unitOfRow({ values, base, units, first, end, mean, chosen }) {
  if (chosen !== null) for (let place = first; place < end; place++) if (units[place] === chosen) return chosen;
  return mean ? units[Math.floor((first + end - 1) / 2)] : strongest(values, base, units, first, end);
}

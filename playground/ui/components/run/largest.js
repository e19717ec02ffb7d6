// The largest of some values, and the one of the largest size.

/** The index of the largest value; 0 of none. @param {ArrayLike<number>} values */
export function argmax(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** The index of the value of the largest size; 0 of none. @param {ArrayLike<number>} values */
export function strongest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  return best;
}

/** The largest size of the values, 1 if all are zero. @param {ArrayLike<number>} values */
export const largest = (values) => Math.abs(values[strongest(values)] ?? 0) || 1;

// Probabilities in words.

const SPACE = '\u00a0'; // no line ends between a number and its unit

/** A probability in per cent; what rounding would make 0 or 100 is told apart from them. @param {number} p */
export function percent(p) {
  if (p > 0.9995 && p < 1) return `>${SPACE}99.9${SPACE}%`;
  if (p < 0.0005 && p > 0) return `<${SPACE}0.1${SPACE}%`;
  return `${(100 * p).toFixed(1)}${SPACE}%`;
}

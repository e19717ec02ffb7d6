// Probabilities in words, and the largest of them.

const SPACE = '\u00a0'; // no line ends between a number and its unit

/** A probability in per cent; what rounding would make 0 or 100 is told apart from them. @param {number} p */
export function percent(p) {
  if (p > 0.9995 && p < 1) return `>${SPACE}99.9${SPACE}%`;
  if (p < 0.0005 && p > 0) return `<${SPACE}0.1${SPACE}%`;
  return `${(100 * p).toFixed(1)}${SPACE}%`;
}

/** Text that stays the same costs no layout. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {ArrayLike<number>} values */
export const argmax = (values) => Array.from(values).reduce((best, value, k, all) => (value > all[best] ? k : best), 0);

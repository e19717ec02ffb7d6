// What the layouts of networks without time have in common, on wide screens and on a phone.

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Block} Block */

export const FRAME = 1; // CSS px around a tile, for its line

/** @param {number} value @param {number} dpr */
export const snapped = (value, dpr) => Math.round(value * dpr) / dpr;

/** @param {Shown} one @param {string} form @param {import('./layout.js').Box} box @param {number} cell @returns {Block} */
export const blockOf = ({ key, quantity, shape }, form, box, cell) => ({ key, quantity, form, ...box, shape, cell, tiles: null });

/** CSS px of a value of a map in a box: a whole number of device pixels, or of a map that is larger a part of one. @param {number} box @param {number} side @param {number} dpr */
export function cellFor(box, side, dpr) {
  const pixels = Math.floor((box * dpr + 1e-6) / side);
  return pixels >= 1 ? pixels / dpr : 1 / (Math.ceil(side / Math.max(1, box * dpr)) * dpr);
}

/** @param {number[]} shape @returns {[number, number]} */
export function pictureShape(shape) {
  if (shape.length >= 2) return [shape[shape.length - 2], shape[shape.length - 1]];
  const side = Math.round(Math.sqrt(shape[0]));
  return side * side === shape[0] ? [side, side] : [1, shape[0]];
}

/** As many columns as make a grid half as high again as wide, a divisor where one is near. @param {number} count */
export function gridColumns(count) {
  const ideal = Math.sqrt((count * 2) / 3);
  const divisors = Array.from({ length: count }, (_, k) => k + 1).filter((d) => count % d === 0 && d > ideal / 1.5 && d < ideal * 1.5);
  return divisors.length ? divisors.reduce((best, d) => (Math.abs(d - ideal) < Math.abs(best - ideal) ? d : best)) : Math.max(1, Math.round(ideal));
}

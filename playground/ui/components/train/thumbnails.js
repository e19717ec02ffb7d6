// A small picture of each kind of data: what its examples look like, not the examples themselves.

/** A path in a box of 40 by 28 in the colour of the first class, one in that of the second, and in ink the points of a third and lines. @typedef {{first?: string, second?: string, third?: string, ink?: string}} Sketch */

/** @param {[number, number][]} places */
const dots = (places) => places.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h.01`).join('');
/** @param {number} count @param {(k: number) => [number, number]} place */
const along = (count, place) => dots(Array.from({ length: count }, (_, k) => place(k / count)));
const turn = (/** @type {number} */ share) => 2 * Math.PI * share;
/** @param {number} radius @returns {(share: number) => [number, number]} */
const ring = (radius) => (share) => [20 + radius * Math.cos(turn(share)), 14 + radius * Math.sin(turn(share))];
/** @param {1 | -1} sign @returns {(share: number) => [number, number]} */
const arm = (sign) => (share) => [20 + sign * 12 * share * Math.cos(turn(1.2 * share)), 14 + sign * 12 * share * Math.sin(turn(1.2 * share))];
/** @param {number} x @param {number} y */
const cloud = (x, y) => dots([[0, 0], [2.6, 1.2], [-2.4, 1.6], [1, -2.8], [-1.8, -2.2], [0.4, 3.4]].map(([dx, dy]) => [x + dx, y + dy]));

/** @type {Record<string, Sketch>} */
export const SKETCHES = {
  circles: { first: along(16, ring(11)), second: along(7, ring(4.5)) },
  moons: { first: along(9, (s) => [15 + 8 * Math.cos(Math.PI * s), 16 - 8 * Math.sin(Math.PI * s)]), second: along(9, (s) => [24 - 8 * Math.cos(Math.PI * s), 12 + 8 * Math.sin(Math.PI * s)]) },
  spirals: { first: along(14, arm(1)), second: along(14, arm(-1)) },
  xor: { first: cloud(12, 7) + cloud(28, 21), second: cloud(28, 7) + cloud(12, 21) },
  gaussians: { first: cloud(20, 7), second: cloud(10, 21), third: cloud(30, 21) },
  points: { first: dots([[10, 9], [16, 14]]), second: dots([[27, 20]]), ink: 'M28 4v8M24 8h8' },
  digits: { ink: 'M9 8c2-3 7-2 6 1-.4 2-3 3-4 3 2 0 5 1 4.500 4-.5 4-6 4-7 1M24 5c-4 6-5 14 0 14s5-7 0-7-3 1-3 2' },
  drawings: { ink: 'M12 22l2-5L27 4l3 3-13 13zM12 22l5-2' },
  names: { ink: 'M7 20L12 7l5 13M9 15.500h6M22 20v-9M22 14c1-3 5-4 7-1v7' },
  series: { ink: 'M4 18c3-12 6-12 9-2s6 8 9-2 6-9 14 2' },
  cancer: { ink: 'M9 6h22v16H9zM9 11.300h22M9 16.600h22M16.300 6v16M23.600 6v16' },
  diabetes: { ink: 'M9 22V5M9 22h24M13 18h.01M16 16h.01M19 17h.01M21 12h.01M25 13h.01M27 8h.01M30 9h.01' },
};

/** @param {string} kind @returns {string} an SVG */
export function sketchOf(kind) {
  const paths = Object.entries(SKETCHES[kind]).map(([name, path]) => `<path class="${name}" d="${path}"/>`);
  return `<svg viewBox="0 0 40 28" aria-hidden="true">${paths.join('')}</svg>`;
}

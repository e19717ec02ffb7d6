// The outline of the ink of a picture: the line along which it is half as dark as ink can be.

const HALF = 0.5;

/** The lines as an SVG path, in pixels of a picture; a value counts at its pixel's middle. @param {ArrayLike<number>} values @param {number} width @param {number} height */
export function outline(values, width, height) {
  // Beyond the edge is paper, so that every line is closed.
  const ink = (/** @type {number} */ x, /** @type {number} */ y) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : values[y * width + x]);
  const lines = [];
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const found = crossings([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]], ink);
      for (let k = 0; k + 1 < found.length; k += 2) lines.push(`M${found[k]}L${found[k + 1]}`);
    }
  }
  return lines.join('');
}

/** Where the sides between four neighbours, in turn, go from ink to paper or back; in pairs that a line joins. @param {[number, number][]} corners @param {(x: number, y: number) => number} ink */
function crossings(corners, ink) {
  /** @type {string[]} */
  const found = [];
  corners.forEach((from, k) => {
    const to = corners[(k + 1) % 4];
    const [a, b] = [ink(...from), ink(...to)];
    if (a >= HALF === b >= HALF) return;
    const share = (HALF - a) / (b - a);
    const at = [0, 1].map((i) => (from[i] + share * (to[i] - from[i]) + 0.5).toFixed(2));
    found.push(at.join(' '));
  });
  return found;
}

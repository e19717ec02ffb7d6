// The rows of the classes: a logit in the picture and its bar in the answer's column stand at one height.

const MOST = 51; // CSS px from row to row
const FAR = 120; // of a few classes

/**
 * The y of the middle of each class's row, from the top of the stage.
 * @param {number} count
 * @param {number} height of the stage, CSS px
 * @returns {number[]}
 */
export function classRows(count, height) {
  const [top, bottom] = height < 520 ? [68, 28] : [82, 28];
  const room = Math.max(0, height - top - bottom);
  if (count > 4) return Array.from({ length: count }, (_, k) => top + k * Math.min(MOST, room / (count - 1)));
  const pitch = count > 1 ? Math.min(FAR, room / count) : 0;
  const middle = top + Math.min(room, 9 * MOST + 10) / 2;
  return Array.from({ length: count }, (_, k) => middle + (k - (count - 1) / 2) * pitch);
}

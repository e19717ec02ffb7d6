// The rows of a table's measurements: a slider in the column at the left and its node in the picture stand at one height.

const MOST = 96; // CSS px from row to row

/** What stands above the first row and below the last: the title, cases to take, the slider's own name. @param {number} height */
function marginsOf(height) {
  if (height >= 560) return { top: 113, bottom: 51 };
  if (height >= 420) return { top: 104, bottom: 22 };
  return { top: 62, bottom: 18 };
}

/**
 * The y of the middle of each row, from the top of the stage.
 * @param {number} count
 * @param {number} height of the stage, CSS px
 * @returns {number[]}
 */
export function inputRows(count, height) {
  const { top, bottom } = marginsOf(height);
  const pitch = count > 1 ? Math.min(MOST, Math.max(0, height - top - bottom) / (count - 1)) : 0;
  return Array.from({ length: count }, (_, k) => top + k * pitch);
}

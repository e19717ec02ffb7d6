// Where a hand has moved the picture that is read.

const FARTHEST = 14; // pixels (playground/tasks/moves.py)

/** @typedef {{right?: number, down?: number} & Record<string, number>} Move */

/** Where the picture is moved to when the hand has gone so far, and what else was done to it stays; null for nothing at all. @param {Move} move @param {number} right @param {number} down @returns {Move | null} */
export function shifted(move, right, down) {
  const within = (/** @type {number} */ value) => Math.max(-FARTHEST, Math.min(FARTHEST, Math.round(2 * value) / 2));
  const next = { ...move, right: within((move.right ?? 0) + right), down: within((move.down ?? 0) + down) };
  const left = Object.entries(next).filter(([name, value]) => value !== 0 || !['right', 'down'].includes(name));
  return left.length ? Object.fromEntries(left) : null;
}

// Boxes on a picture: where it lies on the pad, what a hand or a key cuts out of it, and what is so small that it is looked at from nearer.

/** Left, top, right, bottom in 0..1 of what it is on. @typedef {[number, number, number, number]} Box */
/** @typedef {[number, number]} Point */

/** @type {Box} */
export const WHOLE = [0, 0, 1, 1];
/** @type {Box} what the keys begin with */
export const MIDDLE = [0.25, 0.25, 0.75, 0.75];
const LEAST = 0.03; // of the pad: a smaller frame was a click
const STEP = 0.02; // of a key
const SMALL = 64; // pixels that were sent of the longer side of all digits: of larger ones nothing is to be won

/** Where a picture of that size lies on the pad, which shows it whole. @param {number} width @param {number} height @returns {Box} */
export function placed(width, height) {
  const longest = Math.max(width, height);
  const [x, y] = [(1 - width / longest) / 2, (1 - height / longest) / 2];
  return [x, y, 1 - x, 1 - y];
}

/** A box of `outer`, which is itself a box, in what that is on. @param {Box} outer @param {Box} inner @returns {Box} */
export function within([left, top, right, bottom], [x, y, toX, toY]) {
  const [width, height] = [right - left, bottom - top];
  return [left + x * width, top + y * height, left + toX * width, top + toY * height];
}

/** Where a box of `outer` stands, as CSS has it. @param {Box} outer @param {Box} inner */
export function styleOf(outer, inner) {
  const [left, top, right, bottom] = within(outer, inner).map((share) => 100 * share);
  return { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` };
}

/** The same place of `outer`, in 0..1 of it, cut off at its border. @param {Box} outer @param {Box} box @returns {Box} */
function inside([left, top, right, bottom], [x, y, toX, toY]) {
  const share = (/** @type {number} */ at, /** @type {number} */ low, /** @type {number} */ high) => Math.max(0, Math.min(1, (at - low) / (high - low)));
  return [share(x, left, right), share(y, top, bottom), share(toX, left, right), share(toY, top, bottom)];
}

/** What a hand cuts that went from one place of the pad to another, of the picture that lies on it; null if that is too little. @param {Point} from @param {Point} to @param {Box} picture @returns {Box | null} */
export function dragged([x, y], [toX, toY], picture) {
  const box = inside(picture, [Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)]);
  const [left, top, right, bottom] = within(picture, box);
  return right - left < LEAST || bottom - top < LEAST ? null : box;
}

/** A frame that a key moves, or makes larger and smaller at its right and its foot. @param {Box} box @param {Point} way @param {boolean} resizes @returns {Box} */
export function stepped([left, top, right, bottom], [dx, dy], resizes) {
  const bound = (/** @type {number} */ by, /** @type {number} */ low, /** @type {number} */ high) => Math.max(low, Math.min(high, by * STEP));
  if (resizes) return [left, top, right + bound(dx, left + LEAST - right, 1 - right), bottom + bound(dy, top + LEAST - bottom, 1 - bottom)];
  const [x, y] = [bound(dx, -left, 1 - right), bound(dy, -top, 1 - bottom)];
  return [left + x, top + y, right + x, bottom + y];
}

/**
 * The box of a picture, with room on all sides, in which its digits are looked at from nearer; null if they were sent as
 * large as they are, or large enough.
 * @param {Box[]} digits @param {Point} sent width and height in pixels @param {Point} full the same of what it was made of
 * @returns {Box | null}
 */
export function nearer(digits, [width, height], [fullWidth]) {
  if (!digits.length || fullWidth <= 1.5 * width) return null;
  const corner = (/** @type {number} */ k) => digits.map((box) => box[k]);
  const [left, top, right, bottom] = [Math.min(...corner(0)), Math.min(...corner(1)), Math.max(...corner(2)), Math.max(...corner(3))];
  const longest = Math.max((right - left) * width, (bottom - top) * height);
  if (longest >= SMALL) return null;
  const [x, y] = [longest / width, longest / height];
  return inside(WHOLE, [left - x, top - y, right + x, bottom + y]);
}

// Strokes of a drawing: where they end at the pad's border, how they are painted, and the first part of them.

/** @typedef {[number, number]} Point x and y in 0..1 of the pad, y downwards */
/** @typedef {{strokes: Point[][], width: number}} Drawing */

const LEAST = 0.02; // of the pad, as in tasks/drawing.py

/** @param {Point} point */
export const isOnPad = ([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1;

/** @param {number} v */
const toThousandth = (v) => Math.round(Math.max(0, Math.min(1, v)) * 1000) / 1000;

/** The nearest point of the pad, to a thousandth. @param {Point} point @returns {Point} */
export const rounded = ([x, y]) => [toThousandth(x), toThousandth(y)];

/** Where the way from a point on the pad to one beyond it crosses the border. @param {Point} from @param {Point} to */
export function crossing([x, y], [toX, toY]) {
  const share = (/** @type {number} */ from, /** @type {number} */ to) => (to < 0 ? from / (from - to) : to > 1 ? (1 - from) / (to - from) : 1);
  const t = Math.min(share(x, toX), share(y, toY));
  return rounded([x + t * (toX - x), y + t * (toY - y)]);
}

/** @param {Point[][]} strokes */
export const countPoints = (strokes) => strokes.reduce((count, { length }) => count + length, 0);

/** Whether all of it is so small that the server takes it for a click that shook. @param {Point[][]} strokes */
export function isDot(strokes) {
  const [least, most] = [[1, 1], [0, 0]];
  const isWithin = (/** @type {Point} */ point) => point.every((place, axis) => {
    least[axis] = Math.min(least[axis], place);
    most[axis] = Math.max(most[axis], place);
    return most[axis] - least[axis] < LEAST;
  });
  return strokes.every((stroke) => stroke.every(isWithin));
}

/** The strokes as far as their first points go. @param {Point[][]} strokes @param {number} count */
export function firstPoints(strokes, count) {
  const part = [];
  for (const stroke of strokes) {
    if (count <= 0) break;
    part.push(stroke.slice(0, count));
    count -= stroke.length;
  }
  return part;
}

/** Strokes as round lines on a context of size x size pixels. @param {CanvasRenderingContext2D} context @param {Point[][]} strokes @param {number} width @param {number} size @param {string} colour */
export function paintStrokes(context, strokes, width, size, colour) {
  context.strokeStyle = colour;
  context.lineWidth = width * size;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    // A line of no length is not painted, and a dot is one: it begins a hundredth of a pixel off.
    context.moveTo(stroke[0][0] * size - 0.01, stroke[0][1] * size);
    for (const [x, y] of stroke) context.lineTo(x * size, y * size);
    context.stroke();
  }
}

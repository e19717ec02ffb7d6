// A drawing as a short text: its points in thousandths of the pad, each as what it is off the straight way on.

import { BitReader, BitWriter } from './bits.js';

/** @typedef {import('../entries/strokes.js').Drawing} Drawing */
/** @typedef {import('../entries/strokes.js').Point} Point */

const SCALE = 1000; // steps across the pad
const PLACE = 10; // bits of a first point
const PEN = 9; // bits of the pen's width
const MOST_POINTS = 20_000; // as the server takes them (tasks/drawing.py)

/** @param {number} value */
const steps = (value) => Math.round(value * SCALE);
/** @param {number} value */
const isOnPad = (value) => value >= 0 && value <= SCALE;

/** The text of a drawing; null of one that has none: without a point, or with one beyond the pad. @param {Drawing} drawing @returns {string | null} */
export function writeDrawing({ strokes, width }) {
  const drawn = strokes.filter((stroke) => stroke.length);
  const isWritable = drawn.length && drawn.every((stroke) => stroke.every((point) => point.length === 2 && point.map(steps).every(isOnPad)));
  if (!isWritable || !(steps(width) > 0 && steps(width) < 2 ** PEN)) return null;
  const bits = new BitWriter();
  bits.put(steps(width), PEN);
  bits.count(drawn.length);
  for (const stroke of drawn) {
    bits.count(stroke.length);
    const way = [0, 1].map((axis) => stroke.map((point) => steps(point[axis])));
    for (const [first] of way) bits.put(first, PLACE);
    for (let k = 1; k < stroke.length; k++) for (const places of way) bits.signed(places[k] - expected(places, k));
  }
  return bits.text();
}

/** Where the next place is expected: as far on as the last step went. @param {number[]} places @param {number} k */
const expected = (places, k) => (k < 2 ? places[k - 1] : 2 * places[k - 1] - places[k - 2]);

/** The drawing of a text; null if the text is none. @param {string} text @returns {Drawing | null} */
export function readDrawing(text) {
  const bits = new BitReader(text);
  const width = bits.take(PEN) / SCALE;
  /** @type {Point[][]} */
  const strokes = [];
  let room = MOST_POINTS;
  for (let left = bits.count(); left > 0 && bits.isSound && room > 0; left--) {
    const length = bits.count();
    room -= length;
    if (room >= 0) strokes.push(readStroke(bits, length));
  }
  const isOnIt = strokes.every((stroke) => stroke.every((point) => point.every((value) => value >= 0 && value <= 1)));
  return bits.isWhole && room >= 0 && width > 0 && isOnIt ? { strokes, width } : null;
}

/** @param {BitReader} bits @param {number} length */
function readStroke(bits, length) {
  const way = [0, 1].map(() => [bits.take(PLACE)]);
  for (let k = 1; k < length && bits.isSound; k++) for (const places of way) places.push(expected(places, k) + bits.signed());
  const [across, down] = way;
  return across.map((x, k) => /** @type {Point} */ ([x / SCALE, down[k] / SCALE]));
}

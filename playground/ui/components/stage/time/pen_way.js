// The pen's way over the time axis: pictures of the line as it grows, and below them each step's own direction.

/** @typedef {import('../../run/trace.js').Trace} Trace */

const MOVES = 16; // CSS px, the height of the steps' directions
const STEP = 0.03; // of the pad, the length of the pen's step (tasks/strokes.py)

/** @param {CanvasRenderingContext2D} context @param {{width: number, height: number, axis: {step: number, from: number, count: number}}} block @param {Trace} run @param {import('./inks.js').Inks} inks */
export function paintWay(context, { width, height, axis: { step, from, count } }, run, inks) {
  if (run.encoded?.kind !== 'Points') return;
  const side = height - MOVES - 6;
  const each = Math.max(1, Math.ceil((side + 8) / step)); // steps that one picture stands for
  const until = Math.min(from + count, run.steps);
  context.lineCap = context.lineJoin = 'round';
  for (let first = from; first < until; first += each) {
    const last = Math.min(first + each, until);
    const [left, right] = [(first - from) * step, Math.min((first + each - from) * step, width)];
    if (right - left < side) break;
    const corner = left + (right - left - side) / 2;
    drawLine(context, run, { first: 0, last: first, corner, side, colour: inks.faint, thick: 2 });
    drawLine(context, run, { first, last, corner, side, colour: inks.ink, thick: 2.4 });
    context.strokeStyle = inks.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(right) + 0.5, 4);
    context.lineTo(Math.round(right) + 0.5, height - MOVES - 4);
    if (right < width - 2) context.stroke();
  }
  for (let t = from; t < until; t++) drawMove(context, run, t, { x: (t - from + 0.5) * step, y: height - MOVES / 2 - 1, half: Math.min(step, 14) * 0.42, inks });
}

/** Steps first..last - 1 of the line. @param {CanvasRenderingContext2D} context @param {Trace} run @param {{first: number, last: number, corner: number, side: number, colour: string, thick: number}} how */
function drawLine(context, run, { first, last, corner, side, colour, thick }) {
  const { arrays, down } = /** @type {any} */ (run.encoded);
  const { values } = arrays.points;
  const [dx, dy] = run.input.values;
  context.strokeStyle = colour;
  context.lineWidth = thick;
  context.beginPath();
  for (let t = first; t < last; t++) {
    const [x, y] = [values[2 * t], values[2 * t + 1]];
    // The first step begins where the pen was put down, which is no step's end.
    const [fromX, fromY] = t ? [values[2 * t - 2], values[2 * t - 1]] : [x - dx * STEP, y - dy * STEP];
    if (!down[t]) continue;
    context.moveTo(corner + fromX * side, 3 + fromY * side);
    context.lineTo(corner + x * side, 3 + y * side);
  }
  context.stroke();
}

/** A step as a short line in its direction; one through the air as a ring. @param {CanvasRenderingContext2D} context @param {Trace} run @param {number} t @param {{x: number, y: number, half: number, inks: import('./inks.js').Inks}} where */
function drawMove(context, { encoded, input }, t, { x, y, half, inks }) {
  context.lineWidth = 1.5;
  context.beginPath();
  if (encoded?.down[t]) {
    const [dx, dy] = input.values.subarray(t * input.shape[1]);
    const length = Math.hypot(dx, dy) || 1;
    context.strokeStyle = inks.ink;
    context.moveTo(x - (dx / length) * half, y - (dy / length) * half);
    context.lineTo(x + (dx / length) * half, y + (dy / length) * half);
  } else {
    context.strokeStyle = inks.muted;
    context.arc(x, y, Math.min(half, 4), 0, 7);
  }
  context.stroke();
}

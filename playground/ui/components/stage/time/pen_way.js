// The pen's way over the time axis: pictures of the line as it grows, and below them each step's own direction.

/** @typedef {import('../../run/trace.js').Trace} Trace */

const MOVES = 16; // CSS px, the height of the steps' directions

/** @param {CanvasRenderingContext2D} context @param {{width: number, height: number, axis: {step: number, from: number, count: number}}} block @param {Trace} run @param {import('../../canvas/inks.js').Inks} inks */
export function paintWay(context, { width, height, axis: { step, from, count } }, run, inks) {
  if (run.encoded?.kind !== 'Points') return;
  const side = height - MOVES - 6;
  const pictures = Math.max(1, Math.min(count, Math.floor((count * step) / (side + 8))));
  const until = Math.min(from + count, run.steps);
  const crop = cropOf(run);
  context.lineCap = context.lineJoin = 'round';
  for (let k = 0; k < pictures; k++) {
    const [first, end] = [k, k + 1].map((n) => from + Math.round((n * count) / pictures));
    if (first >= until) break;
    const [left, right] = [(first - from) * step, (end - from) * step];
    const corner = left + (right - left - side) / 2;
    const place = { corner, side, ...crop };
    drawLine(context, run, { ...place, first: 0, last: first, colour: inks.faint, thick: 2 });
    drawLine(context, run, { ...place, first, last: Math.min(end, until), colour: inks.ink, thick: 2.4 });
    context.strokeStyle = inks.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(right) + 0.5, 4);
    context.lineTo(Math.round(right) + 0.5, height - MOVES - 4);
    if (right < width - 2) context.stroke();
  }
  for (let t = from; t < until; t++) drawMove(context, run, t, { x: (t - from + 0.5) * step, y: height - MOVES / 2 - 1, half: Math.min(step, 14) * 0.42, inks });
}

/** The square of the pad that the whole line takes, and a step around it. @param {Trace} run */
function cropOf(run) {
  const { arrays: { points: { values } }, step } = /** @type {any} */ (run.encoded);
  let [left, right, top, bottom] = [1, 0, 1, 0];
  for (let t = 0; t < run.steps; t++) {
    const [x, y] = [values[2 * t], values[2 * t + 1]];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  const extent = Math.max(right - left, bottom - top) + 2 * step;
  return { extent, originX: (left + right - extent) / 2, originY: (top + bottom - extent) / 2 };
}

/** Steps first..last - 1 of the line. @param {CanvasRenderingContext2D} context @param {Trace} run @param {{first: number, last: number, corner: number, side: number, extent: number, originX: number, originY: number, colour: string, thick: number}} how */
function drawLine(context, run, { first, last, corner, side, extent, originX, originY, colour, thick }) {
  const { arrays, down, step: length } = /** @type {any} */ (run.encoded);
  const { values } = arrays.points;
  const [dx, dy] = run.input.values;
  context.strokeStyle = colour;
  context.lineWidth = thick;
  context.beginPath();
  for (let t = first; t < last; t++) {
    const [x, y] = [values[2 * t], values[2 * t + 1]];
    // The first step begins where the pen was put down, which is no step's end.
    const [fromX, fromY] = t ? [values[2 * t - 2], values[2 * t - 1]] : [x - dx * length, y - dy * length];
    if (!down[t]) continue;
    context.moveTo(corner + ((fromX - originX) / extent) * side, 3 + ((fromY - originY) / extent) * side);
    context.lineTo(corner + ((x - originX) / extent) * side, 3 + ((y - originY) / extent) * side);
  }
  context.stroke();
}

/** A step as a short line in its direction; one through the air as a ring. @param {CanvasRenderingContext2D} context @param {Trace} run @param {number} t @param {{x: number, y: number, half: number, inks: import('../../canvas/inks.js').Inks}} where */
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

// The pen's way on a square canvas: each step a piece of the line, in a colour of its own.
// @ts-nocheck: untyped until the next issue replaces it

export const SIZE = 640; // canvas pixels a side
const STEP = 0.03; // of the pad, the length of the pen's step (tasks/strokes.py)

/** `pen(step)` is {colour, alpha, wider}: how opaque it is, 1 by default, and how many canvas pixels wider than usual. */
export function drawWay(context, trace, pen) {
  const { values: points } = trace.encoded.arrays.points;
  context.lineCap = 'round';
  for (let step = 0; step < trace.steps; step++) {
    const [x, y] = [points[2 * step] * SIZE, points[2 * step + 1] * SIZE];
    const joined = trace.encoded.down[step];
    // The first step begins where the pen was put down, which is no step's end.
    const [fromX, fromY] = step ? points.subarray(2 * step - 2).map((v) => v * SIZE) : [x - trace.input.values[0] * STEP * SIZE, y - trace.input.values[1] * STEP * SIZE];
    const { colour, alpha = 1, wider = 0 } = pen(step);
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = SIZE * (joined ? 0.035 : 0.045) + wider;
    context.beginPath();
    context.moveTo(joined ? fromX : x - 0.01, joined ? fromY : y);
    context.lineTo(x, y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** A ring where a step ends. */
export function ring(canvas, trace, step) {
  const { values: points } = trace.encoded.arrays.points;
  const context = canvas.getContext('2d');
  context.lineWidth = 3;
  context.strokeStyle = getComputedStyle(canvas).getPropertyValue('--pg-ink');
  context.beginPath();
  context.arc(points[2 * step] * SIZE, points[2 * step + 1] * SIZE, SIZE * 0.032, 0, 7);
  context.stroke();
}

/** The step that ended nearest to where the pointer is. */
export function stepAt(canvas, trace, event) {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  const { values } = trace.encoded.arrays.points;
  const far = (step) => Math.hypot(values[2 * step] - x, values[2 * step + 1] - y);
  let best = 0;
  for (let step = 1; step < trace.steps; step++) if (far(step) < far(best)) best = step;
  return best;
}

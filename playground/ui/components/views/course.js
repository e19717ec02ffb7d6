// The course of the guess between two classes: how much of the probability the second has after each step.
// @ts-nocheck: untyped until the next issue replaces it

import { paintLine } from '../canvas/paint.js';

/** Above the middle the guess is the second class, below it the first; what comes after `moment` is faint. */
export function drawCourse(canvas, trace, moment) {
  const scale = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  const style = getComputedStyle(canvas);
  context.clearRect(0, 0, width, height);
  context.strokeStyle = style.getPropertyValue('--pg-line');
  context.lineWidth = scale;
  for (const share of [0, 0.5, 1]) paintLine(context, [[0, y(share)], [width, y(share)]]);
  context.fillStyle = style.color;
  context.font = `${11 * scale}px system-ui, sans-serif`;
  for (const [share, below] of [[0, -4], [0.5, -4], [1, 12]]) context.fillText(`${100 * share}%`, 2 * scale, y(share) + below * scale);
  const { values, size } = trace.stages.get('StepOutput')?.arrays.probabilities ?? {};
  if (!values) return;
  const points = Array.from({ length: trace.steps }, (_, step) => [((step + 0.5) / trace.steps) * width, y(values[step * size + 1])]);
  context.lineWidth = 2.5 * scale;
  context.lineJoin = 'round';
  for (const [name, from, to] of [['--pg-line', moment, trace.steps], ['--pg-ink', 0, moment + 1]]) {
    context.strokeStyle = context.fillStyle = style.getPropertyValue(name);
    paintLine(context, points.slice(from, to));
    if (trace.steps > 80) continue;
    for (const [px, py] of points.slice(from, to)) {
      context.beginPath();
      context.arc(px, py, 3.5 * scale, 0, 7);
      context.fill();
    }
  }

  function y(share) {
    return 5 * scale + (1 - share) * (height - 10 * scale);
  }
}

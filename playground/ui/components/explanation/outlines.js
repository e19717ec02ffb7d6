// Frames around the painted cells that an explained value came from, in the stages before; they scroll with the page.
// @ts-nocheck: untyped until the next issue replaces it

import { isOriginal } from '../canvas/hover.js';

const frames = [];

/** The boxes of a source {stage, layer, direction, t, quantity, ranges} on the canvases that show it: [{canvas, x, y, width, height}]. */
export function boxesOf(source, original = false) {
  const found = [];
  for (const canvas of document.querySelectorAll('.pg-stages canvas')) {
    const { cells } = canvas;
    if (!cells?.select || !onSide(canvas, original) || !same(cells.select(0, 0), source)) continue;
    let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
    for (let y = 0; y < cells.height; y++) {
      for (let x = 0; x < cells.width; x++) {
        const at = cells.select(x, y);
        if (!within(at, source)) continue;
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      }
    }
    if (right >= 0) found.push({ canvas, x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
  }
  return found;
}

/** The canvas and the cell that show a selection, if they are on the page. */
export function cellOf({ index, original, ...place }) {
  return boxesOf({ ...place, ranges: index.map((i) => [i, i + 1]) }, original)[0] ?? null;
}

/** A stage in which original and changed network agree is shown once, for both. */
const onSide = (canvas, original) => isOriginal(canvas) === Boolean(original) || !canvas.closest('.half');

// The logits of a step are not painted, but the probabilities that they became.
const painted = ({ stage, quantity }) => (stage === 'StepOutput' ? 'probabilities' : quantity);
const same = (a, b) => a && a.stage === b.stage && a.quantity === painted(b) && (a.layer ?? null) === (b.layer ?? null) && (a.direction ?? null) === (b.direction ?? null);
const within = (at, { t, ranges }) => at && (at.t ?? null) === (t ?? null) && at.index.every((i, k) => i >= ranges[k][0] && i < ranges[k][1]);

/** Draw frames around boxes, given with a class each: [{box, kind}]; others disappear. */
export function frame(boxes) {
  const areas = boxes.map(({ box: { canvas } }) => canvas.getBoundingClientRect()); // all before anything is moved
  const { scrollX, scrollY } = window;
  boxes.forEach(({ box: { canvas, x, y, width, height }, kind }, k) => {
    if (!frames[k]) {
      frames[k] = document.createElement('div');
      document.body.append(frames[k]);
    }
    const [dx, dy] = [areas[k].width / canvas.cells.width, areas[k].height / canvas.cells.height];
    frames[k].className = `pg-from ${kind}`;
    Object.assign(frames[k].style, {
      display: 'block',
      left: `${areas[k].left + scrollX + x * dx}px`,
      top: `${areas[k].top + scrollY + y * dy}px`,
      width: `${width * dx}px`,
      height: `${height * dy}px`,
    });
  });
  for (const rest of frames.slice(boxes.length)) rest.style.display = 'none';
}

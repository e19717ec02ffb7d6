// Reading a canvas of cells: by the pointer, and by arrow keys where it has the focus; Enter does what a click does.

import { pixelRatio } from '../dom/zoom.js';

/**
 * `from`: what the pointer is over, where the canvas lets it through; its listeners go with `signal`.
 * @param {HTMLCanvasElement} canvas
 * @param {{columns: () => number, rows: () => number, at: (x: number, y: number) => void, off: () => void, act?: (x: number, y: number) => void}} how
 * @param {{from?: HTMLElement, signal?: AbortSignal}} [through]
 */
export function readCells(canvas, { columns, rows, at, off, act }, { from = canvas, signal } = {}) {
  /** @type {[number, number] | null} */
  let cell = null;
  const move = (/** @type {number} */ x, /** @type {number} */ y) => {
    cell = [x, y];
    at(x, y);
  };
  canvas.tabIndex = 0;
  const point = (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    const share = (/** @type {number} */ place, /** @type {number} */ size, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, Math.floor((place / size) * count)));
    move(share(event.clientX - box.left, box.width, columns()), share(event.clientY - box.top, box.height, rows()));
  };
  from.addEventListener('pointermove', point, { signal });
  if (from === canvas) from.addEventListener('pointerdown', point);
  from.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && off(), { signal });
  canvas.addEventListener('blur', off);
  canvas.addEventListener('click', () => cell && act?.(...cell));
  canvas.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && cell) act?.(...cell);
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    const [x, y] = cell ?? [-step[0], -step[1]];
    move((x + step[0] + columns()) % columns(), (y + step[1] + rows()) % rows());
    event.preventDefault();
  });
}

/** As many canvas pixels as the screen has, in CSS px; null while it has no size. @param {HTMLCanvasElement} canvas @returns {{context: CanvasRenderingContext2D, width: number, height: number} | null} */
export function sized(canvas) {
  const dpr = pixelRatio();
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!width || !height || !context) return null;
  Object.assign(canvas, { width: Math.round(width * dpr), height: Math.round(height * dpr) });
  context.scale(dpr, dpr);
  return { context, width, height };
}

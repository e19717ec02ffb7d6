// A small field in which a series is seen, and drawn with mouse, pen or finger.

import { pixelRatio } from '../dom/zoom.js';
import { find } from '../dom/find.js';
import { contextOf } from '../canvas/context.js';
import { onTheme } from '../canvas/theme.js';

const COLUMNS = 100; // values across the whole field
const FEWEST = 8; // columns of a curve; less is a slip of the hand
const TOP = 100; // the value at the upper edge; the lower one is 0

/** @typedef {{columns: (number | undefined)[], length: number, least: number, most: number}} Drawn a curve while it is drawn */

/** {show(values, read)}. `end(values)`: a curve was drawn, one value for each column that the pen came over. @param {HTMLElement} element @param {{begin: () => void, end: (values: number[]) => void, short: () => void}} events */
export function curve(element, { begin, end, short }) {
  const canvas = find(element, 'canvas', HTMLCanvasElement);
  /** @type {(number | undefined)[]} */
  let drawn = []; // by column; what is not drawn yet is undefined
  /** @type {[number, number] | null} */
  let pen = null; // the last [column, value], while it is down
  /** @type {{values: number[], read: number}} */
  let shown = { values: [], read: 0 };

  const repaint = () => (pen ? paint(canvas, spread(drawn)) : paint(canvas, shown.values, shown.read));
  const show = (/** @type {number[]} */ values, /** @type {number} */ read = values.length) => {
    shown = { values, read };
    element.classList.toggle('empty', !values.length);
    repaint();
  };
  /** @returns {[number, number]} */
  const place = (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    const share = (/** @type {number} */ at, /** @type {number} */ size) => Math.max(0, Math.min(1, at / size));
    const column = Math.round(share(event.clientX - box.left, box.width) * (COLUMNS - 1));
    return [column, (1 - share(event.clientY - box.top, box.height)) * TOP];
  };
  /** A straight line from the last point, over whatever was drawn there before. */
  const move = (/** @type {PointerEvent} */ event) => {
    const [column, value] = place(event);
    const [from, before] = pen ?? [column, value];
    for (let c = Math.min(from, column); c <= Math.max(from, column); c++) {
      const share = column === from ? 1 : (c - from) / (column - from);
      drawn[c] = Math.round((before + share * (value - before)) * 10) / 10;
    }
    pen = [column, value];
    repaint();
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    element.classList.remove('empty');
    drawn = [];
    begin();
    move(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!pen) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) move(one);
  });
  const lift = () => {
    if (!pen) return;
    pen = null;
    const values = drawn.filter((value) => value !== undefined);
    if (values.length >= FEWEST) {
      show(values);
      end(values);
    } else {
      show(shown.values, shown.read);
      short();
    }
  };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);
  new ResizeObserver(repaint).observe(canvas);
  onTheme(repaint);
  return { show };
}

/** While it is drawn a curve keeps its place, and the field its scale. */
/** @param {(number | undefined)[]} drawn @returns {Drawn} */
const spread = (drawn) => ({ columns: drawn, length: COLUMNS, least: 0, most: TOP });

/** The values from edge to edge; those from `read` on, which are hidden from the network, in a softer colour. */
/** @param {HTMLCanvasElement} canvas @param {number[] | Drawn} values @param {number} [read] */
function paint(canvas, values, read = Infinity) {
  const scale = pixelRatio();
  const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
  if (!width) return;
  Object.assign(canvas, { width, height });
  const drawn = 'columns' in values ? values : null;
  const list = 'columns' in values ? values.columns : values;
  const known = list.filter((value) => value !== undefined);
  const least = drawn ? drawn.least : known.reduce((a, b) => Math.min(a, b), Infinity);
  const most = drawn ? drawn.most : known.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = drawn ? 0 : 8 * scale;
  const x = (/** @type {number} */ k) => (k / Math.max(1, values.length - 1)) * (width - 2 * margin) + margin;
  const y = (/** @type {number} */ value) => (most > least ? height - margin - ((value - least) / (most - least)) * (height - 2 * margin) : height / 2);
  const context = contextOf(canvas);
  const style = getComputedStyle(canvas);
  context.lineWidth = (list.length > 500 ? 1 : 1.8) * scale;
  context.lineJoin = 'round';
  const line = (/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ colour) => {
    context.strokeStyle = colour;
    context.beginPath();
    for (let k = from; k < to; k++) {
      const value = list[k];
      if (value !== undefined) context.lineTo(x(k), y(value));
    }
    context.stroke();
  };
  const hidden = Math.min(read, list.length);
  line(Math.max(0, hidden - 1), list.length, style.getPropertyValue('--pg-muted'));
  line(0, hidden, style.color);
}

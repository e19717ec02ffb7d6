// A grid of numbers on a canvas: values as colours and written out, padding dashed, marks, and outlines of windows.

import { pixelRatio, placeIn } from '../dom/zoom.js';
import { contextOf } from '../canvas/context.js';
import { table } from '../stage/colours.js';
import { brief } from './format.js';

const NUMBERS = 19; // pixels of a cell from which on its number is written into it
const SMALLEST = 5;
const STRONGEST = 0.8; // of the signed colours, so that a number can be read on them
/** @type {[number, number][]} */
const FONTS = [[21, 8.5], [30, 9.5], [40, 11], [Infinity, 13]]; // pixels of a cell, of its digits

/** @typedef {number[]} Colour red, green and blue, 0 to 255 */
/** @typedef {import('./arithmetic.js').Cell} Cell */
/** @typedef {{cells: Cell[], colour: string, width?: number, dash?: number[]}} Outline */
/**
 * What a grid shows. value(y, x): null where there is none yet, undefined where there is no cell; room: pixels of its
 * width; padding: rows and columns; absent(y, x): padding; numbers: false leaves the numbers out.
 * @typedef {object} Shown
 * @property {number} rows
 * @property {number} columns
 * @property {(y: number, x: number) => number | null | undefined} value
 * @property {(y: number, x: number) => number[]} colour
 * @property {number} [room]
 * @property {number[]} [padding]
 * @property {((y: number, x: number) => boolean)} [lost]
 * @property {((y: number, x: number) => boolean)} [unread]
 * @property {((y: number, x: number) => boolean) | null} [absent]
 * @property {Outline[]} [outlines]
 * @property {boolean} [numbers]
 */

/** The colour of a value: [r, g, b]. scale: a ramp, or 'red', 'green', 'blue' for a channel. @param {string} scale @param {number} value @param {number} most @returns {Colour} */
export function shade(scale, value, most) {
  const tint = ['red', 'green', 'blue'].indexOf(scale);
  const share = Math.max(0, Math.min(1, value / (most || 1)));
  if (tint >= 0) return [0, 1, 2].map((c) => (c === tint ? Math.round(28 + 227 * share) : 22));
  const at = scale === 'signed' ? (Math.max(-1, Math.min(1, value / (most || 1))) * STRONGEST + 1) / 2 : share;
  const packed = table(/** @type {import('../stage/colours.js').Ramp} */ (scale))[Math.round(at * 255)];
  return [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255];
}

/** @param {number[]} rgb */
export const css = (rgb) => `rgb(${rgb.join(' ')})`;

/** Black or white, whichever stands out. @param {number[]} rgb */
export const inkOn = ([r, g, b]) => (0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#111418' : '#ffffff');

export class Grid {
  /** @param {number} size pixels of a cell where there is room */
  constructor(size) {
    this.size = size;
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'pg-lab-grid';
    /** @type {Cell} */
    this.at = [0, 0];
    this.cell = size;
    this.above = this.left = 0;
    this.line = this.soft = this.ground = this.warn = '';
    /** @type {Shown} */
    this.shown = { rows: 0, columns: 0, value: () => undefined, colour: () => [0, 0, 0] };
    /** @type {string | null} of the picture's grids which channel it is */
    this.name = null;
    /** @type {number | null} null: all three as colours */
    this.channel = null;
    /** @type {HTMLElement | null} */
    this.caption = null;
  }

  /** @param {Shown} shown */
  show(shown) {
    this.shown = shown;
    const { rows, columns, padding: [above, left] = [0, 0], room = Infinity } = shown;
    this.cell = Math.max(SMALLEST, Math.min(this.size, Math.floor((room - 2) / (columns + 2 * left))));
    this.above = above;
    this.left = left;
    const [width, height] = [(columns + 2 * left) * this.cell + 2, (rows + 2 * above) * this.cell + 2];
    const sharp = pixelRatio();
    Object.assign(this.canvas, { width: Math.round(width * sharp), height: Math.round(height * sharp) });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = contextOf(this.canvas);
    context.scale(sharp, sharp);
    context.translate(1, 1);
    this.#cells(context);
    for (const outline of shown.outlines ?? []) this.#outline(context, outline);
  }

  /** The cell under the pointer, [y, x], padding below 0; null beside the grid. @param {{clientX: number, clientY: number}} event @returns {Cell | null} */
  cellAt(event) {
    const [right, down] = placeIn(this.canvas, event);
    const y = Math.floor((down - 1) / this.cell) - this.above;
    const x = Math.floor((right - 1) / this.cell) - this.left;
    const { rows, columns } = this.shown;
    return y >= -this.above && x >= -this.left && y < rows + this.above && x < columns + this.left ? [y, x] : null;
  }

  /** @param {Cell} cell */
  holds([y, x]) {
    return y >= 0 && x >= 0 && y < this.shown.rows && x < this.shown.columns;
  }

  /** Where a cell is on its canvas, in pixels. @param {number} y @param {number} x */
  place(y, x) {
    return [(x + this.left) * this.cell, (y + this.above) * this.cell];
  }

  /** Tell `point(y, x)` of the cell that is pointed at, or moved to with the arrow keys. @param {(y: number, x: number) => void} point @param {(event: KeyboardEvent, y: number, x: number) => boolean} [key] */
  onPoint(point, key = () => false) {
    const go = (/** @type {Cell} */ cell) => {
      this.at = cell;
      point(...cell);
    };
    this.canvas.tabIndex = 0;
    const under = (/** @type {PointerEvent} */ event) => {
      const cell = this.cellAt(event);
      if (cell && this.holds(cell)) go(cell);
    };
    this.canvas.addEventListener('pointermove', under);
    this.canvas.addEventListener('pointerdown', under);
    this.canvas.addEventListener('keydown', (event) => {
      const { rows, columns } = this.shown;
      /** @type {Cell} */
      const at = [Math.min(this.at[0], rows - 1), Math.min(this.at[1], columns - 1)];
      const step = new Map([['ArrowLeft', [0, -1]], ['ArrowRight', [0, 1]], ['ArrowUp', [-1, 0]], ['ArrowDown', [1, 0]], ['Home', [0, -columns]], ['End', [0, columns]]]).get(event.key);
      if (step && !event.ctrlKey && !event.metaKey) {
        go([Math.max(0, Math.min(rows - 1, at[0] + step[0])), Math.max(0, Math.min(columns - 1, at[1] + step[1]))]);
        event.preventDefault();
      } else if (key(event, ...at)) event.preventDefault();
    });
    this.canvas.addEventListener('focus', () => this.canvas.matches(':focus-visible') && go([Math.min(this.at[0], this.shown.rows - 1), Math.min(this.at[1], this.shown.columns - 1)]));
  }

  /** @param {CanvasRenderingContext2D} context */
  #cells(context) {
    const { rows, columns } = this.shown;
    const style = getComputedStyle(document.body);
    this.line = style.getPropertyValue('--pg-line');
    this.soft = style.getPropertyValue('--pg-muted');
    this.ground = style.getPropertyValue('--pg-ground');
    this.warn = style.getPropertyValue('--pg-warn');
    context.font = `${FONTS.find(([most]) => this.cell < most)?.[1]}px ui-monospace, monospace`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (let y = -this.above; y < rows + this.above; y++) {
      for (let x = -this.left; x < columns + this.left; x++) {
        if (this.holds([y, x]) && !this.shown.absent?.(y, x)) this.#cell(context, y, x);
        else this.#zero(context, y, x);
      }
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {number} y @param {number} x */
  #cell(context, y, x) {
    const { value, colour, lost, unread } = this.shown;
    const [left, top] = this.place(y, x);
    const { cell } = this;
    const number = value(y, x);
    if (number === undefined) return;
    const rgb = number === null ? null : colour(y, x);
    context.fillStyle = rgb ? css(rgb) : this.ground;
    context.fillRect(left, top, cell, cell);
    if (lost?.(y, x)) this.#hatch(context, left, top);
    context.lineWidth = 1;
    context.strokeStyle = this.line;
    context.setLineDash([]);
    context.strokeRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
    if (unread?.(y, x)) this.#cross(context, left, top);
    if (number === null || !rgb || cell < NUMBERS || this.shown.numbers === false) return;
    context.fillStyle = inkOn(rgb);
    context.fillText(brief(number, cell), left + cell / 2, top + cell / 2 + 0.5, cell - 2);
  }

  /** A cell of the padding: a zero that is not in the picture. @param {CanvasRenderingContext2D} context @param {number} y @param {number} x */
  #zero(context, y, x) {
    const [left, top] = this.place(y, x);
    context.strokeStyle = this.soft;
    context.lineWidth = 1;
    context.setLineDash([2, 2]);
    context.strokeRect(left + 2.5, top + 2.5, this.cell - 5, this.cell - 5);
    context.setLineDash([]);
    if (this.cell < NUMBERS) return;
    context.fillStyle = this.soft;
    context.fillText('0', left + this.cell / 2, top + this.cell / 2 + 0.5);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} left @param {number} top */
  #hatch(context, left, top) {
    const { cell } = this;
    context.save();
    context.beginPath();
    context.rect(left, top, cell, cell);
    context.clip();
    context.strokeStyle = this.warn;
    context.globalAlpha = 0.55;
    context.lineWidth = 1.2;
    context.setLineDash([]);
    context.beginPath();
    for (let d = 4; d < 2 * cell; d += 7) {
      context.moveTo(left + d, top);
      context.lineTo(left, top + d);
    }
    context.stroke();
    context.restore();
  }

  /** @param {CanvasRenderingContext2D} context @param {number} left @param {number} top */
  #cross(context, left, top) {
    const { cell } = this;
    context.strokeStyle = this.warn;
    context.lineWidth = 1.4;
    context.beginPath();
    context.moveTo(left + 3, top + 3);
    context.lineTo(left + 8, top + 8);
    context.moveTo(left + 8, top + 3);
    context.lineTo(left + 3, top + 8);
    context.stroke();
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
  }

  /** The border of a set of cells, also of one with gaps. @param {CanvasRenderingContext2D} context @param {Outline} outline */
  #outline(context, { cells, colour, width = 2.5, dash = [] }) {
    const inside = new Set(cells.map(String));
    const trace = () => {
      context.beginPath();
      for (const [y, x] of cells) {
        const [left, top] = this.place(y, x);
        const [right, bottom] = [left + this.cell, top + this.cell];
        const side = (/** @type {number} */ dy, /** @type {number} */ dx, /** @type {number[]} */ ...line) => {
          if (inside.has(String([y + dy, x + dx]))) return;
          context.moveTo(line[0], line[1]);
          context.lineTo(line[2], line[3]);
        };
        side(-1, 0, left, top, right, top);
        side(1, 0, left, bottom, right, bottom);
        side(0, -1, left, top, left, bottom);
        side(0, 1, right, top, right, bottom);
      }
      context.stroke();
    };
    context.lineCap = 'square';
    const style = getComputedStyle(document.body);
    context.setLineDash([]);
    if (!dash.length) {
      context.strokeStyle = style.getPropertyValue('--pg-surface');
      context.lineWidth = width + 2;
      trace();
    }
    context.setLineDash(dash);
    context.strokeStyle = style.getPropertyValue(colour);
    context.lineWidth = width;
    trace();
    context.setLineDash([]);
  }
}

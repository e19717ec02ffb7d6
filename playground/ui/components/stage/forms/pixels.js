// The pixels of a block's canvas: rectangles of colours in whole device pixels, put on it in one go.

import { rooted, table } from '../colours.js';
import { inksNow } from '../../canvas/inks.js';

/** @typedef {import('./forms.js').Look} Look */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../../run/trace.js').Trace} Trace */

const FADED = 0.5;

/** A pixel that lets through what is behind it. @param {number} pixel */
const shade = (pixel) => ((Math.round(255 * FADED) << 24) | (pixel & 0xffffff)) >>> 0;

/** A colour of the style sheet, "#rrggbb", in the byte order of ImageData. @param {string} css */
function pixelOf(css) {
  const number = Number.parseInt(css.slice(1), 16) || 0;
  return ((255 << 24) | ((number & 255) << 16) | (number & 0xff00) | (number >> 16)) >>> 0;
}

/** Whether some of the values are others than before. @param {ArrayLike<number>} values @param {ArrayLike<number>} before @param {number} [from] @param {number} [to] */
export function differs(values, before, from = 0, to = values.length) {
  for (let i = from; i < to; i++) if (values[i] !== before[i]) return true;
  return false;
}

/** What a run has of a block's quantity, and what the run without the changes has, where that is something else. @param {Block} block @param {Trace} run @param {Look} look */
export function valuesOf({ key, quantity }, run, look) {
  const values = run.stages.get(key)?.arrays[quantity]?.values;
  const before = look.original?.stages.get(key)?.arrays[quantity]?.values;
  return values ? { values, before: before?.length === values.length && differs(values, before) ? before : null } : null;
}

/** Whether a run has values of its own: a plan has none to be told. @param {Trace} run */
export const hasValues = (run) => Boolean(run.of || run.preview);

export class Pixels {
  /** @param {CanvasRenderingContext2D} context @param {Look} look */
  constructor(context, { scale, dpr }) {
    this.context = context;
    this.width = context.canvas.width;
    this.height = context.canvas.height;
    this.image = context.createImageData(this.width, this.height);
    this.data = new Uint32Array(this.image.data.buffer);
    this.dpr = dpr;
    this.table = table(scale.ramp);
    const isSigned = scale.ramp === 'signed';
    this.root = scale.root ? scale.most : 0;
    this.factor = (isSigned ? 127.5 : 255) / scale.most;
    this.zero = (isSigned ? 127.5 : 0) + 0.5; // half a place more, to be cut off
    this.line = pixelOf(inksNow().line);
    this.ink = pixelOf(inksNow().ink);
    this.thin = Math.max(1, Math.round(dpr));
  }

  /** A length in device pixels. @param {number} css */
  px(css) {
    return Math.round(css * this.dpr);
  }

  /** @param {number} value @param {boolean} isFaded */
  colour(value, isFaded) {
    const place = (this.root ? this.root * rooted(value / this.root) : value) * this.factor + this.zero; // as placeOf of colours.js has it
    const pixel = this.table[place >= 255 ? 255 : place > 0 ? place | 0 : 0];
    return isFaded ? shade(pixel) : pixel;
  }

  /** Device pixels. @param {number} x @param {number} y @param {number} width @param {number} height @param {number} pixel @param {boolean} [isFaded] */
  fill(x, y, width, height, pixel, isFaded = false) {
    const colour = isFaded ? shade(pixel) : pixel;
    const [left, right] = [Math.max(0, x), Math.min(this.width, x + width)];
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) this.data.fill(colour, row * this.width + left, row * this.width + right);
  }

  /** The line around a rectangle. @param {number} x @param {number} y @param {number} width @param {number} height @param {boolean} [isFaded] */
  frame(x, y, width, height, isFaded = false) {
    const { thin, line } = this;
    this.fill(x - thin, y - thin, width + 2 * thin, thin, line, isFaded);
    this.fill(x - thin, y + height, width + 2 * thin, thin, line, isFaded);
    this.fill(x - thin, y, thin, height, line, isFaded);
    this.fill(x + width, y, thin, height, line, isFaded);
  }

  /** The line between before, at the left, and after. @param {number} x @param {number} y @param {number} width @param {number} height */
  split(x, y, width, height) {
    this.fill(x + (width >> 1) - (this.thin >> 1), y, this.thin, height, this.ink);
  }

  put() {
    this.context.putImageData(this.image, 0, 0);
  }
}

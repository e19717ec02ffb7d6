// An uploaded picture is made small and grey in the browser: the file itself never leaves the visitor's machine.

import { contextOf } from '../../canvas/context.js';
import { placed, WHOLE, within } from './boxes.js';
import { decode } from './decode.js';
import { alphaOf, base64, greyOf, isClear, isLight, pixelsOf, sizeOf } from './sent.js';

const GROUNDS = { light: '#fff', dark: '#444' }; // under what is transparent, so that its ink is seen

/** @typedef {import('./boxes.js').Box} Box */
/** A picture as it is sent: bytes row by row, in base64. @typedef {{width: number, height: number, grey: string, alpha?: string}} Sent */

export class Picture {
  lookedAt = false; // whether it was decided if its digits are looked at from nearer

  /**
   * @param {File | HTMLCanvasElement} origin
   * @param {Box} box what of that it is
   * @param {[number, number]} full how many pixels that has
   * @param {HTMLCanvasElement} canvas what is sent of it, in colour
   * @param {Uint8ClampedArray} data its pixels
   */
  constructor(origin, box, full, canvas, data) {
    this.origin = origin;
    this.box = box;
    this.full = full;
    this.canvas = canvas;
    const { width, height } = canvas;
    const grey = greyOf(data);
    const alpha = isClear(data) ? alphaOf(data) : null;
    this.ground = alpha && (isLight(grey, alpha) ? GROUNDS.dark : GROUNDS.light);
    /** @type {{picture: Sent}} */
    this.input = { picture: { width, height, grey: base64(grey), ...(alpha && { alpha: base64(alpha) }) } };
  }

  /** Where it lies on the pad. */
  get place() {
    return placed(this.canvas.width, this.canvas.height);
  }

  /** A box of it, read anew from where it came from. @param {Box} box */
  cut(box) {
    return readPicture(this.origin, within(this.box, box));
  }

  /** On a pad of size x size pixels. @param {CanvasRenderingContext2D} context @param {number} size */
  paint(context, size) {
    const [left, top, right, bottom] = this.place.map((share) => share * size);
    if (this.ground) {
      context.fillStyle = this.ground;
      context.fillRect(left, top, right - left, bottom - top);
    }
    context.drawImage(this.canvas, left, top, right - left, bottom - top);
  }
}

/** A box of an image file. Throws Unreadable where the browser cannot decode it. @param {File | HTMLCanvasElement} origin @param {Box} [box] */
export async function readPicture(origin, box = WHOLE) {
  const drawable = await decode(origin);
  const [left, top, right, bottom] = box;
  /** @type {[number, number]} */
  const full = [(right - left) * drawable.width, (bottom - top) * drawable.height];
  const part = [left * drawable.width, top * drawable.height, ...full];
  const canvas = document.createElement('canvas');
  let data = draw(canvas, drawable, part, sizeOf(...full, false));
  if (isClear(data)) data = draw(canvas, drawable, part, sizeOf(...full, true));
  drawable.close();
  return new Picture(origin, box, full, canvas, data);
}

/** The pixels of a part of it, drawn in a size. @param {HTMLCanvasElement} canvas @param {import('./decode.js').Drawable} drawable @param {number[]} part left, top, width, height @param {[number, number]} size */
function draw(canvas, { source }, [x, y, width, height], [toWidth, toHeight]) {
  Object.assign(canvas, { width: toWidth, height: toHeight });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no 2d context');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, x, y, width, height, 0, 0, toWidth, toHeight);
  return context.getImageData(0, 0, toWidth, toHeight).data;
}

/** One that was sent before, of which nothing else is left. @param {Sent} sent */
export async function restored({ width, height, grey, alpha }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  image.data.set(pixelsOf(atob(grey), alpha === undefined ? null : atob(alpha)));
  context.putImageData(image, 0, 0);
  return new Picture(canvas, WHOLE, [width, height], canvas, image.data);
}

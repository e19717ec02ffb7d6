// A packed test digit on the pad: nothing is made of it, its pixels are those that the network reads.

import { contextOf } from '../../canvas/context.js';
import { session } from '../../run/session.js';
import { table } from '../../stage/colours.js';
import { t } from '../../text/text.js';
import { WHOLE } from './boxes.js';

/** Which one the run read, and what it is, in one line under the digit. */
export const toldTest = () => t('pad.read_test_short', { number: session.input?.test?.toLocaleString('en'), label: session.trace?.encoded?.label });

export class TestDigit {
  place = WHOLE; // of the pad
  cut = null;
  /** @type {Float32Array | null} */
  #pixels = null; // when the server has told them

  /** @param {number} test its number in the test set */
  constructor(test) {
    this.input = { test };
  }

  /** On a pad of size x size pixels. @param {CanvasRenderingContext2D} context @param {number} size */
  paint(context, size) {
    const { of, encoded } = session.trace ?? {};
    if (of?.input.test === this.input.test) this.#pixels ??= encoded?.arrays.ink?.values ?? null;
    if (!this.#pixels) return;
    const side = Math.sqrt(this.#pixels.length);
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    const image = new ImageData(side, side);
    const [out, colours] = [new Uint32Array(image.data.buffer), table('ink')];
    this.#pixels.forEach((value, k) => (out[k] = colours[Math.round(255 * value)]));
    contextOf(canvas).putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(canvas, 0, 0, size, size);
    context.imageSmoothingEnabled = true;
  }
}

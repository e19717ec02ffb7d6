// The drawing pad: what is drawn on it, shown and sent; a drawing is the pen's points in 0..1 of the pad.

import { contextOf } from '../canvas/paint.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import * as live from '../run/live_drawing.js';
import { endPreviews, preview } from '../run/previews.js';
import { interrupt, say, session, setInput } from '../run/session.js';
import { t } from '../text/text.js';
import { KeyPen, wirePointer } from './pen.js';
import { countPoints, paintStrokes } from './strokes.js';
import { readPicture } from './upload.js';

const SIZE = 560; // canvas pixels a side; the page scales it
const MAX_POINTS = 20000; // the server's limit (tasks/drawing.py)
const NEAR = 0.004; // less than a pixel of the input, at any size
export const WIDTH = 0.065; // of the pen, at first

/** @typedef {import('./strokes.js').Point} Point */

export class Pad {
  /** @type {Point[][]} */
  #strokes = [];
  /** @type {Point[] | null} */
  #drawing = null; // the stroke under the pen
  /** @type {{picture: object} | null} */
  #picture = null; // an uploaded picture in place of strokes
  /** @type {object | null} */
  #upload = null; // stands for the picture that is still being decoded
  #demonstration = false; // what the page drew by itself, which the first stroke of the visitor wipes off
  /** @type {Point[][] | null} */
  #cleared = null; // what the last Clear took away, for Undo
  #width = WIDTH; // of the pen
  /** @type {HTMLCanvasElement | null} */
  #scan = null; // the uploaded picture as it is shown
  #keys;

  /** @param {HTMLElement} paper */
  constructor(paper) {
    this.paper = paper;
    this.canvas = find(paper, 'canvas', HTMLCanvasElement);
    this.canvas.width = this.canvas.height = SIZE;
    /** @type {() => void} the visitor, or an example, begins something else */
    this.onbegin = () => {};
    /** @type {(pad: Pad) => void} */
    this.onpaint = () => {};
    const hands = {
      begin: (/** @type {Point} */ point) => this.#begin(point),
      resume: (/** @type {Point} */ point) => this.#start(point),
      move: (/** @type {Point} */ point) => this.#move(point),
      leave: () => this.#leave(),
      end: () => this.#end(),
      paint: () => this.paint(),
      undo: () => this.undo(),
      clear: () => this.clear(),
    };
    wirePointer(this.canvas, hands);
    this.#keys = new KeyPen(this.canvas, hands);
    onTheme(() => this.paint());
  }

  get empty() {
    return !this.#strokes.length && !this.#picture;
  }

  get undoable() {
    return !this.empty || this.#cleared !== null;
  }

  get width() {
    return this.#width;
  }

  /** The pen's width; while it is still being chosen a preview shows it. @param {number} width @param {{final?: boolean}} [options] */
  setWidth(width, { final = true } = {}) {
    this.#width = width;
    this.paint();
    if (this.#picture || this.empty) return;
    if (final) this.#send();
    else preview(() => this.#whole);
  }

  /**
   * Replace the drawing. The strokes are copied; `final` false: the page is still drawing, `asked` says whether the network
   * is to answer this much of it.
   * @param {Point[][]} strokes
   * @param {number} [width]
   * @param {{final?: boolean, asked?: boolean, demonstration?: boolean}} [options]
   */
  show(strokes, width = this.#width, { final = true, asked = true, demonstration = false } = {}) {
    this.#picture = this.#upload = null;
    this.#strokes = strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));
    this.#demonstration = demonstration;
    this.#width = width;
    this.paint();
    live.drop();
    if (final) this.#send();
    else if (asked) preview(() => this.#whole);
  }

  /** Say again what the input is: for another task, whose networks read the same drawing. */
  reread() {
    this.#send();
  }

  #send() {
    endPreviews();
    const points = countPoints(this.#strokes);
    if (points > MAX_POINTS) say(t('pad.full'));
    const picture = session.task === 'digits' ? this.#picture : null;
    setInput(picture || (points ? this.#whole : null));
  }

  get #whole() {
    return { strokes: this.#strokes.map((stroke) => [...stroke]), width: this.#width }; // the pen goes on, what was asked stays
  }

  /** @param {Point} point */
  #begin(point) {
    this.onbegin();
    interrupt();
    if (this.#picture || this.#demonstration) this.#strokes = [];
    this.#picture = this.#upload = null;
    this.#demonstration = false;
    this.#start(point);
    this.paint();
  }

  /** @param {Point} point */
  #start(point) {
    live.begin(!this.#strokes.length);
    this.#drawing = [point];
    this.#strokes.push(this.#drawing);
    live.point(point);
  }

  /** @param {Point} point */
  #move(point) {
    const last = this.#drawing?.at(-1);
    if (!this.#drawing || !last) return this.#start(point);
    const [x, y] = last;
    if (Math.hypot(point[0] - x, point[1] - y) < NEAR) return;
    this.#drawing.push(point);
    if (live.isFollowing()) live.point(point);
    else preview(() => this.#whole);
  }

  #leave() {
    this.#drawing = null;
    live.lift(this.#whole);
  }

  #end() {
    const open = this.#drawing;
    this.#drawing = null;
    if (open ? live.lift(this.#whole) : live.isFollowing()) return;
    this.#send();
  }

  undo() {
    this.onbegin();
    live.drop();
    if (this.#picture) this.#picture = null;
    else if (this.#strokes.length) this.#strokes.pop();
    else if (this.#cleared) [this.#strokes, this.#cleared] = [this.#cleared, null];
    this.#drawing = null;
    this.paint();
    this.#send();
  }

  clear() {
    this.onbegin();
    live.drop();
    if (this.#strokes.length) this.#cleared = this.#strokes;
    this.#picture = null;
    this.#strokes = [];
    this.#drawing = null;
    this.#keys.lift();
    this.paint();
    this.#send();
  }

  /** Take a picture in place of the strokes; one that cannot be read leaves everything as it is. @param {File} file */
  async upload(file) {
    if (session.task !== 'digits') return;
    this.onbegin();
    const asked = (this.#upload = {});
    try {
      const { picture, bitmap } = await readPicture(file);
      if (this.#upload !== asked) return; // a stroke was drawn, or another picture chosen, meanwhile
      this.#picture = { picture };
      this.#scan = bitmap;
    } catch {
      say(t('errors.not_a_picture', { name: file.name.slice(0, 60) }));
      return;
    }
    this.paint();
    this.#send();
  }

  paint() {
    const context = contextOf(this.canvas);
    const { color } = getComputedStyle(this.paper);
    context.clearRect(0, 0, SIZE, SIZE);
    if (this.#picture) this.#paintPicture(context);
    else paintStrokes(context, this.#strokes, this.#width, SIZE, color);
    this.#keys.paint(context, SIZE, color);
    this.onpaint(this);
  }

  /** @param {CanvasRenderingContext2D} context */
  #paintPicture(context) {
    if (!this.#scan) return;
    const { width, height } = this.#scan;
    const scale = Math.min(SIZE / width, SIZE / height);
    context.drawImage(this.#scan, (SIZE - width * scale) / 2, (SIZE - height * scale) / 2, width * scale, height * scale);
  }
}

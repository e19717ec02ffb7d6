// The drawing pad: what is drawn on it, shown and sent; a drawing is the pen's points in 0..1 of the pad.

import { needModule } from '../loading/wanted.js';
import { contextOf } from '../canvas/context.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { endPreviews, preview } from '../run/previews.js';
import { interrupt, say, session, setInput } from '../run/session.js';
import { screenNow } from '../stage/screen.js';
import { t } from '../text/text.js';
import { Past } from './past.js';
import { KeyPen, wirePointer } from './pen.js';
import { countPoints, isDot, paintStrokes } from './strokes.js';
import { likeOf } from '../tasks.js';

const SIZE = 560; // canvas pixels a side; the page scales it
const MAX_POINTS = 20000; // the server's limit (tasks/drawing.py)
const NEAR = 0.004; // less than a pixel of the input, at any size
export const WIDTH = 0.065; // of the pen, at first

/** @typedef {import('./strokes.js').Point} Point */
/** @typedef {import('./picture/picture.js').Picture} Picture */
/** What stands in place of strokes. @typedef {Picture | import('./picture/test_digit.js').TestDigit} Shown */
/** @typedef {import('./picture/boxes.js').Box} Box */

export class Pad {
  /** @type {Point[][]} */
  #strokes = [];
  /** @type {Point[] | null} */
  #drawing = null; // the stroke under the pen
  /** @type {Shown | null} */
  #picture = null; // an uploaded picture, or a test digit, in place of strokes
  /** @type {object | null} */
  #upload = null; // stands for the picture that is still being decoded
  #demonstration = false; // what the page drew by itself, which the first stroke of the visitor wipes off
  #past = new Past();
  #width = WIDTH; // of the pen
  #keys;

  /** @param {HTMLElement} paper */
  constructor(paper) {
    this.paper = paper;
    this.canvas = find(paper, 'canvas', HTMLCanvasElement);
    this.canvas.width = this.canvas.height = SIZE;
    /** @type {() => void} what stood here is left */
    this.onbegin = () => {};
    /** @type {(pad: Pad) => void} */
    this.onpaint = () => {};
    const hands = {
      begin: (/** @type {Point} */ point) => this.#begin(point),
      resume: (/** @type {Point} */ point) => this.#start(point),
      move: (/** @type {Point} */ point) => this.#move(point),
      leave: () => this.#leave(),
      end: () => this.#end(),
      drop: () => this.#back(), // it was a palm: it is as if it had not been
      paint: () => this.paint(),
      undo: () => this.undo(),
      clear: () => this.clear(),
    };
    wirePointer(this.canvas, hands);
    this.#keys = new KeyPen(this.canvas, hands);
    onTheme(() => this.paint());
  }

  get empty() {
    return !this.#strokes.length && !this.picture;
  }

  /** The picture that stands in place of strokes, where pictures are read. */
  get picture() {
    return likeOf(session.task) === 'digits' ? this.#picture : null;
  }

  /** The visitor, or an example, begins something else. */
  leave() {
    this.#upload = null;
    this.onbegin();
  }

  /** Nothing yet that is the visitor's own. */
  get untouched() {
    return this.empty || this.#demonstration;
  }

  get undoable() {
    return !this.empty || !this.#past.empty;
  }

  get width() {
    return this.#width;
  }

  /** The pen's width; while it is still being chosen a preview shows it. @param {number} width @param {{final?: boolean}} [options] */
  setWidth(width, { final = true } = {}) {
    this.#width = width;
    this.paint();
    if (this.picture || this.empty) return;
    if (final) this.#send();
    else this.#preview();
  }

  /**
   * Replace the drawing. The strokes are copied; `final` false: the page is still drawing, `asked` says whether the network
   * is to answer this much of it.
   * @param {Point[][]} strokes
   * @param {number} [width]
   * @param {{final?: boolean, asked?: boolean, demonstration?: boolean, read?: number}} [options]
   */
  show(strokes, width = this.#width, { final = true, asked = true, demonstration = false, read } = {}) {
    if (!demonstration) this.#picture = null;
    this.#past.forget();
    this.#strokes = strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));
    this.#demonstration = demonstration;
    this.#width = width;
    this.paint();
    if (final) this.#send(read);
    else if (asked) this.#preview();
  }

  /** Say again what the input is: for another task, or with another of the digits that were found, by number from 0. @param {number} [read] */
  reread(read) {
    this.paint();
    this.#send(read);
  }

  /** @param {number} [read] */
  #send(read) {
    endPreviews();
    const points = countPoints(this.#strokes);
    if (points > MAX_POINTS) say(t('pad.full'));
    const input = this.picture?.input ?? (points ? this.#whole : null);
    return setInput(input && read !== undefined ? { ...input, read } : input);
  }

  /** What there is of the drawing, while it is being made; of a mere dot the network has nothing to say yet. */
  #preview() {
    if (!isDot(this.#strokes)) preview(() => this.#whole);
  }

  get #whole() {
    return { strokes: this.#strokes.map((stroke) => [...stroke]), width: this.#width }; // the pen goes on, what was asked stays
  }

  /** @param {Point} point */
  #begin(point) {
    this.leave();
    interrupt();
    this.#keep();
    if (this.picture || this.#demonstration) this.#strokes = [];
    this.#picture = null;
    this.#demonstration = false;
    this.#start(point);
    this.paint();
  }

  /** @param {Point} point */
  #start(point) {
    this.#drawing = [point];
    this.#strokes.push(this.#drawing);
  }

  /** @param {Point} point */
  #move(point) {
    const last = this.#drawing?.at(-1);
    if (!this.#drawing || !last) return this.#start(point);
    const [x, y] = last;
    if (Math.hypot(point[0] - x, point[1] - y) < NEAR) return;
    this.#drawing.push(point);
    this.#preview();
  }

  #leave() {
    this.#drawing = null;
  }

  #end() {
    this.#drawing = null;
    this.#send();
  }

  #keep() {
    this.#past.keep({ strokes: this.#strokes, picture: this.#picture, demonstration: this.#demonstration });
  }

  /** What stood here before; of what was shown whole, all but its last stroke. */
  #back() {
    const before = this.#past.back() ?? { strokes: this.#strokes.slice(0, -1), picture: null, demonstration: false };
    this.#strokes = before.strokes;
    this.#picture = before.picture;
    this.#demonstration = before.demonstration;
    this.#drawing = null;
  }

  undo() {
    this.leave();
    this.#back();
    this.reread();
  }

  clear() {
    this.leave();
    if (!this.empty) this.#keep();
    this.#picture = null;
    this.#strokes = [];
    this.#drawing = null;
    this.#keys.lift();
    this.reread();
  }

  /** Take a picture in place of the strokes; one that cannot be read leaves everything as it is. @param {File} file */
  upload(file) {
    return this.#take(file.name, async () => (await needModule(() => import('./picture/picture.js'))).readPicture(file));
  }

  /** A picture that was read before, in place of what is there. @param {{picture: import('./picture/picture.js').Sent, read?: number}} input */
  showPicture({ picture, read }) {
    return this.#take('', async () => (await needModule(() => import('./picture/picture.js'))).restored(picture), read);
  }

  /** Take a part of the picture in its place, and say why. @param {Box} box in 0..1 of it @param {string | null} [why] */
  async cut(box, why = null) {
    const { picture } = this;
    if (picture?.cut && (await this.#take('', () => picture.cut(box)))) say(why);
  }

  /** A test digit, as it is, in place of what is there. @param {{test: number}} input */
  async showTest({ test }) {
    const { TestDigit, toldTest } = await needModule(() => import('./picture/test_digit.js'));
    if ((await this.#take('', async () => new TestDigit(test))) && screenNow().phone) say(toldTest()); // where what is read is in the menu
  }

  /** True when the picture was taken and answered. @param {string} name @param {() => Promise<Shown>} make @param {number} [read] */
  async #take(name, make, read) {
    if (likeOf(session.task) !== 'digits') return false;
    const asked = (this.#upload = {});
    try {
      const picture = await make();
      if (this.#upload !== asked) return false; // a stroke was drawn, or another picture chosen, meanwhile
      this.leave();
      if (!this.empty) this.#keep();
      this.#picture = picture;
      this.#demonstration = false;
    } catch (error) {
      const heic = error instanceof Error && 'key' in error && error.key === 'heic';
      say(heic ? t('errors.heic') : t('errors.not_a_picture', { name: name.slice(0, 60) }));
      return false;
    }
    this.paint();
    if (likeOf(session.task) !== 'digits') return false; // another task was chosen meanwhile: it is read when one comes back
    await this.#send(read);
    return true;
  }

  paint() {
    const context = contextOf(this.canvas);
    const { color } = getComputedStyle(this.paper);
    context.clearRect(0, 0, SIZE, SIZE);
    if (this.picture) this.picture.paint(context, SIZE);
    else paintStrokes(context, this.#strokes, this.#width, SIZE, color);
    this.#keys.paint(context, SIZE, color);
    this.onpaint(this);
  }
}

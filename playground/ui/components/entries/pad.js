// The drawing pad: pen, mouse, touch and keyboard; a drawing is the pen's points in 0..1 of the pad.

import { onTheme } from '../canvas/theme.js';
import * as live from '../run/live_drawing.js';
import { contextOf } from '../canvas/paint.js';
import { find, findAll } from '../dom/find.js';
import { interrupt, on, say, session, setInput } from '../run/session.js';
import { t } from '../text/text.js';
import { readPicture } from './upload.js';

const SIZE = 560; // canvas pixels a side; the page scales it
const KEY_STEP = 0.03;
const MAX_POINTS = 20000; // the server's limit (tasks/drawing.py)

/** @typedef {[number, number]} Point x and y in 0..1 of the pad, y downwards */
/** @typedef {{strokes: Point[][], width: number}} Drawing */

export class Pad {
  /** @type {Point[][]} */
  #strokes = [];
  /** @type {Point[] | null} */
  #drawing = null; // the stroke under the pen
  /** @type {{picture: object} | null} */
  #picture = null; // an uploaded picture in place of strokes
  /** @type {object | null} */
  #upload = null; // stands for the picture that is still being decoded
  #demonstration = false; // the first example, which the first stroke of the visitor wipes off
  /** @type {{x: number, y: number, down: boolean} | null} */
  #cursor = null; // of the keyboard
  /** @type {Point[][] | null} */
  #cleared = null; // what the last Clear took away, for Undo

  #width; // of the pen
  /** @type {HTMLCanvasElement | null} */
  #preview = null; // of the uploaded picture

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {(() => void) | null} */
    this.onbegin = null;
    this.canvas = find(element, 'canvas', HTMLCanvasElement);
    this.canvas.width = this.canvas.height = SIZE;
    this.slider = find(element, '[data-width]', HTMLInputElement);
    this.#width = this.slider.valueAsNumber;
    this.paper = find(element, '.pg-paper', HTMLElement);
    this.clearing = find(element, '[data-do=clear]', HTMLButtonElement);
    this.undoing = find(element, '[data-do=undo]', HTMLButtonElement);
    const message = find(element, '.pg-message', HTMLElement);
    this.#wirePointer();
    this.#wireKeys();
    this.#wireTools();
    on('message', (text) => {
      message.textContent = text;
    });
    onTheme(() => this.paint());
    this.paint();
  }

  /** Replace the drawing. The strokes are copied; `final` false: only show it, the next call follows at once. @param {Point[][]} strokes @param {number} [width] @param {{final?: boolean, demonstration?: boolean}} [options] */
  show(strokes, width, { final = true, demonstration = false } = {}) {
    this.#picture = null;
    this.#strokes = strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));
    this.#demonstration = demonstration;
    if (width) {
      this.slider.value = String(width);
      this.#width = this.slider.valueAsNumber; // as near as the slider goes
    }
    this.paint();
    live.drop();
    if (final) this.#send();
  }

  get empty() {
    return !this.#strokes.length && !this.#picture;
  }

  /** Say again what the input is: for another task, whose networks read the same drawing. */
  reread() {
    this.#send();
  }

  #send() {
    const points = this.#strokes.reduce((count, stroke) => count + stroke.length, 0);
    if (points > MAX_POINTS) say(t('pad.full'));
    const picture = session.task === 'digits' ? this.#picture : null;
    const input = picture ?? this.#whole;
    setInput(picture || points ? input : null);
  }

  get #whole() {
    return { strokes: this.#strokes.map((stroke) => [...stroke]), width: this.#width }; // the pen goes on, what was asked stays
  }

  /** @param {Point} point */
  #begin(point) {
    this.onbegin?.();
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
    if (!this.#drawing || !last) return;
    const [x, y] = last;
    if (Math.hypot(point[0] - x, point[1] - y) < 0.004) return; // less than a pixel of the input, at any size
    this.#drawing.push(point);
    live.point(point);
  }

  /** The pen goes on from `from` to `to`; what lies beyond the border is not drawn, nor is the border. @param {Point} from @param {Point} to */
  #follow(from, to) {
    const [was, is] = [isOnPad(from), isOnPad(to)];
    if (is && !this.#drawing) {
      this.#start(was ? rounded(from) : crossing(to, from));
    }
    if (is) this.#move(rounded(to));
    else if (this.#drawing) {
      this.#move(crossing(from, to));
      this.#drawing = null;
      live.lift(this.#whole);
    }
  }

  #end(always = false) {
    if (!this.#drawing && !always) return;
    const open = this.#drawing;
    this.#drawing = null;
    if (open ? live.lift(this.#whole) : live.isFollowing()) return;
    this.#send();
  }

  #wirePointer() {
    const { canvas } = this;
    /** @returns {Point} */
    const at = (/** @type {PointerEvent} */ event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    };
    /** @type {Point} */
    let last = [0, 0]; // where the pointer was, on the pad or beyond its border
    /** @type {number | null} */
    let pointer = null; // a second finger or a resting palm does not draw
    canvas.addEventListener('pointerdown', (event) => {
      if (pointer !== null || event.button !== 0) return;
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      last = at(event);
      this.#begin(rounded(last));
    });
    canvas.addEventListener('pointermove', (event) => {
      if (event.pointerId !== pointer) return;
      const events = event.getCoalescedEvents?.() ?? [];
      for (const e of events.length ? events : [event]) {
        this.#follow(last, at(e));
        last = at(e);
      }
      this.paint();
    });
    const end = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      this.#end(true);
    };
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
  }

  #wireKeys() {
    /** @type {Record<string, [number, number]>} */
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    this.canvas.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey) {
        if (event.key !== 'z') return;
        this.undo();
      } else if (Object.hasOwn(moves, event.key)) this.#step(...moves[event.key]);
      else if (event.key === ' ') this.#togglePen();
      else if (event.key === 'Backspace') this.undo();
      else if (event.key === 'Escape') this.clear();
      else return;
      event.preventDefault();
    });
    this.canvas.addEventListener('blur', () => {
      if (this.#cursor?.down) this.#togglePen();
      this.#cursor = null;
      this.paint();
    });
  }

  /** @param {number} dx @param {number} dy */
  #step(dx, dy) {
    this.#cursor ??= { x: 0.5, y: 0.5, down: false };
    [this.#cursor.x, this.#cursor.y] = rounded([this.#cursor.x + dx * KEY_STEP, this.#cursor.y + dy * KEY_STEP]);
    if (this.#cursor.down) this.#move([this.#cursor.x, this.#cursor.y]);
    this.paint();
  }

  #togglePen() {
    this.#cursor ??= { x: 0.5, y: 0.5, down: false };
    this.#cursor.down = !this.#cursor.down;
    if (this.#cursor.down) this.#begin([this.#cursor.x, this.#cursor.y]);
    else this.#end();
    this.paint();
  }

  #wireTools() {
    const file = find(this.element, 'input[type=file]', HTMLInputElement);
    /** @type {Record<string, () => void>} */
    const tools = { undo: () => this.undo(), clear: () => this.clear(), upload: () => file.click() };
    for (const button of findAll(this.element, '[data-do]', HTMLButtonElement)) button.onclick = tools[button.dataset.do ?? ''];
    this.slider.oninput = () => {
      this.#width = this.slider.valueAsNumber;
      this.paint();
    };
    this.slider.onchange = () => !this.#picture && this.#send();
    file.onchange = () => {
      if (file.files?.[0]) this.upload(file.files[0]);
      file.value = '';
    };
    document.addEventListener('paste', ({ clipboardData }) => clipboardData?.files[0] && this.upload(clipboardData.files[0]));
    const { paper } = this;
    paper.addEventListener('dragover', (event) => event.preventDefault());
    paper.addEventListener('drop', (event) => {
      event.preventDefault();
      if (event.dataTransfer?.files[0]) this.upload(event.dataTransfer.files[0]);
    });
  }

  undo() {
    this.onbegin?.();
    live.drop();
    if (this.#picture) this.#picture = null;
    else if (this.#strokes.length) this.#strokes.pop();
    else if (this.#cleared) [this.#strokes, this.#cleared] = [this.#cleared, null];
    this.paint();
    this.#send();
  }

  clear() {
    this.onbegin?.();
    live.drop();
    if (this.#strokes.length) this.#cleared = this.#strokes;
    this.#picture = null;
    this.#strokes = [];
    this.#drawing = null;
    if (this.#cursor) this.#cursor.down = false;
    this.paint();
    this.#send();
  }

  /** Take a picture in place of the strokes; one that cannot be read leaves everything as it is. @param {File} file */
  async upload(file) {
    if (session.task !== 'digits') return;
    this.onbegin?.();
    const asked = (this.#upload = {});
    try {
      const { picture, bitmap } = await readPicture(file);
      if (this.#upload !== asked) return; // a stroke was drawn, or another picture chosen, meanwhile
      this.#picture = { picture };
      this.#preview = bitmap;
    } catch {
      say(t('errors.not_a_picture', { name: file.name.slice(0, 60) }));
      return;
    }
    this.paint();
    this.#send();
  }

  paint() {
    const context = contextOf(this.canvas);
    const style = getComputedStyle(this.paper);
    context.clearRect(0, 0, SIZE, SIZE);
    const empty = !this.#strokes.length && !this.#picture;
    this.element.classList.toggle('empty', empty);
    this.clearing.disabled = empty;
    this.undoing.disabled = empty && !this.#cleared;
    if (this.#picture) this.#paintPicture(context);
    else paintStrokes(context, this.#strokes, this.#width, SIZE, style.color);
    if (this.#cursor) {
      context.strokeStyle = style.getPropertyValue('--pg-ink');
      context.lineWidth = 4;
      context.beginPath();
      context.arc(this.#cursor.x * SIZE, this.#cursor.y * SIZE, this.#cursor.down ? 8 : 16, 0, 7);
      context.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} context */
  #paintPicture(context) {
    if (!this.#preview) return;
    const { width, height } = this.#preview;
    const scale = Math.min(SIZE / width, SIZE / height);
    context.drawImage(this.#preview, (SIZE - width * scale) / 2, (SIZE - height * scale) / 2, width * scale, height * scale);
  }
}

/** @param {Point} point */
const isOnPad = ([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1;

/** The nearest point of the pad, to a thousandth. @param {Point} point @returns {Point} */
const rounded = ([x, y]) => [toThousandth(x), toThousandth(y)];
/** @param {number} v */
const toThousandth = (v) => Math.round(Math.max(0, Math.min(1, v)) * 1000) / 1000;

/** Where the way from a point on the pad to one beyond it crosses the border. @param {Point} from @param {Point} to */
function crossing([x, y], [toX, toY]) {
  const share = (/** @type {number} */ from, /** @type {number} */ to) => (to < 0 ? from / (from - to) : to > 1 ? (1 - from) / (to - from) : 1);
  const t = Math.min(share(x, toX), share(y, toY));
  return rounded([x + t * (toX - x), y + t * (toY - y)]);
}

/** Strokes as round lines on a context of size x size pixels. @param {CanvasRenderingContext2D} context @param {Point[][]} strokes @param {number} width @param {number} size @param {string} colour */
export function paintStrokes(context, strokes, width, size, colour) {
  context.strokeStyle = colour;
  context.lineWidth = width * size;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    // A line of no length is not painted, and a dot is one: it begins a hundredth of a pixel off.
    context.moveTo(stroke[0][0] * size - 0.01, stroke[0][1] * size);
    for (const [x, y] of stroke) context.lineTo(x * size, y * size);
    context.stroke();
  }
}

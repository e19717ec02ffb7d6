// The hands of the pad: pointer and keys move the pen, which begins, moves and ends strokes.

import { Hands } from './hands.js';
import { crossing, isOnPad, rounded } from './strokes.js';

/** @typedef {import('./strokes.js').Point} Point */
/**
 * What a pen does to its pad.
 * @typedef {object} Paper
 * @property {(point: Point) => void} begin the pen is put down
 * @property {(point: Point) => void} resume it comes back over the border
 * @property {(point: Point) => void} move
 * @property {() => void} leave it goes out over the border
 * @property {() => void} end it is lifted
 * @property {() => void} drop its stroke was none
 * @property {() => void} paint
 * @property {() => void} undo
 * @property {() => void} clear
 */

const KEY_STEP = 0.03;
const DRAGGED = 6; // pixels, from which on a press is a stroke

/** Where a pointer is on a pad, 0..1 within it. @param {HTMLCanvasElement} canvas @param {PointerEvent} event @returns {Point} */
function placeOn(canvas, { clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height];
}

/** @param {HTMLCanvasElement} canvas @param {Paper} paper */
export function wirePointer(canvas, paper) {
  const at = (/** @type {PointerEvent} */ event) => placeOn(canvas, event);
  /** @type {Point} */
  let last = [0, 0]; // where the pointer was, on the pad or beyond its border
  const hands = new Hands(); // a second finger or a resting palm does not draw
  let width = 0; // of the window, when the pen was put down
  const end = () => {
    hands.up(performance.now());
    paper.end();
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const deed = hands.down(event.pointerId, event.pointerType, performance.now());
    if (deed === 'rest') return;
    if (deed === 'takeover') paper.drop();
    canvas.setPointerCapture(event.pointerId);
    width = window.innerWidth;
    last = at(event);
    paper.begin(rounded(last));
  });
  // A screen that is turned has another pad under a finger that has not moved: the stroke ends where it was.
  const turned = () => {
    if (!hands.drawing || window.innerWidth === width) return false;
    end();
    return true;
  };
  window.addEventListener('resize', turned);
  canvas.addEventListener('pointermove', (event) => {
    hands.see(event.pointerType, performance.now());
    if (!hands.draws(event.pointerId) || turned()) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const e of events.length ? events : [event]) {
      follow(paper, last, at(e));
      last = at(e);
    }
    paper.paint();
  });
  const lift = (/** @type {PointerEvent} */ event) => hands.draws(event.pointerId) && end();
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);
}

/** Where a button stands on the pad a stroke may begin on it, as of a 7: pressed it does its own, dragged it draws. @param {HTMLElement} button @param {HTMLCanvasElement} canvas */
export function drawFrom(button, canvas) {
  /** @type {PointerEvent | null} */
  let pressed = null;
  let isStroke = false;
  button.addEventListener('pointerdown', (event) => {
    pressed = isOnPad(placeOn(canvas, event)) ? event : null;
    isStroke = false;
    if (pressed) button.setPointerCapture(event.pointerId); // that it is let go of is heard here, wherever that is
  });
  button.addEventListener('pointermove', ({ pointerId, clientX, clientY }) => {
    if (pressed?.pointerId !== pointerId || Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) < DRAGGED) return;
    canvas.dispatchEvent(new PointerEvent('pointerdown', pressed)); // which takes the pointer from the button
    pressed = null;
    isStroke = true;
  });
  button.addEventListener('pointerup', () => {
    pressed = null;
  });
  const swallow = (/** @type {MouseEvent} */ event) => {
    if (!isStroke || event.detail === 0) return; // a key's click has none
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  button.addEventListener('click', swallow, { capture: true });
}

/** The pen goes on from `from` to `to`; what lies beyond the border is not drawn, nor is the border. @param {Paper} paper @param {Point} from @param {Point} to */
function follow(paper, from, to) {
  const [was, is] = [isOnPad(from), isOnPad(to)];
  if (is && !was) paper.resume(crossing(to, from));
  if (is) paper.move(rounded(to));
  else if (was) {
    paper.move(crossing(from, to));
    paper.leave();
  }
}

/** The way that each arrow key goes. @type {Record<string, [number, number]>} */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class KeyPen {
  /** @type {{x: number, y: number, down: boolean} | null} */
  cursor = null;

  /** @param {HTMLCanvasElement} canvas @param {Paper} paper */
  constructor(canvas, paper) {
    this.paper = paper;
    canvas.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey) {
        if (event.key !== 'z') return;
        paper.undo();
      } else if (Object.hasOwn(ARROWS, event.key)) this.#step(...ARROWS[event.key]);
      else if (event.key === ' ') this.#toggle();
      else if (event.key === 'Backspace') paper.undo();
      else if (event.key === 'Escape') paper.clear();
      else return;
      event.preventDefault();
      event.stopPropagation(); // Escape clears the pad, and goes nowhere up
    });
    canvas.addEventListener('blur', () => {
      if (this.cursor?.down) this.#toggle();
      this.cursor = null;
      paper.paint();
    });
  }

  lift() {
    if (this.cursor) this.cursor.down = false;
  }

  get #at() {
    return (this.cursor ??= { x: 0.5, y: 0.5, down: false });
  }

  /** @param {number} dx @param {number} dy */
  #step(dx, dy) {
    const at = this.#at;
    [at.x, at.y] = rounded([at.x + dx * KEY_STEP, at.y + dy * KEY_STEP]);
    if (at.down) this.paper.move([at.x, at.y]);
    this.paper.paint();
  }

  #toggle() {
    const at = this.#at;
    at.down = !at.down;
    if (at.down) this.paper.begin([at.x, at.y]);
    else this.paper.end();
    this.paper.paint();
  }

  /** @param {CanvasRenderingContext2D} context @param {number} size @param {string} colour */
  paint(context, size, colour) {
    if (!this.cursor) return;
    context.strokeStyle = colour;
    context.lineWidth = 4;
    context.beginPath();
    context.arc(this.cursor.x * size, this.cursor.y * size, this.cursor.down ? 8 : 16, 0, 7);
    context.stroke();
  }
}

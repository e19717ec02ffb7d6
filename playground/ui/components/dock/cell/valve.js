// A valve of a cell's diagram: a ring whose arc is the value of the gate; its handle is dragged, or moved by keys.

import { svg } from './svg.js';

/** @typedef {import('./marks.js').Ring} Ring */
/**
 * `drag` while the handle moves, `turn` at each key that moves it, `hold` once when it is let off, `release` when the gate
 * is to be as trained again; `pick` when the sum behind a value is to be told.
 * @typedef {{name: (gate: string, less: boolean) => string, turn: (gate: string, value: number) => void, drag: (gate: string, value: number) => void, hold: (gate: string, value: number) => void, release: (gate: string) => void, pick: (quantity: string) => void}} Hands
 */

const STEP = 0.05; // of an arrow key
const NEAR = 3; // px that the pointer moves before it drags
const ROUND = 100; // hundredths that a held value is rounded to

/** @type {Record<string, (share: number) => number>} */
const KEYS = {
  ArrowUp: (share) => share + STEP,
  ArrowRight: (share) => share + STEP,
  ArrowDown: (share) => share - STEP,
  ArrowLeft: (share) => share - STEP,
  PageUp: (share) => share + 4 * STEP,
  PageDown: (share) => share - 4 * STEP,
  Home: () => 0,
  End: () => 1,
};
const LET_GO = ['Delete', 'Backspace'];

/** The share of the ring at a point, clockwise from the top. @param {number} dx @param {number} dy */
export const shareAt = (dx, dy) => (Math.atan2(dx, -dy) / (2 * Math.PI) + 1) % 1;

/** The share that follows on `before` when the handle is at `next`: it stops at the top instead of going round. @param {number} before @param {number} next */
export function following(before, next) {
  if (before > 0.7 && next < 0.3) return 1;
  if (before < 0.3 && next > 0.7) return 0;
  return next;
}

export class Valve {
  /** @param {Ring} ring @param {Hands} hands */
  constructor(ring, hands) {
    this.ring = ring;
    this.hands = hands;
    this.share = 0;
    /** @type {{moved: boolean, x: number, y: number} | null} */
    this.drag = null;
    const { x, y, radius } = ring;
    this.arc = svg('circle', { class: 'pg-arc', cx: x, cy: y, r: radius, pathLength: 100, transform: `rotate(-90 ${x} ${y})` });
    this.handle = svg('circle', { class: 'pg-handle', r: 4.5 });
    this.element = svg('g', { class: 'pg-valve', role: 'slider', tabindex: 0, 'aria-valuemin': 0, 'aria-valuemax': 1, 'data-gate': ring.gate }, [
      svg('circle', { class: 'pg-reach', cx: x, cy: y, r: radius + 7 }),
      svg('circle', { class: 'pg-ring', cx: x, cy: y, r: radius }),
      this.arc,
      svg('path', { class: 'pg-sign', d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` }),
      this.handle,
    ]);
    this.#listen();
  }

  /** @param {number} value of the gate @param {boolean} held */
  show(value, held) {
    if (this.drag?.moved) return;
    this.#put(this.ring.less ? 1 - value : value);
    this.element.classList.toggle('held', held);
  }

  /** What it is called. */
  rename() {
    this.element.setAttribute('aria-label', this.hands.name(this.ring.gate, this.ring.less));
  }

  /** @param {number} share */
  #put(share) {
    this.share = Math.max(0, Math.min(1, share));
    const { x, y, radius } = this.ring;
    const angle = 2 * Math.PI * this.share;
    this.arc.setAttribute('stroke-dasharray', `${100 * this.share} 200`);
    this.handle.setAttribute('cx', String(x + radius * Math.sin(angle)));
    this.handle.setAttribute('cy', String(y - radius * Math.cos(angle)));
    this.element.setAttribute('aria-valuenow', this.share.toFixed(3));
  }

  get value() {
    const rounded = Math.round(this.share * ROUND) / ROUND;
    return this.ring.less ? Math.round((1 - rounded) * ROUND) / ROUND : rounded;
  }

  #listen() {
    const { element } = this;
    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      this.drag = { moved: false, x: event.clientX, y: event.clientY };
    });
    element.addEventListener('pointermove', (event) => this.#move(event));
    element.addEventListener('pointerup', () => this.#drop(true));
    element.addEventListener('pointercancel', () => this.#drop(false));
    element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {PointerEvent} event */
  #move({ clientX, clientY }) {
    if (!this.drag) return;
    this.drag.moved ||= Math.hypot(clientX - this.drag.x, clientY - this.drag.y) > NEAR;
    if (!this.drag.moved) return;
    const box = this.element.querySelector('.pg-ring')?.getBoundingClientRect();
    if (!box) return;
    const next = shareAt(clientX - box.left - box.width / 2, clientY - box.top - box.height / 2);
    this.#put(following(this.share, next));
    this.hands.drag(this.ring.gate, this.value);
  }

  /** @param {boolean} kept */
  #drop(kept) {
    const moved = this.drag?.moved;
    this.drag = null;
    if (moved) this.hands[kept ? 'hold' : 'release'](this.ring.gate, this.value);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (LET_GO.includes(event.key)) this.hands.release(this.ring.gate);
    else if (KEYS[event.key]) this.#turn(KEYS[event.key](Math.round(this.share * ROUND) / ROUND));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} share */
  #turn(share) {
    this.#put(share);
    this.hands.turn(this.ring.gate, this.value);
  }
}

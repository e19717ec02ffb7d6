// The cursor of the time axis: a frame over all lanes at the shown step, its number, and a veil over steps not reached yet.

import { placeIn } from '../../dom/zoom.js';
import { moment as momentWords } from '../../run/time_axis.js';
import { pause, player, seek } from '../../playback/player.js';
import { reveal } from '../../playback/view.js';
import { session } from '../../run/session.js';
import { setHidden, setText } from '../../dom/changed.js';
import { t } from '../../text/text.js';

/** @typedef {import('../layout/timed.js').Axis} Axis */
/** @typedef {import('../stage.js').Stage} Stage */

const NARROW = 7; // px, which the frame is wide at least
const PAGE = 10; // steps

/** Show a step, in the window that has it. @param {number} step */
export function goTo(step) {
  const { trace } = session;
  if (!trace) return;
  const to = Math.max(0, Math.min(trace.steps - 1, step));
  reveal(trace, to);
  seek(to);
}

export class Cursor {
  /** @param {HTMLElement} element @param {Stage} stage */
  constructor(element, stage) {
    this.stage = stage;
    /** @type {Axis | null} */
    this.axis = null;
    this.veils = made('div', 'pg-time-veils');
    this.frame = made('div', 'pg-cursor');
    this.handle = made('div', 'pg-cursor-step');
    this.hit = made('div', 'pg-axis-hit');
    this.shown = { step: -1, veil: '' };
    this.handle.tabIndex = 0;
    this.handle.setAttribute('role', 'slider');
    this.handle.setAttribute('aria-valuemin', '1');
    element.append(this.veils, this.hit, this.frame, this.handle);
    this.#wire();
  }

  /** @param {Axis} axis */
  arrange(axis) {
    this.axis = axis;
    const { top, bottom, numbers, x, width, step } = axis;
    const wide = Math.max(NARROW, step + 2);
    this.inset = (wide - step) / 2;
    Object.assign(this.frame.style, { top: `${top}px`, height: `${bottom - top}px`, width: `${wide}px` });
    this.handle.style.top = `${numbers}px`;
    Object.assign(this.hit.style, { left: `${x}px`, top: `${numbers - 2}px`, width: `${width}px`, height: `${top - numbers + 2}px` });
    this.handle.setAttribute('aria-label', t('time.cursor'));
    this.veils.replaceChildren(...zonesOf(axis, this.stage.run?.bidirectional ?? false).map(({ y, height, isBack }) => {
      const veil = made('div', isBack !== Boolean(this.stage.run?.forward) ? 'pg-time-veil back' : 'pg-time-veil');
      Object.assign(veil.style, { left: `${x}px`, width: `${width}px`, top: `${y}px`, height: `${height}px` });
      return veil;
    }));
    this.shown = { step: -1, veil: '' };
  }

  /** To the shown step: only transforms change, so that it costs no layout. */
  move() {
    const { axis } = this;
    const { run } = this.stage;
    const trace = run?.forward ?? run;
    const isThere = trace?.steps && trace.of && trace.of.input === session.trace?.of?.input; // of two runs of one input the step is the same
    setHidden(this.veils, !isThere || !player.playing);
    const at = Math.max(0, Math.min((trace?.steps ?? 1) - 1, player.moment));
    const inSight = isThere && axis && at >= axis.from && at < axis.from + axis.count;
    for (const part of [this.frame, this.handle]) setHidden(part, !inSight);
    if (!axis || !trace || !isThere) return;
    const { step: shown, veil } = this.shown;
    const left = axis.x + (at - axis.from) * axis.step;
    if (this.handle.ariaValueMax !== String(trace.steps)) this.handle.ariaValueMax = String(trace.steps);
    if (shown !== at) {
      this.frame.style.transform = `translateX(${left - (this.inset ?? 0)}px)`;
      this.handle.style.transform = `translateX(${left + axis.step / 2}px) translateX(-50%)`;
      setText(this.handle, String(at + 1));
      this.handle.setAttribute('aria-valuenow', String(at + 1));
      this.handle.setAttribute('aria-valuetext', momentWords(trace, at));
      this.shown.step = at;
    }
    if (!player.playing) return;
    const share = (/** @type {number} */ steps) => Math.max(0, Math.min(1, steps / axis.count));
    const read = run?.forward ? trace.steps - 1 - at : at; // backpropagation begins at the end
    const [ahead, back] = [1 - share(read + 1 - axis.from), share(trace.steps - 1 - read - axis.from)];
    const now = `${ahead} ${back}`;
    if (now === veil) return;
    this.shown.veil = now;
    // The backward direction begins at the end, so that what is still to come lies before.
    for (const one of /** @type {Iterable<HTMLElement>} */ (this.veils.children)) one.style.transform = `scaleX(${one.classList.contains('back') ? back : one.classList.contains('late') ? 1 : ahead})`;
  }

  #wire() {
    const { hit, handle } = this;
    const to = (/** @type {PointerEvent} */ event) => {
      if (!this.axis) return;
      const column = Math.floor(placeIn(hit, event)[0] / this.axis.step);
      pause();
      goTo(this.axis.from + Math.max(0, Math.min(this.axis.count - 1, column)));
    };
    for (const part of [hit, handle]) {
      part.addEventListener('pointerdown', (event) => {
        if (event.button) return;
        part.setPointerCapture(event.pointerId);
        to(event);
      });
      part.addEventListener('pointermove', (event) => part.hasPointerCapture(event.pointerId) && to(event));
    }
    handle.addEventListener('keydown', (event) => {
      const at = player.moment;
      const ends = { Home: 0, End: player.count - 1 };
      const moves = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: PAGE, PageDown: -PAGE };
      const target = /** @type {Record<string, number>} */ (ends)[event.key] ?? at + (/** @type {Record<string, number>} */ (moves)[event.key] ?? Number.NaN);
      if (Number.isNaN(target)) return;
      event.preventDefault();
      pause();
      goTo(target);
    });
  }
}

/** Where a veil lies: over all that is read forwards, over a layer that is read from the end. @param {Axis} axis @param {boolean} both */
function zonesOf({ top, bottom, groups, guess }, both) {
  const back = groups.filter(({ direction }) => direction);
  if (!back.length) return [{ y: top, height: bottom - top, isBack: false }];
  const ahead = groups.filter(({ direction }) => !direction);
  const first = groups[0].y - top;
  const zones = [{ y: top, height: first, isBack: false }, ...[...ahead, ...back].map(({ y, height, direction }) => ({ y, height, isBack: Boolean(direction) }))];
  return guess && !both ? [...zones, { y: guess.y, height: guess.height, isBack: false }] : zones;
}

/** @param {string} tag @param {string} className */
function made(tag, className) {
  return Object.assign(document.createElement(tag), { className });
}

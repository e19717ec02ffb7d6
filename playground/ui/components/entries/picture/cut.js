// A part of the picture is cut out: a frame is dragged over it, or moved by the arrow keys, larger and smaller with Shift.

import { find } from '../../dom/find.js';
import { fill, t } from '../../text/text.js';
import { ARROWS } from '../pen.js';
import { dragged, MIDDLE, stepped, styleOf } from './boxes.js';

/** @typedef {import('./boxes.js').Box} Box */
/** @typedef {import('./boxes.js').Point} Point */

const HTML = '<div class="pg-cut-frame" hidden></div><p data-text="pad.cut_hint"></p>';

/** Over the pad until a part is cut out or nothing is to be; what is returned ends that. @param {import('../pad.js').Pad} pad @param {() => void} ended */
export function openCut(pad, ended) {
  const element = Object.assign(document.createElement('div'), { className: 'pg-cut', tabIndex: 0, innerHTML: HTML });
  element.setAttribute('role', 'application');
  element.setAttribute('aria-label', t('pad.cut_keys'));
  pad.paper.append(element);
  fill(element);
  const close = () => {
    if (!element.isConnected) return;
    element.remove();
    ended();
  };
  const frame = find(element, '.pg-cut-frame', HTMLElement);
  const show = (/** @type {Box | null} */ box) => {
    frame.hidden = !box;
    if (box && pad.picture) Object.assign(frame.style, styleOf(pad.picture.place, box));
  };
  const cut = (/** @type {Box | null} */ box) => {
    if (!box) return;
    close();
    void pad.cut(box);
  };
  byHand(element, (from, to) => (pad.picture ? dragged(from, to, pad.picture.place) : null), { show, cut });
  byKey(element, { show, cut, close });
  element.focus({ preventScroll: true });
  return close;
}

/** @param {HTMLElement} element @param {(from: Point, to: Point) => Box | null} boxOf @param {{show: (box: Box | null) => void, cut: (box: Box | null) => void}} to */
function byHand(element, boxOf, { show, cut }) {
  /** @type {{id: number, from: Point} | null} */
  let drag = null;
  /** @returns {Point} */
  const at = (/** @type {PointerEvent} */ event) => {
    const box = element.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || drag) return;
    element.setPointerCapture(event.pointerId);
    drag = { id: event.pointerId, from: at(event) };
  });
  element.addEventListener('pointermove', (event) => {
    if (drag?.id === event.pointerId) show(boxOf(drag.from, at(event)));
  });
  element.addEventListener('pointerup', (event) => {
    if (drag?.id !== event.pointerId) return;
    const box = boxOf(drag.from, at(event));
    drag = null;
    cut(box);
  });
  element.addEventListener('pointercancel', (event) => {
    if (drag?.id !== event.pointerId) return;
    drag = null;
    show(null);
  });
}

/** @param {HTMLElement} element @param {{show: (box: Box | null) => void, cut: (box: Box | null) => void, close: () => void}} to */
function byKey(element, { show, cut, close }) {
  /** @type {Box | null} */
  let box = null;
  element.addEventListener('keydown', (event) => {
    if (Object.hasOwn(ARROWS, event.key)) {
      box = stepped(box ?? MIDDLE, ARROWS[event.key], event.shiftKey);
      show(box);
    } else if (event.key === 'Enter') cut(box);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape ends the cut, and goes nowhere up
  });
}

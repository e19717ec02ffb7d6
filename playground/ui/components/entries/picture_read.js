// What a network of digits reads: the 28 x 28 picture that is made of the drawing. It can be dragged to another place.

import { inPage } from '../dom/zoom.js';
import { contextOf } from '../canvas/context.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { onExact } from '../run/exact.js';
import { drawn, onPlan } from '../run/plan.js';
import { endPreviews, tryChange } from '../run/previews.js';
import { change, interrupt, on, session } from '../run/session.js';
import { table } from '../stage/colours.js';
import { said } from '../stage/reading.js';
import { onScreenKind, screenNow } from '../stage/screen.js';
import { onPointed, onSelection, point, select } from '../stage/selecting.js';
import { state } from '../store/store.js';
import { onLanguage, t } from '../text/text.js';
import { shifted } from './moved.js';
import { ARROWS } from './pen.js';

const SIDE = 28;
const DRAG = 2; // pixels of the picture; a smaller movement is a click

/** @typedef {import('./moved.js').Move} Move */

/** @returns {Move} */
const moveNow = () => session.changes?.move ?? {};

/** @param {HTMLElement} element */
export function showPictureRead(element) {
  const canvas = find(element, 'canvas', HTMLCanvasElement);
  const words = find(element, '[data-words]', HTMLElement);
  canvas.width = canvas.height = SIDE;
  const isOurs = () => session.task === 'digits';
  const paint = () => {
    if (isOurs()) paintPixels(canvas, drawn()?.stages.get('Input')?.arrays.values?.values);
  };
  const tell = () => {
    const { pointed } = state;
    const run = session.trace;
    const value = run && pointed?.stage === 'Input' && pointed.index.length === 3 ? said(run, pointed) : null;
    const moved = Boolean(Object.keys(moveNow()).length);
    const label = session.trace?.encoded?.label ?? null;
    const what = moved ? 'read_moved' : label !== null ? 'read_test' : screenNow().short ? 'read_short' : 'read_as';
    words.textContent = value ? `${value.where}: ${value.value}` : t(`pad.${what}`, { label, number: session.input?.test?.toLocaleString('en') });
  };
  on('stage', ({ kind }) => kind === 'Input' && paint());
  on('clear', paint);
  on('end', tell);
  on('changes', tell);
  onPlan(paint);
  onTheme(paint);
  onPointed(tell);
  onExact(tell);
  onScreenKind(tell);
  onLanguage(tell);
  read(canvas);
  outline(canvas, find(element, '.pg-pixel', HTMLElement));
}

/** @param {HTMLCanvasElement} canvas @param {Float32Array | undefined} values */
function paintPixels(canvas, values) {
  const side = Math.sqrt(values?.length ?? 0) || SIDE; // a network of the visitor's own may read a larger one
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = contextOf(canvas);
  const image = context.createImageData(side, side);
  const [pixels, colours] = [new Uint32Array(image.data.buffer), table('ink')];
  for (let i = 0; i < pixels.length; i++) pixels[i] = colours[Math.round(255 * Math.max(0, Math.min(1, values?.[i] ?? 0)))];
  context.putImageData(image, 0, 0);
}

/** @param {number} row @param {number} column */
const pixel = (row, column) => ({ stage: 'Input', layer: null, direction: null, t: null, quantity: 'values', index: [0, row, column] });

/** A frame around the pixel that is pointed at or selected. @param {HTMLCanvasElement} canvas @param {HTMLElement} frame */
function outline(canvas, frame) {
  const show = () => {
    const selection = [state.pointed, state.selection].find((one) => one?.stage === 'Input' && one.index.length === 3);
    frame.hidden = !selection || session.task !== 'digits';
    if (!selection || frame.hidden) return;
    const [, row, column] = selection.index;
    const size = canvas.clientWidth / canvas.width;
    Object.assign(frame.style, { left: `${canvas.offsetLeft + column * size}px`, top: `${canvas.offsetTop + row * size}px`, width: `${size}px`, height: `${size}px` });
  };
  onPointed(show);
  onSelection(show);
  on('task', show);
}

/** By pointer and keys: a pixel is pointed at and selected; what is dragged, or moved by the arrow keys with Shift, is the digit. @param {HTMLCanvasElement} canvas */
function read(canvas) {
  /** @type {{x: number, y: number, move: Move, is: boolean} | null} */
  let drag = null;
  const at = (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    const place = (/** @type {number} */ share) => Math.max(0, Math.min(canvas.width - 1, Math.floor(share * canvas.width)));
    return pixel(place((event.clientY - box.top) / box.height), place((event.clientX - box.left) / box.width));
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !session.input) return;
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.clientX, y: event.clientY, move: moveNow(), is: false };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drag) return point(at(event));
    const size = canvas.clientWidth / canvas.width;
    const [right, down] = [inPage(event.clientX - drag.x) / size, inPage(event.clientY - drag.y) / size];
    if (!drag.is && Math.hypot(right, down) < DRAG) return;
    if (!drag.is) interrupt();
    drag.is = true;
    point(null);
    tryChange({ move: shifted(drag.move, Math.round(right), Math.round(down)) });
  });
  const end = (/** @type {PointerEvent} */ event) => {
    if (drag?.is) settle();
    else if (drag && event.type === 'pointerup') select(at(event));
    drag = null;
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  canvas.addEventListener('pointerleave', () => drag || point(null));
  canvas.addEventListener('blur', () => point(null));
  canvas.addEventListener('keydown', (event) => byKey(event));
}

/** The exact answer to where the digit is now. */
function settle() {
  endPreviews();
  void change({});
}

/** @param {KeyboardEvent} event */
function byKey(event) {
  const [right, down] = ARROWS[event.key] ?? [];
  const at = state.pointed?.stage === 'Input' ? state.pointed : state.selection?.stage === 'Input' ? state.selection : null;
  const side = Math.sqrt(drawn()?.stages.get('Input')?.arrays.values?.values.length ?? 0) || SIDE;
  const [, row, column] = at && at.index.length === 3 ? at.index : [0, side / 2, side / 2];
  if (right !== undefined && event.shiftKey) void (session.input && change({ move: shifted(moveNow(), right, down) }));
  else if (right !== undefined) point(pixel(Math.max(0, Math.min(side - 1, row + down)), Math.max(0, Math.min(side - 1, column + right))));
  else if (event.key === 'Enter' && at) select(at);
  else return;
  event.preventDefault();
}

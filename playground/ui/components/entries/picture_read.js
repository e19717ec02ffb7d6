// What a network of digits reads: the picture that is made of the drawing, 28 x 28 unless it wants another size. It can be dragged.

import { inPage } from '../dom/zoom.js';
import { contextOf } from '../canvas/context.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { onExact } from '../run/exact.js';
import { drawn, onPlan } from '../run/plan.js';
import { endPreviews, tryChange } from '../run/previews.js';
import { change, interrupt, on, session } from '../run/session.js';
import { placeOf, scaleFor, table } from '../stage/colours.js';
import { said } from '../stage/reading.js';
import { onScreenKind, screenNow } from '../stage/screen.js';
import { onPointed, onSelection, point, select } from '../stage/selecting.js';
import { state } from '../store/store.js';
import { onLanguage, t } from '../text/text.js';
import { shifted } from './moved.js';
import { ARROWS } from './pen.js';
import { likeOf } from '../tasks.js';

const SIDE = 28;
/** @type {import('../stage/colours.js').Scale} */
const PAPER = { ramp: 'ink', most: 1 };
const DRAG = 2; // pixels of the picture; a smaller movement is a click

/** @typedef {import('./moved.js').Move} Move */

/** @returns {Move} */
const moveNow = () => session.changes?.move ?? {};

/** @param {HTMLElement} element */
export function showPictureRead(element) {
  const canvas = find(element, 'canvas', HTMLCanvasElement);
  const words = find(element, '[data-words]', HTMLElement);
  const isOurs = () => likeOf(session.task) === 'digits';
  const paint = () => {
    if (isOurs()) paintPixels(canvas);
  };
  const tell = () => {
    const { pointed } = state;
    const run = session.trace;
    const value = run && pointed?.stage === 'Input' && pointed.index.length === 3 ? said(run, pointed) : null;
    const moved = Boolean(Object.keys(moveNow()).length);
    const label = session.trace?.encoded?.label ?? null;
    const { rows, columns } = sizeRead();
    const isAsMade = rows === SIDE && columns === SIDE;
    const what = !isAsMade ? 'read_wanted' : moved ? 'read_moved' : label !== null ? 'read_test' : screenNow().short ? 'read_short' : 'read_as';
    words.textContent = value ? `${value.where}: ${value.value}` : t(`pad.${what}`, { label, rows, columns, number: session.input?.test?.toLocaleString('en') });
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

/** Rows and columns of what is read; as many as we make where nothing is known yet. */
function sizeRead() {
  const [rows, columns] = drawn()?.stages.get('Input')?.arrays.values?.shape.slice(-2) ?? [SIDE, SIDE];
  return columns === undefined ? { rows: 1, columns: rows } : { rows, columns };
}

/** @param {HTMLCanvasElement} canvas */
function paintPixels(canvas) {
  const run = drawn();
  const stage = run?.stages.get('Input');
  const { rows, columns } = sizeRead();
  Object.assign(canvas, { width: columns, height: rows });
  const context = contextOf(canvas);
  const image = context.createImageData(columns, rows);
  const values = stage?.arrays.values?.values;
  const found = run && stage ? scaleFor(stage, 'values', [run]) : PAPER;
  /** @type {import('../stage/colours.js').Scale} */
  const scale = values?.some((value) => value < 0) ? found : { ...found, ramp: 'ink' }; // rows that are read in time are ink, too
  const [pixels, colours] = [new Uint32Array(image.data.buffer), table(scale.ramp)];
  for (let i = 0; i < pixels.length; i++) pixels[i] = colours[placeOf(scale, values?.[i] ?? 0)];
  context.putImageData(image, 0, 0);
}

/** @param {number} row @param {number} column */
const pixel = (row, column) => ({ stage: 'Input', layer: null, direction: null, t: null, quantity: 'values', index: [0, row, column] });

/** A frame around the pixel that is pointed at or selected. @param {HTMLCanvasElement} canvas @param {HTMLElement} frame */
function outline(canvas, frame) {
  const show = () => {
    const selection = [state.pointed, state.selection].find((one) => one?.stage === 'Input' && one.index.length === 3);
    frame.hidden = !selection || likeOf(session.task) !== 'digits';
    if (!selection || frame.hidden) return;
    const [, row, column] = selection.index;
    const { rows, columns } = sizeRead();
    const [width, height] = [canvas.clientWidth / columns, canvas.clientHeight / rows];
    Object.assign(frame.style, { left: `${canvas.offsetLeft + column * width}px`, top: `${canvas.offsetTop + row * height}px`, width: `${width}px`, height: `${height}px` });
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
    const { rows, columns } = sizeRead();
    const place = (/** @type {number} */ share, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
    return pixel(place((event.clientY - box.top) / box.height, rows), place((event.clientX - box.left) / box.width, columns));
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
  const { rows, columns } = sizeRead();
  const [, row, column] = at && at.index.length === 3 ? at.index : [0, Math.floor(rows / 2), Math.floor(columns / 2)];
  if (right !== undefined && event.shiftKey) void (session.input && change({ move: shifted(moveNow(), right, down) }));
  else if (right !== undefined) point(pixel(Math.max(0, Math.min(rows - 1, row + down)), Math.max(0, Math.min(columns - 1, column + right))));
  else if (event.key === 'Enter' && at) select(at);
  else return;
  event.preventDefault();
}

// Reading values under the pointer, or under the cursor of the keyboard, from what the page already holds.
// @ts-nocheck: untyped until the next issue replaces it

import { onExact } from '../run/exact.js';
import { printed, wantExact } from '../run/printed_value.js';
import { on } from '../run/session.js';
import { t } from '../text/text.js';

const tip = document.createElement('div');
tip.className = 'pg-tip';
tip.setAttribute('role', 'status');
const frame = document.createElement('div');
frame.className = 'pg-cell';
const others = [];
let shownAt = null; // the canvas that is pointed at, and where it stood
let pressed = null; // where the pointer went down; a movement from there is no click
let touched = false; // the pointer is a finger, which covers what it points at and cannot hover

/** Whether an element stands in a panel of the network as it was trained, beside the changed one. */
export const isOriginal = (element) => Boolean(element.closest('.pg-original'));

const DRAG = 6; // pixels
const selected = new Set();

/** Call `listener` with the selection (playground/explain) of each cell that is chosen to be explained. */
export const onSelect = (listener) => selected.add(listener);

function select(canvas, x, y) {
  const { cells } = canvas;
  const selection = cells?.index(x, y) < cells?.values.length && cells.select?.(x, y);
  if (selection) for (const listener of selected) listener({ ...selection, original: isOriginal(canvas) });
}

/** All painted canvases under `element` tell the value of the cell that is pointed at. */
export function inspectable(element) {
  document.body.append(tip, frame);
  element.addEventListener('pointermove', (event) => point(event));
  element.addEventListener('pointerdown', (event) => {
    pressed = [event.clientX, event.clientY];
    point(event);
  });
  element.addEventListener('click', ({ target, clientX, clientY }) => {
    const moved = pressed && Math.hypot(clientX - pressed[0], clientY - pressed[1]) > DRAG;
    if (!touched && !moved && target.at) select(target, ...target.at);
  });
  // A finger leaves as soon as it is lifted; what it pointed at stays until the next tap or scroll.
  element.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && hide());
  element.addEventListener('keydown', (event) => walk(event));
  element.addEventListener('focusout', ({ relatedTarget }) => !tip.contains(relatedTarget) && hide());
}

// What was printed of a value that came coarse has its other digits now.
on('end', () => shownAt && wantExact(shownAt.canvas.cells.values));
onExact(() => shownAt && show(shownAt.canvas, ...shownAt.canvas.at));

// A scroll event comes a frame late; what has not moved since it was pointed at goes on being shown.
const scrolled = () => shownAt && shownAt.canvas.getBoundingClientRect().top !== shownAt.top && hide();
window.addEventListener('scroll', scrolled, { passive: true, capture: true });

function point(event) {
  const { target } = event;
  touched = event.pointerType === 'touch';
  if (!target.cells) {
    hide();
    return;
  }
  const box = target.getBoundingClientRect();
  const { width, height } = target.cells;
  const x = Math.min(width - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * width)));
  const y = Math.min(height - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * height)));
  show(target, x, y);
}

/** Arrow keys on a focused canvas move from cell to cell, page keys from map to map, Enter does what a click does. */
function walk(event) {
  const { target, key } = event;
  if (!target.cells) return;
  if (key === 'Enter' && target.at) {
    target.cells.act?.run(...target.at);
    select(target, ...target.at);
  }
  if (key === 'PageDown' || key === 'PageUp') {
    const maps = [...target.closest('.pg-stage').querySelectorAll('canvas[tabindex]')];
    maps[maps.indexOf(target) + (key === 'PageDown' ? 1 : -1)]?.focus();
    event.preventDefault();
  }
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!step) return;
  const { width, height } = target.cells;
  const [x, y] = target.at ?? [-step[0], -step[1]];
  show(target, (x + step[0] + width) % width, (y + step[1] + height) % height);
  event.preventDefault();
}

function show(canvas, x, y) {
  const { cells } = canvas;
  const i = cells.index(x, y);
  if (i >= cells.values.length) {
    hide();
    return;
  }
  canvas.at = [x, y];
  wantExact(cells.values);
  shownAt = { canvas, top: canvas.getBoundingClientRect().top };
  tip.replaceChildren(bold(printed(cells.values[i], cells.values, cells.most)), ` ${cells.describe(x, y)}`, ...(cells.details?.(x, y) ?? []).map(line));
  if (touched && cells.act) tip.append(button(cells.act, x, y));
  if (touched && cells.select) tip.append(button({ label: () => t('where.explain'), run: () => select(canvas, x, y) }, x, y));
  outline(frame, canvas, x, y, 1, 1);
  const box = frame.getBoundingClientRect();
  tip.style.display = 'block';
  const left = Math.min(box.right + 12, document.documentElement.clientWidth - tip.offsetWidth - 8);
  const above = box.top - tip.offsetHeight - (touched ? 40 : 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${above > 8 ? above : box.bottom + 8}px`;
  relate(cells.related?.(x, y) ?? []);
}

/** Outline the cells of other canvases that this one came from: [{canvas, x, y, width, height}]. */
function relate(places) {
  places.forEach(({ canvas, x, y, width, height }, k) => {
    if (!others[k]) {
      others[k] = frame.cloneNode();
      others[k].classList.add('other');
      document.body.append(others[k]);
    }
    outline(others[k], canvas, x, y, width, height);
  });
  for (const other of others.slice(places.length)) other.style.display = 'none';
}

function outline(element, canvas, x, y, width, height) {
  const box = canvas.getBoundingClientRect();
  const dx = box.width / canvas.cells.width;
  const dy = box.height / canvas.cells.height;
  Object.assign(element.style, {
    display: 'block',
    left: `${box.left + x * dx}px`,
    top: `${box.top + y * dy}px`,
    width: `${width * dx}px`,
    height: `${height * dy}px`,
  });
}

/** One more quantity of the same cell: its name, its value, and all values that it stands among. */
function line([name, value, values]) {
  const element = document.createElement('div');
  element.append(`${name} `, bold(printed(value, values)));
  return element;
}

/** On touch a tap reads a value; what a click would do has a button. */
function button({ label, run }, x, y) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label(x, y);
  element.onclick = () => {
    run(x, y);
    hide();
  };
  return element;
}

function bold(text) {
  const element = document.createElement('b');
  element.textContent = text;
  return element;
}

function hide() {
  shownAt = null;
  for (const element of [tip, frame, ...others]) element.style.display = 'none';
}

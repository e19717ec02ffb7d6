// Painting on a grid of the picture with the pointer or the keyboard, and typing a number into a cell.

import { t } from '../text/text.js';
import { brush } from './brush.js';
import { typed } from './format.js';
import { COLOURS } from './presets.js';
import { change, lab, tell } from './state.js';

/** @typedef {import('./grid.js').Grid} Grid */

/** `channel` of a grid: the one it shows, or null when it shows all three as colours. @param {Grid} grid @param {number} y @param {number} x */
const now = ({ channel }, y, x) => (channel === null ? lab.input.map((rows) => rows[y][x]) : lab.input[channel][y][x]);
/** @param {Grid} grid */
const chosen = ({ channel }) => (channel === null ? COLOURS[brush.colour] : brush.value);
/** @param {Grid} grid */
const cleared = ({ channel }) => (channel === null ? [0, 0, 0] : 0);

/** The brush's value, or zero where that is already. @param {Grid} grid @param {number} y @param {number} x */
const toggled = (grid, y, x) => (String(now(grid, y, x)) === String(chosen(grid)) ? cleared(grid) : chosen(grid));

/** @param {Grid} grid @param {number} y @param {number} x @param {number | number[]} value */
function put({ channel }, y, x, value) {
  const input = structuredClone(lab.input);
  input.forEach((rows, c) => {
    if (channel === null) rows[y][x] = /** @type {number[]} */ (value)[c];
    else if (c === channel) rows[y][x] = /** @type {number} */ (value);
  });
  change({ input });
}

/** @param {Grid} grid */
export function paintable(grid) {
  grid.canvas.classList.add('paintable');
  drag(grid);
  grid.canvas.addEventListener('dblclick', (event) => {
    const cell = grid.cellAt(event);
    if (cell && grid.holds(cell)) type(grid, ...cell, String(now(grid, ...cell)));
  });
  const look = (/** @type {[number, number] | null} */ over) => {
    if (String(lab.over) === String(over)) return;
    lab.over = over;
    tell('over');
  };
  for (const leaves of ['pointerleave', 'blur']) grid.canvas.addEventListener(leaves, () => look(null));
  grid.onPoint((y, x) => look([y, x]), (event, y, x) => key(grid, event, y, x));
}

/** A drag goes on with what it began with. @param {Grid} grid */
function drag(grid) {
  const { canvas } = grid;
  /** @type {number | number[] | null} */
  let painting = null;
  const stroke = (/** @type {PointerEvent} */ event) => {
    const cell = grid.cellAt(event);
    if (painting !== null && cell && grid.holds(cell) && String(now(grid, ...cell)) !== String(painting)) put(grid, ...cell, painting);
  };
  canvas.addEventListener('pointerdown', (event) => {
    const cell = grid.cellAt(event);
    if (event.button || !cell || !grid.holds(cell)) return;
    painting = toggled(grid, ...cell);
    canvas.setPointerCapture(event.pointerId);
    stroke(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (painting === null) return;
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const part of parts.length ? parts : [event]) stroke(part);
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => (painting = null));
}

/** True when the key was for the grid: Space and Enter paint, Delete clears, a digit begins a number. @param {Grid} grid @param {KeyboardEvent} event @param {number} y @param {number} x */
function key(grid, event, y, x) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === ' ' || event.key === 'Enter') put(grid, y, x, toggled(grid, y, x));
  else if (event.key === 'Delete' || event.key === 'Backspace') put(grid, y, x, cleared(grid));
  else if (/^[-−.,\d]$/.test(event.key)) type(grid, y, x, event.key);
  else return false;
  return true;
}

/** A field over a cell; Enter takes its number, Escape leaves the cell as it was. @param {Grid} grid @param {number} y @param {number} x @param {string} first */
function type(grid, y, x, first) {
  if (grid.channel === null) return;
  const field = document.createElement('input');
  field.className = 'pg-lab-typing';
  field.inputMode = 'decimal';
  field.value = first;
  field.setAttribute('aria-label', t('lab.cell', { row: y + 1, column: x + 1 }));
  const [left, top] = grid.place(y, x);
  const [wide, high] = [Math.max(grid.cell, 44), Math.max(grid.cell, 26)];
  Object.assign(field.style, { left: `${left + 1 - (wide - grid.cell) / 2}px`, top: `${top + 1}px`, width: `${wide}px`, height: `${high}px` });
  grid.canvas.parentElement?.append(field);
  field.focus();
  if (first.length > 1) field.select();
  let done = false;
  const end = (/** @type {boolean} */ keep) => {
    if (done) return;
    done = true;
    const value = typed(field.value);
    field.remove();
    if (keep && value !== null) put(grid, y, x, value);
  };
  field.addEventListener('blur', () => end(true));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === 'Escape') {
      end(event.key === 'Enter');
      grid.canvas.focus();
    }
    event.stopPropagation();
  });
}

// A map over time: what is read along its axis, a veil over the steps to come, a mark on the chosen unit, and a brush.
// @ts-nocheck: untyped until the next issue replaces it

import { axisTitle, place } from '../run/time_axis.js';
import { reveal, span } from '../playback/view.js';
import { seek } from '../playback/player.js';
import { session } from '../run/session.js';
import { t } from '../text/text.js';
import { pixels } from './panel.js';
import { strip } from './strips.js';

const DRAG = 6; // pixels; a smaller movement is a click

/**
 * {element, map, frame(trace) -> span, seek(moment), mark(row, rows), range(first, last)}.
 * `pick(step, row)`: a cell was chosen; `brush(first, last)`: steps were marked, if the map can be brushed.
 */
export function timed({ trace, direction = 0, pick, brush }) {
  const element = make('div', 'pg-timed');
  const top = strip(trace);
  const map = pixels({ focus: true });
  map.classList.add('pg-map');
  const veil = make('div', direction ? 'pg-veil back' : 'pg-veil');
  const [marked, brushed] = [make('div', 'pg-unit-mark'), make('div', 'pg-range')];
  const axis = make('div', 'pg-axis');
  const body = make('div', 'pg-window');
  const under = make('div', 'pg-under');
  under.append(map, marked, brushed);
  body.append(top.element, under, veil);
  element.append(body, axis);
  let shown = { from: 0, count: 1 };
  let { steps } = trace;
  let moment = null;

  wire(map, { pick: (x, y) => pick?.(shown.from + x, y), brush: brush && ((a, b) => brush(shown.from + a, shown.from + b)) });

  /** Draw the axis for what is in sight, which is returned. */
  const frame = (trace) => {
    const next = span(trace);
    steps = trace.steps;
    top.draw(trace, next);
    if (next.from !== shown.from || next.count !== shown.count || !axis.children.length) axis.replaceChildren(...ticks(next, trace));
    shown = next;
    seekTo(moment);
    return shown;
  };
  const seekTo = (now) => {
    moment = now;
    veil.style.display = now === null ? 'none' : 'block';
    if (now === null) return;
    // The backward direction begins at the end, so that what is still to come lies before.
    const at = direction ? steps - 1 - now - shown.from : now + 1 - shown.from;
    const share = 100 * Math.max(0, Math.min(1, at / shown.count));
    veil.style.transform = `translateX(${direction ? share - 100 : share}%)`;
  };
  const mark = (row, rows) => {
    marked.style.display = row === null ? 'none' : 'block';
    if (row !== null) Object.assign(marked.style, { top: `${(100 * row) / rows}%`, height: `${100 / rows}%` });
  };
  const range = (first, last) => {
    const [a, b] = [Math.max(first, shown.from), Math.min(last + 1, shown.from + shown.count)];
    brushed.style.display = first === null || b <= a ? 'none' : 'block';
    Object.assign(brushed.style, { left: `${(100 * (a - shown.from)) / shown.count}%`, width: `${(100 * (b - a)) / shown.count}%` });
  };
  return { element, map, frame, seek: seekTo, mark, range };
}

/** A click picks a cell, a drag marks steps. A finger only reads: its tip has a button for what a click does. */
function wire(map, { pick, brush }) {
  let from = null;
  const column = (event) => {
    const box = map.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * map.cells.width);
    return Math.max(0, Math.min(map.cells.width - 1, x));
  };
  map.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button !== 0 || !map.cells) return;
    from = { x: event.clientX, column: column(event), moved: false };
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener('pointermove', (event) => {
    if (!from || !brush) return;
    from.moved ||= Math.abs(event.clientX - from.x) > DRAG;
    if (from.moved) brush(...[from.column, column(event)].sort((a, b) => a - b));
  });
  map.addEventListener('pointerup', () => {
    const { at } = map;
    // A frame later: the question for the explanation, which the same click asks, is then on its way.
    if (from && !from.moved && at) requestAnimationFrame(() => pick(...at));
    from = null;
  });
  map.addEventListener('pointercancel', () => (from = null));
}

/** What Enter, or a tap and its button, do on a cell: go to its step. */
export const go = (from, run) => ({
  label: (x) => t('where.go', { place: place(session.trace, from + x) }),
  run: (x, y) => run(from + x, y),
});

/** Show a step, in the window that has it. */
export function goTo(step) {
  reveal(session.trace, step);
  seek(step);
}

/** Round numbers of steps, each under its column; and what they count. */
function ticks({ from, count }, trace) {
  const every = [1, 2, 5, 10, 20, 50].find((size) => count / size <= 12);
  const round = Array.from({ length: count }, (_, k) => from + k + 1).filter((step) => step % every === 0);
  const marks = round.map((step) => {
    const mark = make('span', '');
    mark.textContent = step;
    mark.style.left = `${(100 * (step - from - 0.5)) / count}%`;
    return mark;
  });
  const name = make('i', '');
  name.textContent = axisTitle(trace);
  return [...marks, name];
}

export function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

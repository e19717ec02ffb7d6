// On a phone, and where the window is very low, the dock is a sheet of three heights: dragged by its handle, or by keys.

import { inPage, windowSize } from '../dom/zoom.js';
import { find } from '../dom/find.js';
import { state } from '../store/store.js';
import { onLanguage, t } from '../text/text.js';
import { HEIGHTS, heightOf, isSheet, nearest } from './sheet_heights.js';

/** @typedef {import('./sheet_heights.js').Level} Level */

const DRAG = 5; // px; less is a click
/** @type {((level: Level) => void) | null} */
let set = null;
/** @type {Level} */
let level = 'low';

/** Raise the sheet, if there is one, so that something in the dock can be seen; it is never lowered by this. @param {Level} to */
function raiseSheet(to) {
  if (HEIGHTS.indexOf(to) > HEIGHTS.indexOf(level)) set?.(to);
}

/** @param {HTMLElement} app */
export function mount(app) {
  const dock = find(app, '.pg-dock', HTMLElement);
  const grip = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-grip' });
  dock.before(grip);
  const windowNow = () => ({ width: windowSize().width, height: app.clientHeight });
  const write = () => {
    const [words, size] = [t(`sheet.${level}`), windowNow()];
    const isOn = isSheet(size) && !state.embed;
    app.classList.toggle('sheet', isOn);
    grip.hidden = !isOn;
    grip.setAttribute('aria-label', words);
    grip.title = words;
    grip.setAttribute('aria-expanded', String(level !== 'low'));
    dock.dataset.level = isOn ? level : '';
    if (!isOn) {
      app.style.removeProperty('--pg-below');
      return;
    }
    app.style.setProperty('--pg-sheet', `${heightOf(level, size.height)}px`);
    // What it shows is of the picture above it, which stays in sight; only at its full height it lies over that.
    app.style.setProperty('--pg-below', `${heightOf(level === 'full' ? 'middle' : level, size.height)}px`);
  };
  const setLevel = (set = (/** @type {Level} */ to) => {
    level = to;
    write();
    if (level === 'low') dock.scrollTop = 0;
  });
  const by = (/** @type {number} */ step) => setLevel(HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, HEIGHTS.indexOf(level) + step))]);
  wireDrag(grip, {
    height: () => heightOf(level, app.clientHeight),
    move: (height) => app.style.setProperty('--pg-sheet', `${height}px`),
    drop: (height) => setLevel(nearest(height, app.clientHeight)),
    click: () => (level === 'full' ? setLevel('low') : by(1)),
  });
  grip.addEventListener('keydown', (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step) return;
    by(step);
    event.preventDefault();
  });
  app.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || level === 'low' || !app.classList.contains('sheet')) return;
    by(-1);
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
  // What has the focus is in sight.
  dock.addEventListener('focusin', ({ target }) => {
    if (app.classList.contains('sheet') && target instanceof Element && target.matches(':focus-visible') && target.getBoundingClientRect().bottom > app.getBoundingClientRect().bottom) by(1);
  });
  // A tool that is opened in the dock needs room; when it is closed the picture has it again.
  new MutationObserver(() => (dock.dataset.tool ? raiseSheet('middle') : setLevel('low'))).observe(dock, { attributeFilter: ['data-tool'] });
  new ResizeObserver(write).observe(app);
  onLanguage(write);
  write();
}

/** @param {HTMLElement} grip @param {{height: () => number, move: (height: number) => void, drop: (height: number) => void, click: () => void}} how */
function wireDrag(grip, { height, move, drop, click }) {
  /** @type {{y: number, height: number, moved: boolean} | null} */
  let from = null;
  let wasDrag = false;
  const now = (/** @type {PointerEvent} */ event) => (from ? from.height + inPage(from.y - event.clientY) : 0);
  grip.addEventListener('pointerdown', (event) => {
    from = { y: event.clientY, height: height(), moved: false };
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener('pointermove', (event) => {
    if (!from) return;
    from.moved ||= Math.abs(event.clientY - from.y) > DRAG;
    if (from.moved) move(now(event));
  });
  const end = (/** @type {PointerEvent} */ event) => {
    wasDrag = Boolean(from?.moved);
    if (wasDrag) drop(now(event));
    from = null;
  };
  grip.addEventListener('pointerup', end);
  grip.addEventListener('pointercancel', end);
  grip.addEventListener('click', () => {
    if (!wasDrag) click();
    wasDrag = false;
  });
}

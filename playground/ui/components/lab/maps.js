// What comes out of the lab: the feature maps, what ReLU and pooling leave of them, and all of it in one row.

import { largest } from '../run/largest.js';
import { onLanguage, t } from '../text/text.js';
import { Grid, shade } from './grid.js';
import { filled, onSlide, slide } from './play.js';
import { lab, onLab, point } from './state.js';
import { last, outlines, readers, trail } from './sources.js';

/** @typedef {'map' | 'active' | 'pool'} MapKind */

/** One row of grids, a map each. `kind`: 'map', 'active' or 'pool'; what it reads of the result is `field`. @param {HTMLElement} element @param {MapKind} kind @param {'maps' | 'activated' | 'pooled'} field @param {number} size */
export function showMaps(element, kind, field, size) {
  /** @type {ReturnType<typeof newGrid>[]} */
  let grids = [];
  const draw = () => {
    const maps = lab.result?.[field];
    if (!maps) return;
    if (grids.length !== maps.length) {
      grids = maps.map((_, m) => newGrid(kind, m, size));
      element.replaceChildren(...grids.map(({ figure }) => figure));
    }
    const wide = element.clientWidth;
    if (!wide) return;
    const most = largest(lab.result?.maps.flat(2) ?? []);
    const parts = trail(lab.result, lab.pointed);
    const room = roomFor(wide, maps.length, maps[0][0].length, size);
    maps.forEach((map, m) => {
      const { grid, caption } = grids[m];
      const shown = known(kind);
      const marks = [...outlines(parts, kind, m), ...over(kind)];
      grid.show({
        rows: map.length,
        columns: map[0].length,
        room,
        value: (y, x) => (y * map[0].length + x < shown ? map[y][x] : null),
        colour: (y, x) => shade('signed', map[y][x], most),
        lost: dropped(kind),
        outlines: marks,
      });
      caption.textContent = t('lab.map', { number: m + 1, height: map.length, width: map[0].length });
      grid.canvas.setAttribute('aria-label', `${t(`lab.stages.${kind}`)} · ${caption.textContent}`);
    });
  };
  watch(element, draw);
  return draw;
}

/** Draw when something has changed, and when there is another width to draw in. @param {HTMLElement} element @param {() => void} draw */
function watch(element, draw) {
  onLab((what) => what !== 'message' && what !== 'bench' && draw());
  onSlide(draw);
  onLanguage(draw);
  onWidth(element, draw);
}

/** @param {HTMLElement} element @param {() => void} draw */
export function onWidth(element, draw) {
  let wide = 0;
  new ResizeObserver(() => {
    if (element.clientWidth !== wide) draw();
    wide = element.clientWidth;
  }).observe(element);
}

/** Pixels for one map of several: side by side if their numbers can be read then. @param {number} wide @param {number} count @param {number} columns @param {number} size */
function roomFor(wide, count, columns, size) {
  const gap = 20;
  for (let across = count; across > 1; across--) {
    const room = (wide - gap * (across - 1)) / across;
    if (room >= columns * Math.min(size, 26)) return room;
  }
  return count > 1 && wide < columns * 52 ? (wide - gap) / 2 : wide;
}

/** @param {MapKind} kind @param {number} m @param {number} size */
function newGrid(kind, m, size) {
  const grid = new Grid(size);
  grid.canvas.dataset.map = String(m);
  grid.onPoint((y, x) => {
    const there = y * grid.shown.columns + x < known(kind);
    if (there && !slide.playing) point({ kind, map: m, y, x });
  });
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  figure.append(caption, grid.canvas);
  return { grid, figure, caption };
}

/** @param {MapKind} kind */
const known = (kind) => (kind === 'pool' ? filled().pooled : filled().maps);

/** Cells of a map that no pooling window takes in, at the right and below of an odd size. @param {MapKind} kind */
function dropped(kind) {
  const { pooled, activated, maps } = lab.result ?? {};
  if (!maps || !pooled || kind === 'pool' || (kind === 'map' && activated)) return undefined;
  return (/** @type {number} */ y, /** @type {number} */ x) => y >= 2 * Math.floor(maps[0].length / 2) || x >= 2 * Math.floor(maps[0][0].length / 2);
}

/** The outputs that the pointed cell of the picture goes into. @param {MapKind} kind @returns {import('./grid.js').Outline[]} */
function over(kind) {
  if (kind !== 'map' || !lab.over || lab.result?.reads[lab.over[0]]?.[lab.over[1]] === undefined) return [];
  return [{ cells: readers(lab.result, lab.over), colour: '--pg-ink', width: 1.5 }];
}

/** All last maps in one row, which is broken where there is no more room. @param {HTMLElement} element */
export function showFlat(element) {
  const grid = new Grid(34);
  let columns = 1;
  element.append(grid.canvas);
  grid.onPoint((y, x) => {
    const k = y * columns + x;
    if (!slide.playing && typeof grid.shown.value(y, x) === 'number') point({ kind: 'flat', k });
  });
  const draw = () => {
    const wide = element.clientWidth;
    if (!lab.result || !wide) return;
    const { flat, maps } = lab.result;
    const [kind, end] = last(lab.result);
    const each = end[0].length * end[0][0].length;
    const cell = flat.length <= 200 ? 34 : 14;
    columns = Math.max(1, Math.min(flat.length, Math.floor((wide - 2) / cell)));
    const rows = Math.ceil(flat.length / columns);
    const most = largest(maps.flat(2));
    const shown = known(kind);
    const k = (/** @type {number} */ y, /** @type {number} */ x) => y * columns + x;
    const marks = trail(lab.result, lab.pointed).filter((part) => part.grid === 'flat' || part.grid === kind).slice(0, 1);
    const place = (/** @type {import('./sources.js').Part} */ { k: at, map = 0, cells }) => at ?? map * each + cells[0][0] * end[0][0].length + cells[0][1];
    /** @returns {import('./arithmetic.js').Cell} */
    const cellOf = (/** @type {number} */ i) => [Math.floor(i / columns), i % columns];
    const bounds = Array.from({ length: end.length }, (_, m) => Array.from({ length: each }, (_, i) => m * each + i));
    grid.size = cell;
    grid.show({
      rows,
      columns,
      room: wide,
      value: (y, x) => (k(y, x) % each < shown || k(y, x) >= flat.length ? flat[k(y, x)] : null),
      colour: (y, x) => shade('signed', flat[k(y, x)], most),
      outlines: [
        ...bounds.map((part) => ({ cells: part.map((i) => cellOf(i)), colour: '--pg-muted', width: 1.5 })),
        ...marks.map((mark) => ({ cells: [cellOf(place(mark))], colour: '--pg-ink' })),
      ],
    });
    grid.canvas.setAttribute('aria-label', t('lab.stages.flat'));
  };
  watch(element, draw);
  return draw;
}

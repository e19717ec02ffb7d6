// Where the pictures of one network stand in its row: maps and units beside each other, or what goes along the time axis.

import { laneRows } from '../stage/layout/lane_rows.js';
import { divisorBelow } from '../stage/layout/options.js';

/** @typedef {import('../stage/shown.js').Shown} Shown */
/** @typedef {import('../stage/layout/layout.js').Block} Block */
/**
 * The room of a row in CSS px, device pixels to one, and what is shown of the input: `steps` of which the last `count` have
 * room, each `step` px wide, `inset` px from the left, where names of classes or values stand.
 * @typedef {{width: number, height: number, dpr: number, task: string, classes: number, axis: Axis}} Room
 */
/** @typedef {{inset: number, step: number, from: number, count: number}} Axis */
/** What stands under a picture. @typedef {{x: number, y: number, width: number, of: Shown, kind: 'units' | 'maps' | 'states'}} Caption */
/** @typedef {{blocks: Block[], captions: Caption[], timed: boolean, height: number}} RowLayout */

const CAPTION = 18; // px below a picture
const NARROW = 320; // px of lanes, below which the words under them begin where the row does
const GAP = 28; // px between two pictures
const [LARGEST, NODE] = [24, 40]; // px of a unit at most; units of a layer, up to which that much is given
const LINE = 18; // px of a class that is written
const LETTERS = 16; // px below the guess, for the class of each step
const [CHART, LANE] = [0.62, 8]; // the share of a row that a chart has; px of a lane, at least

/** The axis that all rows have in common. @param {{steps: number, width: number, dpr: number, task: string}} of @returns {Axis} */
export function axisOf({ steps, width, dpr, task }) {
  const inset = Math.round((task === 'names' || task === 'reviews' ? 86 : task === 'series' ? 46 : 0) * dpr) / dpr;
  const room = Math.floor((width - inset) * dpr);
  const places = task === 'series' ? 1 : 0; // a chart goes on to the number after the last
  const count = Math.max(1, Math.min(steps, room - places));
  return { inset, step: Math.min(Math.max(1, Math.floor(room / (count + places))), Math.round(92 * dpr)) / dpr, from: Math.max(0, steps - count), count };
}

/** What a row shows: neither what is read nor the logits, nor what an activation is made of. @param {Shown[]} all */
export const pictured = (all) => all.filter(({ key, role, shape, quantity }) =>
  quantity && !['input', 'logits', 'probabilities'].includes(role) &&
  !(role !== 'activation' && all.some((other) => other.role === 'activation' && other.key !== key && other.inputs.includes(key) && other.shape.join() === shape.join())));

/** @param {Shown[]} all @param {Room} room @returns {RowLayout} */
export function rowLayout(all, room) {
  const shown = pictured(all);
  const timed = shown.filter((one) => one.timed);
  return timed.length ? timedRow(timed, all.find(({ timed: isTimed, role }) => isTimed && role === 'logits'), room) : spatialRow(shown, room);
}

/** @param {Shown[]} shown @param {Room} room @returns {RowLayout} */
function spatialRow(shown, { width, height, dpr }) {
  const high = Math.floor((height - CAPTION) * dpr) - 2;
  const gap = GAP * dpr;
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Caption[]} */
  const captions = [];
  let [x, left] = [0, Math.floor(width * dpr)];
  shown.forEach((one, k) => {
    const most = Math.floor((left - gap * (shown.length - k - 1)) / (shown.length - k)) - 2;
    const isMaps = one.shape.length > 1;
    const made = isMaps ? mapsIn(one.shape, most, high) : gridIn(one.shape[0] ?? 1, most, high, dpr);
    if (!made || most < 8) return;
    const [wide, tall] = [made.columns * made.pitchX - made.gap + 2, made.rows * made.pitchY - made.gap + 2];
    const tiles = { count: made.count, columns: made.columns, rows: made.rows, byColumn: false, pitchX: made.pitchX / dpr, pitchY: made.pitchY / dpr, width: (made.pitchX - made.gap) / dpr, height: (made.pitchY - made.gap) / dpr };
    blocks.push({ key: one.key, quantity: one.quantity, form: isMaps ? 'maps' : 'grid', shape: one.shape, x: x / dpr, y: 0, width: wide / dpr, height: tall / dpr, cell: made.cell / dpr, cellHeight: made.cell / dpr, inset: 1 / dpr, tiles });
    captions.push({ x: x / dpr, y: tall / dpr + 1, width: (k === shown.length - 1 ? left : Math.max(wide, 120 * dpr)) / dpr, of: one, kind: isMaps ? 'maps' : 'units' });
    const taken = Math.max(wide, Math.min(most, 120 * dpr)) + gap;
    x += taken;
    left -= taken;
  });
  return { blocks, captions, timed: false, height: Math.max(0, ...captions.map(({ y }) => y + CAPTION - 2)) };
}

/** @typedef {{count: number, columns: number, rows: number, pitchX: number, pitchY: number, gap: number, cell: number}} Tiling device pixels */

/** Maps in rows, as large as there is room for; fewer where not all have any. @param {number[]} shape @param {number} wide @param {number} high @returns {Tiling | null} */
function mapsIn(shape, wide, high) {
  const [count, rows, columns] = shape.length === 3 ? shape : [shape[0], 1, shape[1]];
  const gap = 2;
  /** @type {Tiling | null} */
  let best = null;
  for (let zoom = 1; zoom <= 8; zoom++) {
    const [pitchX, pitchY] = [columns * zoom + gap, rows * zoom + gap];
    const [across, down] = [Math.floor((wide + gap) / pitchX), Math.floor((high + gap) / pitchY)];
    if (across * down < 1 || (best && across * down < count)) break;
    const lines = Math.min(down, Math.ceil(count / across));
    const perLine = Math.min(across, Math.ceil(count / lines));
    best = { count: Math.min(count, perLine * lines), columns: perLine, rows: lines, pitchX, pitchY, gap, cell: zoom };
  }
  return best;
}

/** Units as cells, in rows that are all full if there are such. @param {number} count @param {number} wide @param {number} high @param {number} dpr @returns {Tiling | null} */
function gridIn(count, wide, high, dpr) {
  const most = (count <= NODE ? LARGEST : LARGEST / 2) * dpr;
  for (let pitch = Math.floor(most); pitch >= 1; pitch--) {
    const fits = Math.floor(wide / pitch);
    if (!fits) continue;
    const columns = divisorBelow(count, Math.min(fits, Math.max(1, Math.ceil(Math.sqrt(2.6 * count)))));
    const rows = Math.ceil(count / columns);
    if (rows * pitch > high) continue;
    const gap = pitch >= 12 * dpr ? 2 : pitch >= 5 ? 1 : 0;
    return { count, columns, rows, pitchX: pitch, pitchY: pitch, gap, cell: pitch - gap };
  }
  return null;
}

/** @param {Shown[]} states @param {Shown | undefined} logits @param {Room} room @returns {RowLayout} */
function timedRow(states, logits, { width, height, dpr, task, classes, axis }) {
  const { inset, step, from, count } = axis;
  const whole = (/** @type {number} */ css) => Math.floor(css * dpr) / dpr;
  const windowOf = { step, from, count };
  const wide = count * step;
  /** @type {Block[]} */
  const blocks = [];
  let y = 0;
  const room = height - CAPTION;
  if (task === 'series' && logits) {
    const plot = whole(room * CHART);
    blocks.push({ key: logits.key, quantity: logits.quantity, form: 'chart', shape: logits.shape, x: 0, y, width: Math.min(width, inset + wide + step), height: plot, cell: 0, tiles: null, inset, plot, axis: windowOf });
    y = plot + 4;
  }
  const guess = classes && logits ? guessIn(task, classes, room, dpr) : null;
  const each = (room - y - (guess ? guess.height + 6 : 0) - 2 * (states.length - 1)) / states.length;
  for (const one of states) {
    const { perRow, row, height: tall } = laneRows(one.shape[0], Math.max(LANE, each) * dpr);
    blocks.push({ key: one.key, quantity: one.quantity, form: 'lane', shape: one.shape, x: inset, y, width: wide, height: tall / dpr, cell: row / dpr, tiles: null, perRow, row: row / dpr, mean: false, direction: one.direction, axis: windowOf });
    y = whole(y + tall / dpr + 2);
  }
  if (guess && logits) {
    y = whole(y + 4);
    const place = guess.rows ? { x: 0, width: inset + wide, inset } : { x: inset, width: wide, inset: 0 };
    blocks.push({ key: logits.key, quantity: 'probabilities', form: 'guess', shape: logits.shape, y, tiles: null, axis: windowOf, ...guess, ...place });
    y += guess.height;
  }
  return { blocks, captions: [{ x: wide < NARROW ? 0 : inset, y: y + 1, width: wide < NARROW ? width : Math.max(wide, 240), of: states[states.length - 1], kind: 'states' }], timed: true, height: y + CAPTION };
}

const READ = { names: { kind: 'letters', height: 30 }, reviews: { kind: 'words', height: 64 } };
const LYING = 56; // px a step, from which on words lie

/** What is read, over the rows, where that is letters or words. @param {Shown[]} all @param {Room} room @returns {Block | null} */
export function readLayout(all, { task, dpr, axis: { inset, step, from, count } }) {
  const input = all.find(({ role, shape }) => role === 'input' && shape.length === 2);
  const known = /** @type {Record<string, {kind: string, height: number}>} */ (READ)[task];
  if (!input || !known) return null;
  const height = known.kind === 'words' && step >= LYING ? 26 : known.height;
  return { key: input.key, quantity: input.quantity, form: 'given', shape: input.shape, x: inset, y: 0, width: count * step, height: Math.round(height * dpr) / dpr, cell: 0, tiles: null, kind: known.kind, features: input.shape[1] ?? 1, axis: { step, from, count } };
}

/** The guess after each step: the best classes written, or all as shades with the best below. @param {string} task @param {number} classes @param {number} room @param {number} dpr */
function guessIn(task, classes, room, dpr) {
  if (task === 'names' || task === 'reviews') {
    const lines = Math.min(classes, room > 110 ? 3 : 2);
    const cell = Math.round(LINE * dpr) / dpr;
    return { rows: true, cell, lines, height: lines * cell, letters: 0 };
  }
  const cell = Math.max(1, Math.min(3 * dpr, Math.floor((room * 0.24 * dpr) / classes)));
  return { rows: false, cell: cell / dpr, lines: classes, height: (cell * classes) / dpr + LETTERS, letters: LETTERS };
}

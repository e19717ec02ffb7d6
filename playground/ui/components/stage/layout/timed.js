// Where a network that reads step by step stands, as data: one time axis, what is read above it, a lane for each quantity.

import { groupsOf, shareRoom, shownLanes } from './lane_heights.js';
import { laneRows } from './lane_rows.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('./layout.js').Box} Box */
/** @typedef {import('./lane_heights.js').Group} Group */
/** @typedef {{quantity: string, symbol: string, role: string, range: string, y: number, height: number, units: number, perRow: number, row: number}} LanePlace `row`: CSS px of a row, `perRow` units in it */
/** @typedef {{key: string, kind: string, layer: number, direction: number, isOpen: boolean, canClose: boolean, y: number, height: number, units: number, lanes: LanePlace[]}} GroupPlace */
/**
 * The time axis and all that stands along it, in CSS px from the top left of the stage. `step` is a whole number of device pixels wide.
 * @typedef {object} Axis
 * @property {number} x where the first step in sight begins
 * @property {number} step
 * @property {number} from
 * @property {number} count of steps in sight, of which a drawing that grows may not have all yet
 * @property {number} width
 * @property {number} right where labels end, which are as wide as there is room from `left`
 * @property {number} left
 * @property {number | null} head y of the words over it
 * @property {number} numbers y of the steps' numbers
 * @property {number} top of the cursor's frame
 * @property {number} bottom
 * @property {{y: number, height: number, kind: string} | null} given
 * @property {{y: number, height: number, rows: boolean} | null} guess
 * @property {{y: number, height: number} | null} chart
 * @property {Box | null} overview
 * @property {GroupPlace[]} groups
 */
/** @typedef {ReturnType<typeof frameOf>} Frame */

const [GAP, LAYERS, AROUND] = [2, 10, 9]; // between lanes, between layers, above and below all layers
const OVERVIEW = 28;
const LETTERS = 16; // the class of each step, below the guess
const LEGEND = 22; // below a chart
const KINDS = { digits: 'rows', strokes: 'way', names: 'letters', reviews: 'words', series: 'values' };

/** The fixed measures. @param {Size} size */
function frameOf({ width, height, dpr, phone, short, projector, count, steps, classes }) {
  const x = phone ? 98 : projector ? 176 : 118;
  const after = phone ? 12 : classes ? 48 : 16; // beyond the last step, for the line that leads to the answer
  const columns = Math.max(1, count);
  const step = Math.max(1, Math.floor(((width - x - after) * dpr) / columns)) / dpr;
  const line = projector ? 24 : 18;
  const head = phone ? null : short ? 8 : 14;
  const numbers = phone ? 2 : (short ? 8 : 18) + line;
  return { x: Math.round(x * dpr) / dpr, step, columns, head, numbers, top: numbers + line - 2, bottom: height - 8 - (steps > columns ? OVERVIEW + 10 : 0), isLow: phone || short };
}

/** What is read at each step: its kind, and how high it is drawn. @param {Shown | undefined} shown @param {Size} size @param {Frame} frame */
function givenOf(shown, { task, dpr, phone, short }, { step }) {
  if (!shown) return null;
  const kind = /** @type {Record<string, string>} */ (KINDS)[task] ?? 'rows';
  const features = shown.shape[1] ?? 1;
  const fixed = { way: phone ? 44 : short ? 58 : 74, letters: phone ? 34 : 42, words: step < 56 ? (phone || short ? 68 : 84) : 30 }[kind];
  const aim = kind === 'values' ? Math.max(18, Math.min(30, 2 * features)) : phone ? 32 : 56;
  const height = fixed ?? laneRows(features, aim * dpr).height / dpr;
  return { kind, height: kind === 'values' && features === 1 ? 18 : height, features };
}

/** The readout after each step: its probabilities as colours, or the likeliest classes in numbers. @param {Shown | undefined} shown @param {Size} size */
function guessOf(shown, { classes, task, dpr, phone, short }) {
  if (!shown || !classes) return null;
  const rows = task === 'names' || task === 'reviews';
  if (!rows) return { rows, cell: laneRows(classes, (phone ? 24 : 40) * dpr).row / dpr, height: laneRows(classes, (phone ? 24 : 40) * dpr).height / dpr + LETTERS, lines: classes };
  const lines = Math.min(classes, phone ? 3 : 5);
  const cell = phone || short ? 18 : 22;
  return { rows, cell, height: lines * cell, lines };
}

/** @param {Shown[]} shown @param {Size} size @returns {Layout} */
export function timedLayout(shown, size) {
  const frame = frameOf(size);
  const { dpr } = size;
  const groups = groupsOf(shown);
  const input = shown.find(({ role, shape }) => role === 'input' && shape.length === 2);
  const logits = shown.find(({ timed, role }) => timed && role === 'logits');
  const given = givenOf(input, size, frame);
  const guess = guessOf(logits, size);
  const chart = input && logits && size.task === 'series' ? { height: Math.round(size.height * (size.phone ? 0.26 : 0.34)) } : null;

  let y = snapped(frame.top + 2, dpr);
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Axis} */
  const axis = {
    ...{ x: frame.x, step: frame.step, from: size.from, count: frame.columns, width: frame.step * frame.columns, left: size.phone ? 4 : 26, right: frame.x - (size.phone ? 8 : 10) },
    ...{ head: frame.head, numbers: frame.numbers, top: frame.top, bottom: 0, given: null, guess: null, chart: null, overview: null, groups: [] },
  };
  if (chart && logits) {
    axis.chart = { y, height: chart.height };
    blocks.push(block(logits, { form: 'chart', x: 0, y, width: Math.min(frame.x + axis.width + axis.step, size.width), height: chart.height + LEGEND }, { inset: frame.x, plot: chart.height, axis: windowOf(axis) }));
    y = snapped(y + chart.height + LEGEND + 4, dpr);
  }
  if (given && input) {
    axis.given = { y, height: given.height, kind: given.kind };
    blocks.push(block(input, { form: 'given', x: frame.x, y, width: axis.width, height: given.height }, { kind: given.kind, features: given.features, axis: windowOf(axis) }));
    y += given.height + AROUND;
  }
  y = placeLanes({ groups, shown, size, axis, blocks, frame }, snapped(y, dpr), guess ? guess.height + AROUND : 0);
  if (guess && logits) {
    axis.guess = { y, height: guess.height, rows: guess.rows };
    const place = { form: 'guess', x: guess.rows ? 0 : frame.x, y, width: guess.rows ? frame.x + axis.width : axis.width, height: guess.height };
    const own = { rows: guess.rows, cell: guess.cell, lines: guess.lines, inset: guess.rows ? frame.x : 0, letters: guess.rows ? 0 : LETTERS, axis: windowOf(axis) };
    blocks.push({ ...block(logits, place, own), quantity: 'probabilities' });
    y += guess.height;
  } else y -= AROUND;
  axis.bottom = y + 3;
  if (size.steps > frame.columns) axis.overview = { x: frame.x, y: snapped(axis.bottom + 8, dpr), width: axis.width, height: OVERVIEW };
  const height = Math.max(size.height, (axis.overview ? axis.overview.y + OVERVIEW : axis.bottom) + 2);
  const end = { x: frame.x + axis.width + 2, y: axis.guess ? axis.guess.y + (axis.guess.height - (guess?.rows ? 0 : LETTERS)) / 2 : y };
  return { blocks, labels: [], entry: { x: frame.x, y: (axis.given?.y ?? y) + (axis.given?.height ?? 0) / 2 }, exit: end, axis, width: size.width, height };
}

/** @typedef {{groups: Group[], shown: Shown[], size: Size, axis: Axis, blocks: Block[], frame: Frame}} Placing */

/** Place the lanes of all layers from `y` on, `below` px being kept free; where they end is returned. @param {Placing} placing @param {number} y @param {number} below */
function placeLanes({ groups, shown, size, axis, blocks, frame }, y, below) {
  const { dpr, phone } = size;
  closeSome(groups, size, frame.bottom - y - below);
  const gaps = groups.reduce((sum, group) => sum + (shownLanes(group).length - 1) * GAP, 0) + Math.max(0, groups.length - 1) * LAYERS;
  const wanted = size.opened?.how === 'lane' ? groups.find(({ key }) => key === size.opened?.key) : undefined;
  const whole = wanted?.lanes.find(({ quantity }) => quantity === size.opened?.quantity) ?? (wanted && shownLanes(wanted).at(-1)) ?? null;
  shareRoom(groups, { room: Math.floor((frame.bottom - y - below - gaps) * dpr), least: Math.round((phone ? 13 : 14) * dpr), whole });
  let at = y;
  for (const group of groups) {
    const lanes = shownLanes(group).map((lane) => {
      const { perRow, row } = laneRows(lane.units, lane.height);
      const { quantity, symbol, role, range, units } = lane;
      const place = { quantity, symbol, role, range, y: at, height: lane.height / dpr, units, perRow, row: row / dpr };
      at = snapped(at + place.height + GAP, dpr);
      return place;
    });
    const last = lanes[lanes.length - 1];
    const { key, kind, layer, direction, isOpen } = group;
    axis.groups.push({ key, kind, layer, direction, isOpen, canClose: groups.length > 1, y: lanes[0].y, height: last.y + last.height - lanes[0].y, units: last.units, lanes });
    for (const place of lanes) {
      const of = /** @type {Shown} */ (shown.find((one) => one.key === key && one.quantity === place.quantity));
      blocks.push(block(of, { form: 'lane', x: axis.x, y: place.y, width: axis.width, height: place.height }, { perRow: place.perRow, row: place.row, mean: place.role === 'gate', direction, axis: windowOf(axis), cell: place.row }));
    }
    at = snapped(last.y + last.height + LAYERS, dpr);
  }
  return groups.length ? snapped(at - LAYERS + AROUND, dpr) : y;
}

/** Where not all lanes have room, as on a phone, all layers but one show only what they give on. @param {Group[]} groups @param {Placing['size']} size @param {number} room */
function closeSome(groups, size, room) {
  const least = groups.reduce((sum, { lanes }) => sum + lanes.length * (14 + GAP) + LAYERS, 0);
  const lanes = groups.reduce((sum, group) => sum + group.lanes.length, 0);
  if (groups.length < 2 || lanes === groups.length || !(size.phone || least > room)) return;
  const chosen = groups.find(({ key }) => key === (size.opened?.key ?? size.chosen)) ?? groups[groups.length - 1];
  for (const group of groups) group.isOpen = group === chosen;
}

/** @param {number} value @param {number} dpr */
const snapped = (value, dpr) => Math.round(value * dpr) / dpr;

/** What a form must know of the axis: which steps are in sight, and how wide each is. @param {Axis} axis */
const windowOf = ({ step, from, count }) => ({ step, from, count });

/** @param {Shown} shown @param {Box & {form: string}} place @param {Record<string, any>} own fields of its form @returns {Block} */
const block = ({ key, quantity, shape }, place, own) => ({ key, quantity, shape, cell: 0, tiles: null, ...place, ...own });

// Where a network that reads step by step stands, as data: one time axis, what is read above it, a lane for each quantity.

import { shownLanes } from './lane_heights.js';
import { laneRows } from './lane_rows.js';
import { frameOf, LEGEND, OVERVIEW, partsOf, whole } from './timed_parts.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('./layout.js').Box} Box */
/** @typedef {import('./timed_parts.js').Parts} Parts */
/** @typedef {import('./timed_parts.js').Frame} Frame */
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
 * @property {number} edge where the names of layers begin
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

/** @param {Shown[]} shown @param {Size} size @returns {Layout} */
export function timedLayout(shown, size) {
  const frame = frameOf(size);
  const { dpr } = size;
  const parts = partsOf(shown, size, frame);
  const placing = { parts, shown, dpr, axis: axisOf(size, frame), blocks: /** @type {Block[]} */ ([]), size };
  const { axis, blocks } = placing;
  let y = placeGiven(placing, whole(frame.top + 2, dpr));
  y = placeLanes(placing, y);
  y = placeGuess(placing, y);
  axis.bottom = y + 3;
  if (size.steps > frame.columns) axis.overview = { x: axis.x, y: whole(axis.bottom + 8, dpr), width: axis.width, height: OVERVIEW };
  const height = Math.max(size.height, (axis.overview ? axis.overview.y + OVERVIEW : axis.bottom) + 2);
  const { given, guess } = axis;
  const entry = { x: axis.x, y: given ? given.y + given.height / 2 : y };
  const exit = { x: axis.x + axis.width + 2, y: guess ? guess.y + (guess.height - (parts.guess?.letters ?? 0)) / 2 : y };
  return { blocks, labels: [], entry, exit, axis, width: size.width, height };
}

/** @typedef {{parts: Parts, shown: Shown[], dpr: number, axis: Axis, blocks: Block[], size: Size}} Placing */

/** @param {Size} size @param {Frame} frame @returns {Axis} */
function axisOf({ phone, from }, { x, step, columns, head, numbers, top }) {
  const words = { edge: 0, left: phone ? 4 : 26, right: x - (phone ? 8 : 10), head, numbers };
  return { x, step, from, count: columns, width: step * columns, ...words, top, bottom: 0, given: null, guess: null, chart: null, overview: null, groups: [] };
}

/** The chart of a series, and what is read, from `y` on; where the lanes begin is returned. @param {Placing} placing @param {number} y */
function placeGiven({ parts: { chart, given, input, logits, gaps }, dpr, axis, blocks, size }, y) {
  let at = y;
  if (chart && logits) {
    // What follows the last step is its forecast, and has a place, too.
    const width = Math.min(axis.x + axis.width + axis.step, size.width);
    axis.chart = { y: at, height: chart };
    blocks.push(block(logits, { form: 'chart', x: 0, y: at, width, height: whole(chart + LEGEND, dpr) }, { inset: axis.x, plot: chart, axis: windowOf(axis) }));
    at = whole(at + chart + LEGEND + 4, dpr);
  }
  if (!given || !input) return at;
  const { kind, height, features } = given;
  axis.given = { y: at, height, kind };
  blocks.push(block(input, { form: 'given', x: axis.x, y: at, width: axis.width, height }, { kind, features, axis: windowOf(axis) }));
  return whole(at + height + gaps.around, dpr);
}

/** The lanes of all layers from `y` on; where they end is returned. @param {Placing} placing @param {number} y */
function placeLanes({ parts: { groups, gaps }, shown, dpr, axis, blocks }, y) {
  let at = y;
  for (const group of groups) {
    const lanes = shownLanes(group).map((lane) => {
      const { perRow, row } = laneRows(lane.units, lane.height);
      const { quantity, symbol, role, range, units } = lane;
      const place = { quantity, symbol, role, range, y: at, height: lane.height / dpr, units, perRow, row: row / dpr };
      at = whole(at + place.height + gaps.inLayer, dpr);
      return place;
    });
    const last = lanes[lanes.length - 1];
    const { key, kind, layer, direction, isOpen } = group;
    axis.groups.push({ key, kind, layer, direction, isOpen, canClose: groups.some((one) => !one.isOpen), y: lanes[0].y, height: last.y + last.height - lanes[0].y, units: last.units, lanes });
    for (const { quantity, y: top, height, perRow, row, role } of lanes) {
      const of = /** @type {Shown} */ (shown.find((one) => one.key === key && one.quantity === quantity));
      blocks.push(block(of, { form: 'lane', x: axis.x, y: top, width: axis.width, height }, { perRow, row, mean: role === 'gate', direction, axis: windowOf(axis), cell: row }));
    }
    at = whole(last.y + last.height + gaps.layers, dpr);
  }
  return groups.length ? whole(at - gaps.layers, dpr) : y - gaps.around;
}

/** The guess below the lanes, which end at `y`. @param {Placing} placing @param {number} y */
function placeGuess({ parts: { guess, logits, gaps }, dpr, axis, blocks }, y) {
  if (!guess || !logits) return y;
  const { rows, cell, lines, height, letters } = guess;
  const at = whole(y + gaps.around, dpr);
  axis.guess = { y: at, height, rows };
  const [x, width] = rows ? [0, axis.x + axis.width] : [axis.x, axis.width];
  const own = { rows, cell, lines, inset: rows ? axis.x : 0, letters, axis: windowOf(axis) };
  blocks.push({ ...block(logits, { form: 'guess', x, y: at, width, height }, own), quantity: 'probabilities' });
  return at + height;
}

/** What a form must know of the axis: which steps are in sight, and how wide each is. @param {Axis} axis */
const windowOf = ({ step, from, count }) => ({ step, from, count });

/** @param {Shown} shown @param {Box & {form: string}} place @param {Record<string, any>} own fields of its form @returns {Block} */
const block = ({ key, quantity, shape }, place, own) => ({ key, quantity, shape, cell: 0, tiles: null, ...place, ...own });

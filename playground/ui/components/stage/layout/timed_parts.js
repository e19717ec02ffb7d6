// The parts of a picture in time and how high each is: what is read, a chart, the lanes of the layers, the guess.

import { groupsOf, shareRoom, shownLanes } from './lane_heights.js';
import { laneRows } from './lane_rows.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/** @typedef {import('./lane_heights.js').Group} Group */
/** @typedef {{kind: string, height: number, features: number}} Given */
/** `cell`: the height of a class, of which there are `lines`, and below them `letters`. @typedef {{rows: boolean, cell: number, height: number, lines: number, letters: number}} Guess */
/** `around`: above and below all layers. @typedef {{inLayer: number, layers: number, around: number}} Gaps */
/** @typedef {{input: Shown | undefined, logits: Shown | undefined, groups: Group[], given: Given | null, guess: Guess | null, chart: number, gaps: Gaps}} Parts */
/** @typedef {ReturnType<typeof frameOf>} Frame */

export const OVERVIEW = 28;
const LETTERS = 16; // the class of each step, below the guess
export const LEGEND = 22; // below a chart
const WIDER = 12; // px that a gap may get of what is left
const KINDS = { digits: 'rows', strokes: 'way', names: 'letters', reviews: 'words', series: 'values' };
const LOW_CHART = 80;
const LEAST = [14, 12.5, 11]; // px of a lane, which its name needs; where there is no room less
const WORDS = 56; // px a step, from which on words lie

/** The fixed measures. @param {Size} size */
export function frameOf({ width, height, dpr, phone, short, count, steps, classes, task }) {
  const x = phone ? 98 : 126;
  const after = phone ? 12 : classes ? 48 : 16; // beyond the last step, for the line that leads to the answer
  const columns = Math.max(1, count);
  const most = task === 'series' ? (width - x) / (columns + 1) : Number.POSITIVE_INFINITY; // a chart goes on to the number after the last
  const step = Math.max(1, Math.floor(Math.min((width - x - after) / columns, most) * dpr)) / dpr;
  const line = 18;
  const head = phone ? null : short ? 8 : 14;
  const numbers = phone ? 2 : (short ? 8 : 18) + line;
  return { x: Math.round(x * dpr) / dpr, step, columns, head, numbers, top: numbers + line - 2, bottom: height - 8 - (steps > columns ? OVERVIEW + 10 : 0) };
}

/** A length in whole device pixels. @param {number} length @param {number} dpr */
export const whole = (length, dpr) => Math.round(length * dpr) / dpr;

/** @param {Shown[]} shown @param {Size} size @param {Frame} frame @returns {Parts} */
export function partsOf(shown, size, frame) {
  const input = shown.find(({ role, shape }) => role === 'input' && shape.length === 2);
  const logits = shown.find(({ timed, role }) => timed && role === 'logits');
  const groups = groupsOf(shown);
  const chart = input && logits && size.task === 'series' ? whole(size.height * (size.phone ? 0.26 : 0.34), size.dpr) : 0;
  /** @type {Parts} */
  const parts = { input, logits, groups, given: givenOf(input, size, frame), guess: guessOf(logits, size), chart, gaps: { inLayer: whole(2, size.dpr), layers: whole(10, size.dpr), around: whole(9, size.dpr) } };
  share(parts, size, frame);
  return parts;
}

/** What is read at each step: its kind, and how high it is drawn. @param {Shown | undefined} shown @param {Size} size @param {Frame} frame @returns {Given | null} */
function givenOf(shown, { task, dpr, phone, short }, { step }) {
  if (!shown) return null;
  const kind = /** @type {Record<string, string>} */ (KINDS)[task] ?? 'rows';
  const features = shown.shape[1] ?? 1;
  const fixed = { way: phone ? 44 : short ? 58 : 74, letters: phone ? 34 : 42, words: step < WORDS ? (phone || short ? 68 : 84) : 30 }[kind];
  const aim = kind === 'values' ? Math.max(18, Math.min(30, 2 * features)) : phone ? 32 : 56;
  return { kind, height: fixed ? whole(fixed, dpr) : laneRows(features, aim * dpr).height / dpr, features };
}

/** The readout after each step: its probabilities as shades, or the likeliest classes in numbers. @param {Shown | undefined} shown @param {Size} size @returns {Guess | null} */
function guessOf(shown, { classes, task, dpr, phone, short }) {
  if (!shown || !classes) return null;
  if (task === 'names' || task === 'reviews') {
    const lines = Math.min(classes, phone ? 3 : 5);
    const cell = whole(phone || short ? 18 : 22, dpr);
    return { rows: true, cell, height: lines * cell, lines, letters: 0 };
  }
  const { row, height } = laneRows(classes, (phone ? 24 : 40) * dpr);
  const letters = whole(LETTERS, dpr);
  return { rows: false, cell: row / dpr, height: height / dpr + letters, lines: classes, letters };
}

/** Give the lanes the room that the others leave; what they cannot use goes to the others. @param {Parts} parts @param {Size} size @param {Frame} frame */
function share(parts, size, frame) {
  const { groups, gaps } = parts;
  const { dpr, opened } = size;
  const others = () => frame.top + 2 + (parts.chart ? parts.chart + LEGEND + 4 : 0) + (parts.given ? parts.given.height + gaps.around : 0) + (parts.guess ? parts.guess.height + gaps.around : 0);
  closeSome(groups, size, frame.bottom - others());
  shrink(parts, dpr, leastOf(groups) - (frame.bottom - others()));
  const room = frame.bottom - others();
  const between = groups.reduce((sum, group) => sum + (shownLanes(group).length - 1) * gaps.inLayer, 0) + Math.max(0, groups.length - 1) * gaps.layers;
  const wanted = opened?.how === 'lane' ? groups.find(({ key }) => key === opened.key) : undefined;
  const opening = wanted?.lanes.find(({ quantity }) => quantity === opened?.quantity) ?? (wanted && shownLanes(wanted).at(-1)) ?? null;
  let left = -1;
  for (const least of LEAST) if (left < 0) left = shareRoom(groups, { room: Math.floor((room - between) * dpr), least: Math.round(least * dpr), whole: opening }) / dpr;
  if (left > 0) grow(parts, size, left);
}

/** The room that lanes need to have names. @param {Group[]} groups */
const leastOf = (groups) => groups.reduce((sum, group) => sum + shownLanes(group).length * (LEAST[0] + 2) + 10, 0);

/** What stands around the lanes yields `lack` px to them, if it can: a chart, words that are cut, rows of a picture, classes that are told no more. @param {Parts} parts @param {number} dpr @param {number} lack */
function shrink(parts, dpr, lack) {
  let still = lack;
  if (still > 0 && parts.chart) {
    const less = whole(Math.min(still, parts.chart - LOW_CHART), dpr);
    parts.chart -= less;
    still -= less;
  }
  if (still > 0 && parts.given?.kind === 'words') {
    const less = whole(Math.min(still, Math.max(0, parts.given.height - 44)), dpr);
    parts.given.height -= less;
    still -= less;
  }
  const { given } = parts;
  const line = given?.kind === 'rows' ? given.features / dpr : 0; // of all rows of a picture one device pixel
  for (; given && line && still > 0 && given.height - line > line / 2; still -= line) given.height -= line;
  for (const { guess } = parts; guess?.rows && still > 0 && guess.lines > 2; still -= guess.cell) {
    guess.lines--;
    guess.height -= guess.cell;
  }
}

/** The others take what the lanes leave: rows of a picture and classes a whole number of device pixels more, then the gaps. @param {Parts} parts @param {Size} size @param {number} left */
function grow({ groups, given, guess, gaps }, { dpr }, left) {
  let rest = left;
  const most = guess?.rows ? 28 : 6;
  while (guess && guess.cell < most && rest >= guess.lines / dpr) {
    guess.cell += 1 / dpr;
    guess.height += guess.lines / dpr;
    rest -= guess.lines / dpr;
  }
  while (given?.kind === 'rows' && given.height < 84 && rest >= given.features / dpr) {
    given.height += given.features / dpr;
    rest -= given.features / dpr;
  }
  const more = Math.floor(Math.min(WIDER, rest / (groups.length + 1)) * dpr) / dpr;
  gaps.around += more;
  gaps.layers += more;
}

/** Where not all lanes have room, as on a phone, all layers but one show only what they give on. @param {Group[]} groups @param {Size} size @param {number} room */
function closeSome(groups, size, room) {
  const least = leastOf(groups);
  const lanes = groups.reduce((sum, group) => sum + group.lanes.length, 0);
  if (groups.length < 2 || lanes === groups.length || !(size.phone || least > room)) return;
  const chosen = groups.find(({ key }) => key === (size.opened?.key ?? size.chosen)) ?? groups[groups.length - 1];
  for (const group of groups) group.isOpen = group === chosen;
}

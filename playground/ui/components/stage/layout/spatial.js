// Where a network without time stands, as data: layer after layer, each in the largest size that leaves room for all.

import { bandBefore, sharedOut, takenBy } from './bands.js';
import { frameOf, levelsOf } from './frame.js';
import { itemsOf } from './items.js';
import { labelsOf } from './labels.js';
import { bestOf, leastOf, optionsOf } from './options.js';
import { placed } from './place.js';

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/** @typedef {import('./layout.js').Layout} Layout */
<<<<<<< HEAD
/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('./layout.js').Label} Label */
/** @typedef {import('./groups.js').Group} Group */
/** A group with its place across: `width` CSS px, `put(x)` its blocks and labels. @typedef {{width: number, put: (x: number) => {blocks: Block[], labels: Label[]}}} Part */

const [LOGITS, SHORT_LOGITS] = [96, 72]; // CSS px of the column of logits
const STRIP = 14;
const BESIDE = 72; // CSS px beside circles, for their numbers and the lines that lead to them
const LETTER = 7.6; // CSS px of a letter of a title, on average
const GRID = { most: 20, share: 0.72, gap: 2 }; // of the cells of units: the largest pitch, the share of the height
const PICTURE = 0.42; // share of the height

/** @param {Size} size */
export const frameOf = ({ height, short }) => ({ top: short || height < 560 ? 49 : 62, bottom: 8, label: short || height < 560 ? 10 : 12 });

/** @param {Shown[]} shown @param {Size} size @returns {Layout} */
export function spatialLayout(shown, size) {
  if (size.phone) return phoneLayout(shown, size);
  const groups = groupsOf(shown, size);
  const { width, height } = size;
  const { top, bottom } = frameOf(size);
  const room = { top, height: Math.max(60, height - top - bottom) };
  const end = groups.at(-1)?.form === 'nodes' ? BESIDE : 0;
  const maps = fitted(groups, width - end - fixedWidth(groups, room, size), room.height, size);
  const parts = groups.map((group, k) => partOf(group, k, maps, room, size));
  const gaps = gapsOf(groups, parts, width - end, size, maps.isTight);
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Label[]} */
  const labels = [];
  let x = 0;
  parts.forEach((part, k) => {
    x = snapped(x + gaps[k], size.dpr);
    const put = part.put(groups[k].form === 'logits' ? Math.max(x, width - part.width) : x);
    blocks.push(...put.blocks);
    labels.push(...put.labels);
    x += part.width;
  });
  const whole = Math.max(width, ...blocks.map((block) => Math.ceil(block.x + block.width)));
  return { blocks, labels, entry: { x: 0, y: entryY(size) }, exit: { x: whole, y: top }, axis: null, width: whole, height };
}

/** The middle of the drawing pad, which stands beside the stage. @param {Size} size */
const entryY = ({ height, short }) => (short || height < 560 ? 108 : 130);

/** What all but the maps take, with their smallest gaps. @param {Group[]} groups @param {{top: number, height: number}} room @param {Size} size */
function fixedWidth(groups, room, size) {
  const others = groups.filter(({ form }) => form !== 'maps');
  return others.reduce((sum, group) => sum + widthOf(group, room, size), 0) + groups.reduce((sum, group, k) => sum + leastGap(groups[k - 1], group, size), 0);
}

/** @param {Group} group @param {{top: number, height: number}} room @param {Size} size */
function widthOf({ form, members }, room, size) {
  const [first] = members;
  if (form === 'logits') return size.short ? SHORT_LOGITS : LOGITS;
  if (form === 'strip') return STRIP;
  if (form === 'picture') return pictureOf(first, room, size).width;
  if (form === 'grid') return gridOf(first, room, size).width;
  if (form === 'nodes') return 2 * nodesOf(first, room, size, false).radius + 2;
  return form === 'unknown' ? 84 : 0;
}

/** CSS px before a group, at the least: where edges run there is a band. @param {Group | undefined} before @param {Group} group @param {Size} size */
function leastGap(before, { form }, size) {
  if (!before) return form === 'maps' ? 8 : form === 'nodes' ? BESIDE : 40;
  if (form === 'logits') return 48;
  if (form === 'strip') return size.short ? 12 : 56;
  return before.form === 'maps' && form === 'maps' ? (size.short ? 72 : 100) : 44;
}

/** The gap before each group: the smallest, and a share of what is left; bands that many edges cross get the most. @param {Group[]} groups @param {Part[]} parts @param {number} width @param {Size} size @param {boolean} isTight */
function gapsOf(groups, parts, width, size, isTight) {
  const least = groups.map((group, k) => leastGap(groups[k - 1], group, size));
  const left = Math.max(0, width - least.reduce((a, b) => a + b, 0) - parts.reduce((sum, part) => sum + part.width, 0));
  const weights = groups.map((group, k) => {
    if (!k) return group.form === 'nodes' ? 0.1 : isTight ? 0 : 0.35;
    return group.form === 'strip' ? 1 : 1.1;
  });
  const sum = weights.reduce((/** @type {number} */ a, b) => a + b, 0) || 1;
  return least.map((gap, k) => Math.floor(gap + (left * weights[k]) / sum));
}

/** @param {Group} group @param {number} k @param {ReturnType<typeof fitted>} maps @param {{top: number, height: number}} room @param {Size} size @returns {Part} */
function partOf(group, k, maps, room, size) {
  const width = group.form === 'maps' ? maps.widths[k] : widthOf(group, room, size);
  return { width, put: (x) => putters[group.form](group, x, { width, room, size, tiles: maps.tiles[k] }) };
}

/** @typedef {{width: number, room: {top: number, height: number}, size: Size, tiles: import('./map_sizes.js').MapTiles | undefined}} Place */

/** @type {Record<string, (group: Group, x: number, place: Place) => {blocks: Block[], labels: Label[]}>} */
const putters = {
  maps: ({ members }, x, { room, size, tiles }) => {
    if (!tiles) return { blocks: [], labels: [] };
    const each = members.map((one, k) => mapsBlock(one, x + k * tiles.layer, room.top, tiles, size, members[k - 1]));
    return { blocks: each.map(({ block }) => block), labels: each.map(({ label }) => label) };
  },
  strip: ({ members: [one] }, x, { width, room, size }) => {
    const box = { x: snapped(x, size.dpr), y: room.top, width, height: snapped(room.height - 6, size.dpr) };
    return { blocks: [blockOf(one, 'strip', box, box.height / one.shape[0])], labels: [labelOf(one, x - 30, 74, size, 'center', String(one.shape[0]))] };
  },
  picture: ({ members: [one] }, x, { room, size }) => {
    const { cell, rows, columns, width, height } = pictureOf(one, room, size);
    const box = { x: snapped(x, size.dpr), y: snapped(room.top + Math.max(0, room.height * 0.49 - height / 2), size.dpr), width, height };
    return { blocks: [{ ...blockOf(one, 'picture', box, cell), rows, columns }], labels: [labelOf(one, x, Math.max(width, 80), size, 'left', dimensions(one.shape, rows, columns))] };
  },
  grid: ({ members: [one] }, x, { room, size }) => {
    const { pitch, columns, rows, width, height, cell } = gridOf(one, room, size);
    const box = { x: snapped(x, size.dpr), y: snapped(room.top + Math.max(0, room.height * 0.49 - height / 2), size.dpr), width, height };
    const tiles = { count: one.shape[0], columns, rows, pitchX: pitch, pitchY: pitch, width: cell, height: cell };
    return { blocks: [{ ...blockOf(one, 'grid', box, cell), tiles }], labels: [labelOf(one, x, Math.max(width, 90), size, 'left', unitsOf(one))] };
  },
  nodes: (group, x, { room, size }) => {
    const [one] = group.members;
    const { radius, ys } = nodesOf(one, room, size, group.isInput);
    const top = ys[0] - radius - 1;
    const box = { x: snapped(x, size.dpr), y: top, width: 2 * radius + 2, height: ys[ys.length - 1] - ys[0] + 2 * radius + 2 };
    const block = { ...blockOf(one, 'nodes', box, 2 * radius), radius, ys: ys.map((y) => y - top), isInput: group.isInput };
    return { blocks: [block], labels: [labelOf(one, x + radius - 60, 120, size, 'center', unitsOf(one))] };
  },
  logits: ({ members: [one] }, x, { width, size }) => {
    const ys = classRows(one.shape[0], size.height);
    const top = Math.max(0, ys[0] - 14);
    const box = { x, y: top, width, height: Math.min(size.height, ys[ys.length - 1] + 14) - top };
    return { blocks: [{ ...blockOf(one, 'logits', box, 28), ys: ys.map((y) => y - top) }], labels: [labelOf(one, x, width - 10, size, 'right', String(one.shape[0]))] };
  },
  unknown: ({ members: [one] }, x, { width, room, size }) => ({ blocks: [], labels: [{ ...labelOf(one, x, width, size, 'left', one.kind), y: room.top + room.height / 2 }] }),
};

/** @param {Shown} one @param {number} x @param {number} width @param {Size} size @param {'left' | 'center' | 'right'} align @param {string} note @returns {Label} */
const labelOf = (one, x, width, size, align, note) => ({ x, y: frameOf(size).label, width, align, title: titleFor(one, width), note, key: one.key });

/** As much of a layer's name as has room. @param {Shown} one @param {number} width CSS px */
const titleFor = ({ title, short }, width) => (title.length * LETTER > width ? short : title);

/** A layer's maps as tiles; what has no room is counted in the label. @param {Shown} one @param {number} x @param {number} top @param {import('./map_sizes.js').MapTiles} tiles @param {Size} size @param {Shown | undefined} before */
function mapsBlock(one, x, top, tiles, size, before) {
  const { dpr } = size;
  const [count, rows, columns] = one.shape;
  const cell = cellFor(tiles.box, Math.max(rows, columns), dpr);
  const shown = Math.min(count, tiles.columns * tiles.rows);
  const inRows = Math.ceil(shown / tiles.columns);
  const box = { x: snapped(x, dpr) - FRAME, y: snapped(top, dpr) - FRAME, width: (Math.min(shown, tiles.columns) - 1) * tiles.pitchX + tiles.box + 2 * FRAME, height: (inRows - 1) * tiles.pitchY + tiles.box + 2 * FRAME };
  const own = { count: shown, columns: tiles.columns, rows: inRows, pitchX: tiles.pitchX, pitchY: tiles.pitchY, width: columns * cell, height: rows * cell, inset: FRAME, box: tiles.box };
  const isSame = before !== undefined && before.shape.join() === one.shape.join() && shown === count;
  const note = shown < count ? `${shown} / ${count} × ${rows} × ${columns}` : `${count} × ${rows} × ${columns}`;
  return { block: { ...blockOf(one, 'maps', box, cell), tiles: own }, label: labelOf(one, snapped(x, dpr), tiles.layer - 4, size, 'left', isSame ? '' : note) };
}

/** @param {Shown} one @param {{height: number}} room @param {Size} size */
function pictureOf({ shape }, room, { dpr }) {
  const [rows, columns] = pictureShape(shape);
  const cell = Math.max(1, Math.floor((room.height * PICTURE * dpr) / Math.max(rows, columns / 1.5))) / dpr;
  return { rows, columns, cell, width: columns * cell, height: rows * cell };
}

/** @param {Shown} one @param {{height: number}} room @param {Size} size */
function gridOf({ shape: [count] }, room, { dpr, height }) {
  const columns = gridColumns(count);
  const rows = Math.ceil(count / columns);
  const most = Math.max(GRID.most, (GRID.most * height) / 614);
  const pitch = Math.max(2, Math.floor(Math.min(most, (room.height * GRID.share) / rows) * dpr)) / dpr;
  const cell = Math.max(1 / dpr, snapped(pitch - (pitch >= 8 ? GRID.gap : pitch >= 4 ? 1 : 0), dpr));
  return { columns, rows, pitch, cell, width: (columns - 1) * pitch + cell, height: (rows - 1) * pitch + cell };
}

/** Circles one under the other: inputs at the height of their sliders, outputs at that of their classes. @param {Shown} one @param {{top: number, height: number}} room @param {Size} size @param {boolean} isInput */
function nodesOf({ shape: [count], role }, room, { height }, isInput) {
  const scale = Math.max(1, height / 614);
  if (role === 'logits') return { radius: 15 * scale, ys: classRows(count, height) };
  if (isInput) {
    const ys = inputRows(count, height);
    return { radius: Math.min(9 * scale, ys.length > 1 ? (ys[1] - ys[0]) / 2 - 2 : 9), ys };
=======
/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./frame.js').Frame} Frame */
/** @typedef {import('./frame.js').Level} Level */
/** @typedef {import('./options.js').Option} Option */
/** `from`: where each item begins along the picture. @typedef {{options: Option[], level: Level, from: number[], end: number}} Arranged */

/** @param {Shown[]} shown @param {Size} size @returns {Layout} */
export function spatialLayout(shown, size) {
  const frame = frameOf(size);
  const items = itemsOf(shown, size);
  const { dpr, width, height } = size;
  const entry = { x: 0, y: height < 560 ? 108 : 134 };
  if (!items.length) return { blocks: [], labels: [], entry, exit: { x: width, y: height / 2 }, axis: null, width, height };
  const arranged = arrangedOf(items, frame);
  const blocks = items.flatMap((item, k) => placed({ item, option: arranged.options[k], from: arranged.from[k], before: items[k - 1] && { item: items[k - 1], option: arranged.options[k - 1] }, level: arranged.level, frame, isFirst: k === 0 }));
  const inside = {
    width: Math.max(width, frame.down ? 0 : arranged.end / dpr),
    height: Math.max(height, frame.down ? arranged.end / dpr : 0, ...blocks.map((block) => block.y + block.height + 2)),
  };
  return {
    blocks,
    labels: labelsOf(items, blocks, arranged, frame, inside.width),
    entry: frame.down ? { x: width / 2, y: 0 } : entry,
    exit: frame.down ? { x: width / 2, y: height } : { x: inside.width, y: height / 2 },
    axis: null,
    ...inside,
  };
}

/** The sizes of all items, and where each begins. @param {Item[]} items @param {Frame} frame @returns {Arranged} */
function arrangedOf(items, frame) {
  const { px } = frame;
  const bands = items.map((item, k) => bandBefore(items[k - 1], item, frame));
  const tail = tailOf(items, frame);
  const levels = levelsOf(frame);
  const entryOf = (/** @type {Level} */ level) => (items[0].type === 'nodes' && items[0].layers[0].role === 'input' && !frame.down ? 0 : px(level.entry));
  /** @type {{options: Option[], level: Level, value: number} | null} */
  let best = null;
  for (const level of levels) {
    const lists = items.map((item, k) => optionsOf(item, frame, level, k === 0));
    const found = bestOf(lists, frame.along - entryOf(level) - tail - takenBy(bands, level));
    if (found && (!best || found.score - level.cost > best.value + 1e-9)) best = { options: found.options, level, value: found.score - level.cost };
>>>>>>> spatial
  }
  const level = best?.level ?? levels[levels.length - 1];
  const options = best?.options ?? leastOf(items.map((item, k) => optionsOf(item, frame, level, k === 0)));
  const room = frame.along - entryOf(level) - tail - options.reduce((sum, { along }) => sum + along, 0);
  const widths = sharedOut(bands, level.bands, room, frame.down ? 2 : Infinity);
  let at = entryOf(level);
  const from = options.map(({ along }, k) => {
    at += widths[k];
    at += along;
    return at - along;
  });
  return { options, level, from, end: at + tail };
}

/** Room after the last layer: the logits stand at the very end. @param {Item[]} items @param {Frame} frame */
function tailOf(items, { down, px }) {
  const last = items[items.length - 1];
  return last.type === 'logits' || last.layers[0].role === 'logits' || down ? 0 : px(16);
}

// The blocks of an item of the picture in its chosen size: whole device pixels, as CSS px from the top left of the stage.

import { classRows } from './class_rows.js';
import { inputRows } from './input_rows.js';
import { mapsOf } from './items.js';
import { gapsOf, gridsApart, labelBetween, LINE_OF_MAP, roomAcross, tileOf } from './options.js';

/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./frame.js').Frame} Frame */
/** @typedef {import('./frame.js').Level} Level */
/** @typedef {import('./options.js').Option} Option */
/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {{item: Item, option: Option, from: number, before: {item: Item, option: Option} | undefined, level: Level, frame: Frame, isFirst: boolean}} Placing */

/** @param {Placing} placing @returns {Block[]} */
export function placed(placing) {
  const { type } = placing.item;
  if (type === 'maps') return mapsAt(placing);
  if (type === 'grid') return gridsAt(placing);
  if (type === 'picture') return [pictureAt(placing)];
  if (type === 'strip') return [stripAt(placing)];
  if (type === 'nodes') return [nodesAt(placing)];
  return type === 'logits' ? [logitsAt(placing)] : [];
}

/**
 * A block from its place along and across, all in device pixels.
 * @param {Shown} shown @param {Frame} frame @param {string} form
 * @param {{along: number, across: number, width: number, height: number}} place
 * @param {Record<string, any>} own
 * @returns {Block}
 */
function block({ key, quantity, shape }, { size: { dpr }, down }, form, { along, across, width, height }, own) {
  const [x, y] = down ? [across, along] : [along, across];
  return { key, quantity, form, shape, x: x / dpr, y: y / dpr, width: width / dpr, height: height / dpr, cell: 0, tiles: null, ...own };
}

/** How maps of a group stand across: from where, and how far apart. @param {Item} item @param {Option} option @param {Frame} frame @param {Level} level */
function rowsOf(item, { zoom, perLine, stacked }, frame, level) {
  const tile = tileOf(item, zoom, frame);
  const { gutter } = gapsOf(item, tile, frame, level);
  const room = roomAcross(frame, stacked ? item.layers.length : 1);
  if (frame.down) {
    const pitch = perLine > 1 ? Math.min(Math.floor((room - tile.across) / (perLine - 1)), Math.round(tile.across * 1.6)) : tile.across;
    return { start: frame.top, pitch, room };
  }
  const pitch = Math.max(tile.across + gutter, Math.min(Math.floor(room / perLine), Math.round(tile.across * 1.6)));
  const extent = (perLine - 1) * pitch + tile.across;
  const middle = Math.floor((room - frame.px(12) - extent) / 2);
  return { start: frame.top + (stacked || extent + gutter + frame.px(12) > room * 0.88 ? 0 : Math.max(0, middle)), pitch, room };
}

/** @param {Placing} placing @returns {Block[]} */
function mapsAt({ item, option, from, level, frame }) {
  const { zoom, lines, perLine, count, stacked } = option;
  const { down, line, label } = frame;
  const { dpr } = frame.size;
  const whole = tileOf(item, zoom, frame);
  const { gap, layers } = gapsOf(item, whole, frame, level);
  const { start, pitch, room } = rowsOf(item, option, frame, level);
  const step = whole.along + gap;
  const each = label + lines * step - gap;
  return item.layers.map((shown, k) => {
    const own = mapsOf(shown.shape);
    const cell = Math.max(1, Math.min(Math.floor(whole.width / own.width), own.height === 1 ? Infinity : Math.floor(whole.height / own.height)));
    const cellHeight = own.height === 1 ? Math.max(cell, frame.px(LINE_OF_MAP)) : cell;
    const [width, height] = [own.width * cell, own.height * cellHeight];
    const [along, across] = down ? [height, width] : [width, height];
    const place = {
      along: from + label + (stacked ? 0 : k * (each + layers)) + Math.floor((whole.along - along) / 2) - line,
      across: start + (stacked ? k * (room + labelBetween(frame)) : 0) + Math.floor((whole.across - across) / 2) - line,
    };
    const extent = { along: (lines - 1) * step + along + 2 * line, across: (perLine - 1) * pitch + across + 2 * line };
    const tiles = { count: Math.min(count, item.count), columns: down ? perLine : lines, rows: down ? lines : perLine, byColumn: !down, pitchX: (down ? pitch : step) / dpr, pitchY: (down ? step : pitch) / dpr, width: width / dpr, height: height / dpr };
    const sides = down ? { width: extent.across, height: extent.along } : { width: extent.along, height: extent.across };
    return block(shown, frame, 'maps', { ...place, ...sides }, { cell: cell / dpr, cellHeight: cellHeight / dpr, inset: line / dpr, tiles });
  });
}

/** Where something of a height stands so that all layers have one middle line. @param {Frame} frame @param {number} extent */
const centred = ({ down, top, across, px }, extent) => (down ? top + Math.floor((across - extent) / 2) : Math.max(0, top + Math.floor((across - px(12) - extent) / 2)));

/** @param {Placing} placing @returns {Block[]} */
function gridsAt({ item: { layers, count }, option: { zoom: pitch, lines, perLine, gap = 0 }, from, frame }) {
  const { dpr } = frame.size;
  const { down, line, label } = frame;
  const [columns, rows] = down ? [perLine, lines] : [lines, perLine];
  const [width, height] = [columns * pitch - gap + 2 * line, rows * pitch - gap + 2 * line];
  const cell = (pitch - gap) / dpr;
  const tiles = { count, columns, rows, byColumn: false, pitchX: pitch / dpr, pitchY: pitch / dpr, width: cell, height: cell };
  return layers.map((shown, k) => {
    const along = from + label - line + k * (label + lines * pitch + gridsApart(frame));
    return block(shown, frame, 'grid', { along, across: centred(frame, down ? width : height), width, height }, { cell, inset: line / dpr, tiles });
  });
}

/** @param {Placing} placing */
function pictureAt({ item, option: { zoom }, from, frame }) {
  const { line, down, label } = frame;
  const { dpr } = frame.size;
  const [width, height] = [item.width * zoom + 2 * line, item.height * zoom + 2 * line];
  return block(item.layers[0], frame, 'picture', { along: from + label - line, across: centred(frame, down ? width : height), width, height }, { cell: zoom / dpr, inset: line / dpr });
}

/** As long as the maps before it. @param {Placing} placing */
function stripAt({ item, from, before, level, frame }) {
  const { px, down, top, across, label, line } = frame;
  const rows = before?.item.type === 'maps' && !down ? rowsOf(before.item, before.option, frame, level) : null;
  const tile = rows && before ? tileOf(before.item, before.option.zoom, frame).across : 0;
  const start = rows && before && !before.option.stacked ? rows.start : top;
  const end = rows && before && !before.option.stacked ? start + (before.option.perLine - 1) * rows.pitch + tile : top + across - (down ? 0 : px(8));
  const [thick, long] = [px(down ? 12 : 14), end - start];
  const place = { along: from + label, across: start, width: down ? long : thick, height: down ? thick : long };
  return block(item.layers[0], frame, 'strip', place, { turned: down, inset: line / frame.size.dpr });
}

/** Circles in a column, or in a row on a phone; inputs at the heights of their sliders, outputs at those of their answers. @param {Placing} placing */
function nodesAt({ item: { layers: [shown], count }, from, frame, isFirst }) {
  const { down, px, size, label } = frame;
  const { dpr, width, height, foot = 0 } = size;
  const isInput = isFirst && shown.role === 'input';
  const isLast = shown.role === 'logits';
  const wanted = isInput ? 9 : isLast ? 15 : 6.5;
  const middles = down ? spread(count, 12, width - 12) : size.alone && (isInput || isLast) ? column(count, height - (isLast ? BELOW : 0), APART) : isInput ? inputRows(count, height + foot) : isLast ? classRows(count, height + foot) : column(count, height);
  const pitch = count > 1 ? middles[1] - middles[0] : Infinity;
  const radius = Math.round(Math.max(1.5, Math.min(wanted, (pitch - 2) / 2)) * dpr) / dpr;
  const values = isInput ? 'before' : isLast ? 'below' : 'none';
  const [first, last] = [Math.floor((middles[0] - radius - 3) * dpr), Math.ceil((middles[count - 1] + radius + (isLast && !down ? BELOW : 3)) * dpr)];
  if (down) {
    return block(shown, frame, 'nodes', { along: from + label, across: 0, width: Math.floor(width * dpr), height: px(isInput ? 36 : 2 * radius + 4) }, { radius, middles, at: radius + 2, turned: true, values: isInput ? 'below' : 'none' });
  }
  const wide = isInput ? px(55) : isLast ? px(130) : 2 * Math.round(radius * dpr);
  const top = isInput ? Math.min(first, Math.floor((middles[0] - 20) * dpr)) : first;
  const end = Math.min(last, Math.floor((height + foot) * dpr));
  const at = isInput ? 46 : isLast ? 31 : radius;
  return block(shown, frame, 'nodes', { along: from, across: top, width: wide, height: end - top }, { radius, middles: middles.map((y) => y - top / dpr), at, turned: false, values });
}

const BELOW = 22; // px, which the value below the last circle has

/** @param {number} count @param {number} from @param {number} to */
const spread = (count, from, to) => Array.from({ length: count }, (_, k) => from + ((to - from) * (k + 0.5)) / count);

const [NEAR, APART] = [34, 110]; // px, at most, from circle to circle, and of those with numbers where they stand alone

/** @param {number} count @param {number} height @param {number} [most] */
function column(count, height, most = NEAR) {
  const pitch = count > 1 ? Math.min(most, (height - 86) / (count - 1)) : 0;
  return Array.from({ length: count }, (_, k) => height / 2 + 16 + (k - (count - 1) / 2) * pitch);
}

/** @param {Placing} placing */
function logitsAt({ item: { layers: [shown], count }, from, frame }) {
  const { down, px, size, top } = frame;
  const { dpr, width, height, foot = 0 } = size;
  if (down) {
    const start = px(width > 340 ? 60 : 12);
    const long = Math.floor(width * dpr) - top - start;
    return block(shown, frame, 'logits', { along: from, across: start, width: long, height: px(18) }, { turned: true, middles: spread(count, 0, long / dpr) });
  }
  const rows = classRows(count, height + foot);
  const [first, last] = [Math.max(0, Math.floor((rows[0] - 10) * dpr)), Math.ceil((rows[count - 1] + 10) * dpr)];
  const wide = px(foot ? 50 : 42); // a power of ten is longer
  return block(shown, frame, 'logits', { along: from + px(42) - wide, across: first, width: wide, height: last - first }, { turned: false, middles: rows.map((y) => y - first / dpr) });
}

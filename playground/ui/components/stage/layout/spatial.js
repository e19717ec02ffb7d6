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
  return last.type === 'logits' || (last.type === 'nodes' && last.layers[0].role === 'logits') || down ? 0 : px(16);
}

// The titles of the layers: above each layer as much of its name as there is room for.

import { CORNER, topOf } from './frame.js';

/** @typedef {import('./layout.js').Label} Label */
/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./frame.js').Frame} Frame */
/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {{x: number, y: number, width: number, align: 'left' | 'center' | 'right'}} Room */
/** @typedef {{item: Item, shown: Shown, from: number, block: Block | undefined}} Layer */

const BOLD = 7.8; // CSS px of a letter of a title at 13 px, at most, on the average
const WIDE_LETTER = 13.2; // of a Chinese one
const SMALL = 0.88; // of a note beside a title
const SPACE = 3; // between titles
const LINE = 18; // of a title

/** How wide a title is at most. @param {string} title */
const widthOf = (title) => [...title].reduce((sum, letter) => sum + (letter > '\u2e80' ? WIDE_LETTER : BOLD), 0);

/**
 * @param {Item[]} items
 * @param {Block[]} blocks
 * @param {{from: number[]}} arranged
 * @param {Frame} frame
 * @param {number} width of the picture, CSS px
 * @returns {Label[]}
 */
export function labelsOf(items, blocks, { from }, frame, width) {
  const { dpr } = frame.size;
  const layers = items.flatMap((item, k) => item.layers.map((shown) => ({ item, shown, from: from[k] / dpr, block: blocks.find(({ key, quantity }) => key === shown.key && quantity === shown.quantity) })));
  const rooms = layers.map((layer, k) => (frame.down ? below(layer, frame) : above(layer, startOf(nextTo(layers, k), width), frame, layers, k)));
  const isSame = (/** @type {number} */ k) => layers[k].item === layers[k - 1]?.item && layers[k].shown.shape.join() === layers[k - 1].shown.shape.join() && rooms[k].y === rooms[k - 1].y;
  const turned = new Set(layers.filter((layer, k) => !frame.down && !fits(layer, rooms[k], layers, k)).map(({ item }) => item)); // whose names have no room
  let taken = false; // by the note of the layer before, which is of this one, too
  return layers.map((layer, k) => {
    if (turned.has(layer.item) && layer.block) return upright({ ...layer, block: layer.block }, frame, isUnder(layers, k));
    const label = lowered(written(layer, rooms[k], frame.size), frame.size);
    if (taken && isSame(k)) return { ...label, note: '' };
    const wide = layers[k + 1] && isSame(k + 1) ? { ...rooms[k], width: rooms[k].width + rooms[k + 1].width } : rooms[k];
    const note = label.note || wide === rooms[k] ? '' : written(layer, wide, frame.size).note;
    taken = note !== '';
    return taken ? { ...label, width: wide.width, note } : label;
  });
}

/** Below what stands in the upper right corner, with no room for its note. @param {Label} label @param {import('./layout.js').Size} size @returns {Label} */
function lowered(label, { width, corner = 0, phone }) {
  const half = label.width / 2;
  const title = Math.min(widthOf(label.title), label.width);
  const end = label.align === 'left' ? label.x + title : label.align === 'center' ? label.x + half + title / 2 : label.x + label.width;
  return corner && !phone && !label.turned && end > width - corner ? { ...label, y: CORNER, note: '' } : label;
}

/** A name without its module, "Normalisation" of "Normalisation · features.1". @param {string} title */
const plain = (title) => title.split(' · ')[0];

/** @param {Layer} layer @param {Room} room @param {Layer[]} layers @param {number} k */
function fits({ item, shown: { title, short = title }, block }, room, layers, k) {
  if (item.type === 'logits') return true;
  const width = item.type === 'nodes' && block ? apartFrom(block, [layers[k - 1], layers[k + 1]]) : room.width;
  return widthOf(plain(short)) <= width + SPACE;
}

/** How far the middle of a column of circles is from those beside it. @param {Block} block @param {(Layer | undefined)[]} neighbours */
const apartFrom = (block, neighbours) => Math.min(...neighbours.map((one) => (one?.block ? Math.abs(one.block.x + (one.block.at ?? 0) - block.x - block.at) : Infinity)));

/** A name that runs upwards from the top of a narrow layer. @param {Layer & {block: Block}} layer @param {Frame} frame @param {boolean} isBelow another one of its group @returns {Label} */
function upright({ item, shown: { key, title, short = title }, block }, frame, isBelow) {
  const { x, y, width, inset = 0 } = block;
  const middle = item.type === 'nodes' ? block.at : inset + Math.min(width - 2 * inset, 26) / 2;
  const from = Math.max(0, x + middle - LINE / 2);
  const top = from + LINE > frame.size.width - (frame.size.corner ?? 0) ? CORNER : 1;
  const height = isBelow ? LINE : Math.max(topOf(frame.size), y) - 5 - top; // down to its values, wherever they begin
  return { x: from, y: top, width: LINE, height, align: 'left', turned: true, title: plain(short), note: '', key };
}

/** The next layer that stands further right. @param {Layer[]} layers @param {number} k */
function nextTo(layers, k) {
  const { item, block, from } = layers[k];
  return layers.slice(k + 1).find((one) => one.item !== item || (one.block?.x ?? one.from) > (block?.x ?? from) + 1);
}

/** Where the title of a layer begins at the left. @param {Layer | undefined} layer @param {number} width */
function startOf(layer, width) {
  if (!layer) return width;
  const { block, from, item, shown } = layer;
  if (!block) return from;
  const title = widthOf(plain(shown.short ?? shown.title));
  if (item.type === 'logits') return block.x + block.width - title;
  return item.type === 'strip' || item.type === 'nodes' ? Math.min(block.x, block.x + block.width / 2 - title / 2) : block.x;
}

/** Whether a layer stands below the one before, of the same group. @param {Layer[]} layers @param {number} k */
function isUnder(layers, k) {
  const [before, block] = [layers[k - 1]?.block, layers[k].block];
  return before !== undefined && block !== undefined && layers[k].item.layers.length > 1 && before.x === block.x && before.y < block.y;
}

/** @param {Layer} layer @param {number} next @param {Frame} frame @param {Layer[]} layers @param {number} k @returns {Room} */
function above({ item, shown, block, from }, next, { size }, layers, k) {
  const y = size.height < 560 ? 8 : 10;
  if (!block) return { x: from, y, width: Math.max(16, next - from - SPACE), align: 'left' };
  if (item.type === 'logits') return { x: block.x + block.width - 120, y, width: 120, align: 'right' };
  if (item.type === 'nodes') {
    const half = Math.max(60, widthOf(shown.note ?? '') / 2);
    return { x: Math.max(0, block.x + block.at - half), y, width: 2 * half, align: 'center' };
  }
  if (item.type === 'strip') {
    const half = Math.max(9, Math.min(block.x + block.width / 2 - ((layers[k - 1]?.block?.x ?? 0) + (layers[k - 1]?.block?.width ?? 0)), next - block.x));
    return { x: block.x + block.width / 2 - half, y, width: 2 * half, align: 'center' };
  }
  const { inset = 0 } = block;
  return { x: block.x + inset, y: isUnder(layers, k) ? block.y - 19 : y, width: Math.max(16, next - block.x - SPACE), align: 'left' };
}

/** On a phone a title has a line of its own. @param {Layer} layer @param {Frame} frame @returns {Room} */
function below({ item, block, from }, { size, px, label }) {
  const x = 12;
  if (item.type === 'logits') return { x, y: block?.y ?? from, width: 48, align: 'left' };
  const y = block ? block.y + (block.inset ?? 0) - label / px(1) : from;
  return { x, y: item.type === 'strip' && block ? block.y - label / px(1) : y, width: size.width - 24, align: 'left' };
}

/** @param {Layer} layer @param {Room} room @param {import('./layout.js').Size} size @returns {Label} */
function written({ item, shown, block }, room, size) {
  const { title, short = title } = shown;
  const fitting = [title, short].find((name) => widthOf(name) <= room.width) ?? plain(short);
  if (item.type === 'logits' && block?.turned) return { ...room, title: fitting, note: '', key: shown.key };
  const note = notesOf(shown, item, block, size.dpr).find((words) => widthOf(words) * SMALL <= room.width) ?? '';
  return { ...room, title: fitting, note, key: shown.key };
}

/** What may stand under a name, the fullest first. @param {Shown} shown @param {Item} item @param {Block | undefined} block @param {number} dpr */
function notesOf({ note = '', shape, firstOf = '', severalOf = '' }, { type, count }, block, dpr) {
  if (!block) return [note];
  const whole = note || shape.join(' × ');
  if (type === 'maps' && block.tiles && block.tiles.count < count) return [`${firstOf.replace('#', String(block.tiles.count))} × ${shape.slice(1).join(' × ')}`, firstOf.replace('#', String(block.tiles.count)), `${block.tiles.count} / ${count}`];
  const shared = type === 'strip' ? Math.ceil(count / (Math.max(block.width, block.height) * dpr)) : 1;
  return shared > 1 && severalOf ? [`${whole}, ${severalOf.replace('#', String(shared))}`, whole] : [whole];
}

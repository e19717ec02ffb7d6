// The titles of the layers: above each layer as much of its name as there is room for.

import { topOf } from './frame.js';

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
const LARGE = 18 / 13; // of a title for a projector
const SPACE = 3; // between titles
const LINE = 18; // of a title

/** How wide a title is at most. @param {string} title @param {import('./layout.js').Size} size */
const widthOf = (title, { projector }) => [...title].reduce((sum, letter) => sum + (letter > '\u2e80' ? WIDE_LETTER : BOLD), 0) * (projector ? LARGE : 1);

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
  const rooms = layers.map((layer, k) => (frame.down ? below(layer, frame) : above(layer, startOf(nextTo(layers, k), width, frame.size), frame, layers, k)));
  const isSame = (/** @type {number} */ k) => layers[k].item === layers[k - 1]?.item && layers[k].shown.shape.join() === layers[k - 1].shown.shape.join() && rooms[k].y === rooms[k - 1].y;
  const turned = new Set(layers.filter((layer, k) => !frame.down && !fits(layer, rooms[k], frame.size)).map(({ item }) => item)); // whose names have no room
  let taken = false; // by the note of the layer before, which is of this one, too
  return layers.map((layer, k) => {
    if (turned.has(layer.item) && layer.block) return upright(layer, frame);
    const label = written(layer, rooms[k], frame.size);
    if (taken && isSame(k)) return { ...label, note: '' };
    const wide = layers[k + 1] && isSame(k + 1) ? { ...rooms[k], width: rooms[k].width + rooms[k + 1].width } : rooms[k];
    const note = label.note || wide === rooms[k] ? '' : written(layer, wide, frame.size).note;
    taken = note !== '';
    return taken ? { ...label, width: wide.width, note } : label;
  });
}

/** A name without its module, "Normalisation" of "Normalisation · features.1". @param {string} title */
const plain = (title) => title.split(' · ')[0];

/** @param {Layer} layer @param {Room} room @param {import('./layout.js').Size} size */
const fits = ({ item, shown: { title, short = title } }, room, size) => item.type === 'logits' || item.type === 'nodes' || widthOf(plain(short), size) <= room.width + SPACE;

/** A name that runs upwards from the top of a narrow layer. @param {Layer} layer @param {Frame} frame @returns {Label} */
function upright({ item, shown: { key, title, short = title }, block }, frame) {
  const { x, y, width, inset = 0 } = /** @type {Block} */ (block);
  const isFirst = !item.layers.some((one) => one.key === key) || y < topOf(frame.size) + 2;
  const height = isFirst ? topOf(frame.size) - 8 : 18;
  const from = Math.max(0, x + inset + (Math.min(width - 2 * inset, 26) - LINE) / 2);
  return { x: from, y: 2, width: LINE, height, align: 'left', turned: true, title: plain(short), note: '', key };
}

/** The next layer that stands further right. @param {Layer[]} layers @param {number} k */
function nextTo(layers, k) {
  const { item, block, from } = layers[k];
  return layers.slice(k + 1).find((one) => one.item !== item || (one.block?.x ?? one.from) > (block?.x ?? from) + 1);
}

/** Where the title of a layer begins at the left. @param {Layer | undefined} layer @param {number} width @param {import('./layout.js').Size} size */
function startOf(layer, width, size) {
  if (!layer) return width;
  const { block, from, item, shown } = layer;
  if (!block) return from;
  const title = widthOf(plain(shown.short ?? shown.title), size);
  if (item.type === 'logits') return block.x + block.width - title;
  return item.type === 'strip' || item.type === 'nodes' ? Math.min(block.x, block.x + block.width / 2 - title / 2) : block.x;
}

/** @param {Layer} layer @param {number} next @param {Frame} frame @param {Layer[]} layers @param {number} k @returns {Room} */
function above({ item, shown, block, from }, next, { size }, layers, k) {
  const y = size.height < 560 ? 8 : 10;
  if (!block) return { x: from, y, width: Math.max(16, next - from - SPACE), align: 'left' };
  if (item.type === 'logits') return { x: block.x + block.width - 120, y, width: 120, align: 'right' };
  if (item.type === 'nodes') {
    const half = Math.max(60, widthOf(shown.note ?? '', size) / 2);
    return { x: Math.max(0, block.x + block.at - half), y, width: 2 * half, align: 'center' };
  }
  const isBelow = k > 0 && layers[k - 1].block?.x === block.x && item.layers.length > 1 && (layers[k - 1].block?.y ?? block.y) < block.y;
  if (item.type === 'strip') {
    const half = Math.max(9, Math.min(block.x + block.width / 2 - ((layers[k - 1]?.block?.x ?? 0) + (layers[k - 1]?.block?.width ?? 0)), next - block.x));
    return { x: block.x + block.width / 2 - half, y, width: 2 * half, align: 'center' };
  }
  const { inset = 0 } = block;
  return { x: block.x + inset, y: isBelow ? block.y - 19 : y, width: Math.max(16, next - block.x - SPACE), align: 'left' };
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
  const fitting = [title, short].find((name) => widthOf(name, size) <= room.width) ?? plain(short);
  if (item.type === 'logits' && block?.turned) return { ...room, title: fitting, note: '', key: shown.key };
  const note = notesOf(shown, item, block, size.dpr).find((words) => widthOf(words, size) * SMALL <= room.width) ?? '';
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

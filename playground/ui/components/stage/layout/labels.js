// The titles of the layers: above each layer as much of its name as there is room for.

/** @typedef {import('./layout.js').Label} Label */
/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./frame.js').Frame} Frame */
/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {{x: number, y: number, width: number, align: 'left' | 'center' | 'right'}} Room */

const BOLD = 7.4; // CSS px of a letter of a title at 13 px, at most, on the average
const WIDE_LETTER = 13.2; // of a Chinese one
const SPACE = 6;

/** How wide a title is at most. @param {string} title */
export const widthOf = (title) => [...title].reduce((sum, letter) => sum + (letter > '\u2e80' ? WIDE_LETTER : BOLD), 0);

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
  return layers.map((layer, k) => {
    const after = layers.slice(k + 1).find(({ block, from: x, item }) => item !== layer.item || (block?.x ?? x) > (layer.block?.x ?? layer.from) + 1);
    return written(layer, frame.down ? below(layer, frame) : above(layer, startOf(after, width), frame, layers, k));
  });
}

/** Where the title of a layer begins at the left. @param {{item: Item, block: Block | undefined, from: number} | undefined} layer @param {number} width */
function startOf(layer, width) {
  if (!layer) return width;
  const { block, from, item } = layer;
  if (!block) return from;
  return item.type === 'logits' ? block.x + block.width - 62 : item.type === 'strip' || item.type === 'nodes' ? block.x - 40 : block.x;
}

/** @param {{item: Item, shown: Shown, from: number, block: Block | undefined}} layer @param {number} next @param {Frame} frame @param {{block: Block | undefined}[]} layers @param {number} k @returns {Room} */
function above({ item, block, from }, next, { size }, layers, k) {
  const y = size.height < 560 ? 8 : 10;
  if (!block) return { x: from, y, width: Math.max(16, next - from - SPACE), align: 'left' };
  if (item.type === 'logits') return { x: block.x + block.width - 120, y, width: 120, align: 'right' };
  if (item.type === 'nodes') {
    const centre = block.x + /** @type {any} */ (block).at;
    const half = Math.max(60, Math.min(centre, 90));
    return { x: centre - half, y, width: 2 * half, align: 'center' };
  }
  const isBelow = k > 0 && layers[k - 1].block?.x === block.x && item.layers.length > 1 && (layers[k - 1].block?.y ?? block.y) < block.y;
  if (item.type === 'strip') {
    const half = Math.max(30, Math.min(block.x + block.width / 2 - ((layers[k - 1]?.block?.x ?? 0) + (layers[k - 1]?.block?.width ?? 0)), next - block.x));
    return { x: block.x + block.width / 2 - half, y, width: 2 * half, align: 'center' };
  }
  const inset = /** @type {any} */ (block).inset ?? 0;
  return { x: block.x + inset, y: isBelow ? block.y - 19 : y, width: Math.max(16, next - block.x - SPACE), align: 'left' };
}

/** On a phone a title has a line of its own. @param {{item: Item, shown: Shown, from: number, block: Block | undefined}} layer @param {Frame} frame @returns {Room} */
function below({ item, block, from }, { size, px, label }) {
  const x = 12;
  if (item.type === 'logits') return { x, y: block?.y ?? from, width: 48, align: 'left' };
  const y = block ? block.y + (/** @type {any} */ (block).inset ?? 0) - label / px(1) : from;
  return { x, y: item.type === 'strip' && block ? block.y - label / px(1) : y, width: size.width - 24, align: 'left' };
}

/** @param {{item: Item, shown: Shown, block: Block | undefined}} layer @param {Room} room @returns {Label} */
function written({ item, shown, block }, room) {
  const { title, short = title } = shown;
  const fitting = widthOf(title) <= room.width ? title : short;
  const note = notesOf(shown, item, block);
  const isWide = widthOf(note) * 0.9 <= room.width;
  return { ...room, title: fitting, note: isWide ? note : '', key: shown.key };
}

/** @param {Shown} shown @param {Item} item @param {Block | undefined} block */
function notesOf({ note = '', shape, firstOf = '', severalOf = '' }, { type, count }, block) {
  const whole = note || shape.join(' × ');
  if (!block) return note;
  if (type === 'maps' && block.tiles && block.tiles.count < count) return firstOf.replace('#', String(block.tiles.count)) || whole;
  const rows = Math.max(block.width, block.height);
  if (type === 'strip' && count > rows * 1.5) return severalOf ? `${whole}, ${severalOf}` : whole;
  return whole;
}

// What stands beside each other in a picture without time: groups of maps, vectors as grids, strips or nodes, the logits.

/** @typedef {import('../shown.js').Shown} Shown */
/** @typedef {import('./layout.js').Size} Size */
/**
 * Layers that share their geometry. `count`: maps or units; `width` and `height` of the largest map, in values; `feeds`: a
 * convolution reads them, so that edges run below its maps.
 * @typedef {object} Item
 * @property {'maps' | 'picture' | 'grid' | 'strip' | 'nodes' | 'logits' | 'label'} type
 * @property {Shown[]} layers
 * @property {number} count
 * @property {number} width
 * @property {number} height
 * @property {boolean} feeds
 */

const NODES = 40; // units of a layer, at most, to be drawn as circles
const NUMBERS = 40; // classes, at most, whose logits are written as numbers
const UNITS = 4096; // units of a layer, at most, to be drawn as a grid

/** How many maps or rows an array has, and how large each is. @param {number[]} shape */
export function mapsOf(shape) {
  if (shape.length === 3) return { count: shape[0], height: shape[1], width: shape[2] };
  return { count: shape[0], height: 1, width: shape[1] };
}

/** @param {number[]} shape */
const isMaps = (shape) => shape.length === 2 || shape.length === 3;

/** Layers that mix what the maps before them hold; all others are read cell by cell. @param {Shown} shown */
const mixes = ({ kind, made }) => !made && !/Activation|Pool|Norm|Dropout|Addition/.test(kind);

/** Whether a column of the page shows the input already: a picture that is read by a convolution. @param {Shown} shown @param {Shown[]} all */
function isAside({ key, role, shape }, all) {
  const reader = all.find(({ inputs }) => inputs.includes(key));
  return role === 'input' && shape.length === 3 && shape[0] === 1 && reader !== undefined && isMaps(reader.shape);
}

/** @param {Shown[]} shown @param {Size} size @returns {Item[]} */
export function itemsOf(shown, size) {
  const all = size.alone ? shown : shown.filter((one) => !isAside(one, shown));
  const allSmall = all.every(({ shape }) => shape.length === 1 && shape[0] <= NODES);
  /** @type {Item[]} */
  const items = [];
  for (const one of all) {
    const item = itemOf(one, allSmall, size);
    const last = items.at(-1);
    if (last && belongs(item, last)) {
      last.layers.push(one);
      last.width = Math.max(last.width, item.width);
      last.height = Math.max(last.height, item.height);
    } else items.push(item);
  }
  for (const [k, item] of items.entries()) item.feeds = items[k + 1]?.type === 'maps';
  return items;
}

/** Whether maps or units have the geometry of the group before them, cell by cell. @param {Item} item @param {Item} group */
function belongs(item, group) {
  if (item.type !== group.type || mixes(item.layers[0]) || item.count !== group.count) return false;
  return item.type === 'grid' || (item.type === 'maps' && item.width <= group.width && item.height <= group.height);
}

/** @param {Shown} one @param {boolean} allSmall @param {Size} size @returns {Item} */
function itemOf(one, allSmall, { classes, phone }) {
  const { shape, role, made, quantity } = one;
  const item = { layers: [one], count: shape.reduce((a, b) => a * b, 1), width: 1, height: 1, feeds: false };
  if (!quantity || !shape.length || !item.count) return { ...item, type: 'label', count: 0 };
  if (isMaps(shape)) {
    const isPicture = role === 'input' && shape.length === 3 && shape[0] === 1;
    return { ...item, ...mapsOf(shape), type: isPicture ? 'picture' : 'maps' };
  }
  const isVector = shape.length === 1;
  if (allSmall && isVector && !(phone && role === 'logits')) return { ...item, type: 'nodes' };
  const isReadout = role === 'logits' && (classes === 0 || item.count === classes);
  if (isReadout && item.count <= NUMBERS) return { ...item, type: 'logits' };
  return { ...item, type: made === 'flatten' || !isVector || item.count > UNITS ? 'strip' : 'grid' };
}

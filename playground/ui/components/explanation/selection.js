// A selection in the page's address, and back: ?cell=LSTMStep.0.0.12.forget.5, and .original beside a changed network;
// ?cell=Convolution.1...maps.25 is a whole map, ?cell=Convolution.1...maps a whole layer; Output....logits.8.against-3: why 8 and not 3.

/**
 * One value of a run; with fewer indices than it has axes a map or a unit (at all steps, where `t` is null), with none a layer.
 * @typedef {object} Selection
 * @property {string} stage its kind
 * @property {number | null} [layer]
 * @property {number | null} [direction]
 * @property {number | null} [t]
 * @property {string} quantity
 * @property {number[]} index
 * @property {boolean} [original] of the network without its changes
 * @property {number} [against] of a class: another one, with which it is compared
 */

/** @param {Selection} selection */
export const write = ({ stage, layer, direction, t: time, quantity, index, original, against }) =>
  [stage, layer ?? '', direction ?? '', time ?? '', quantity, ...(index.length ? [index.join('-')] : []), ...(against === undefined ? [] : [`against-${against}`]), ...(original ? ['original'] : [])].join('.');

const FORM = /^([A-Za-z]\w*)\.(\d*)\.(\d*)\.(\d*)\.([A-Za-z_]\w*)(?:\.(\d+(?:-\d+)*))?(?:\.against-(\d+))?(\.original)?$/;

/**
 * The selection that a text names, undefined if it names none.
 * @param {string} cell
 * @returns {Selection | undefined}
 */
export function read(cell) {
  const [, stage, layer, direction, time, quantity, index, against, original] = FORM.exec(cell) ?? [];
  if (!stage || !quantity) return undefined;
  const number = (/** @type {string | undefined} */ text) => (text ? Number(text) : null);
  return { stage, layer: number(layer), direction: number(direction), t: number(time), quantity, index: index ? index.split('-').map(Number) : [], ...(original ? { original: true } : {}), ...(against ? { against: Number(against) } : {}) };
}

// The list of layers and what can be done with it: add, take away, move, change one; no DOM.

/** @typedef {import('./setup.js').Layer} Layer */
/** A number of a layer: what it can be, and what it is called on a chip. @typedef {{least: number, most: number, first: number, code: string}} Field */

/** @param {number} least @param {number} most @param {number} first @param {string} code @returns {Field} */
const field = (least, most, first, code) => ({ least, most, first, code });
const POOL = { size: field(2, 4, 2, '') };
const MEMORY = { size: field(1, 256, 32, '') };

/** What each kind of layer has, in the order in which they are offered. @type {Record<string, {code: string, fields: Record<string, Field>, bidirectional?: boolean}>} */
export const LAYER_KINDS = {
  dense: { code: 'd', fields: { size: field(1, 512, 8, '') } },
  relu: { code: 'relu', fields: {} },
  tanh: { code: 'tanh', fields: {} },
  sigmoid: { code: 'sigm', fields: {} },
  leaky_relu: { code: 'lrelu', fields: {} },
  conv: { code: 'c', fields: { channels: field(1, 64, 8, ''), kernel: field(1, 7, 3, 'k'), padding: field(0, 3, 1, 'p'), stride: field(1, 3, 1, 's') } },
  max_pool: { code: 'mp', fields: POOL },
  avg_pool: { code: 'ap', fields: POOL },
  batch_norm: { code: 'bn', fields: {} },
  dropout: { code: 'do', fields: { share: field(0, 0.9, 0.2, '') } },
  flatten: { code: 'flat', fields: {} },
  rnn: { code: 'rnn', fields: MEMORY, bidirectional: true },
  lstm: { code: 'lstm', fields: MEMORY, bidirectional: true },
  gru: { code: 'gru', fields: MEMORY, bidirectional: true },
};
export const ACTIVATIONS = ['relu', 'tanh', 'sigmoid', 'leaky_relu'];
export const MOST_LAYERS = 24;

/** A new layer of a kind. @param {string} kind @returns {Layer} */
export function newLayer(kind) {
  const { fields, bidirectional } = LAYER_KINDS[kind];
  return { kind, ...Object.fromEntries(Object.entries(fields).map(([name, { first }]) => [name, first])), ...(bidirectional && { bidirectional: false }) };
}

/** With a layer more behind the one at `at`, at the end without one. @param {Layer[]} layers @param {number | null} at @param {string} kind @returns {Layer[]} */
export function added(layers, at, kind) {
  const place = at === null ? layers.length : at + 1;
  return layers.length < MOST_LAYERS ? layers.toSpliced(place, 0, newLayer(kind)) : layers;
}

/** @param {Layer[]} layers @param {number} at */
export const removed = (layers, at) => layers.toSpliced(at, 1);

/** The layer at `at` one place on or back; the same list where there is no such place. @param {Layer[]} layers @param {number} at @param {1 | -1} by */
export function moved(layers, at, by) {
  if (!layers[at] || !layers[at + by]) return layers;
  return layers.with(at, layers[at + by]).with(at + by, layers[at]);
}

/** With other values of a layer, each within its bounds. @param {Layer[]} layers @param {number} at @param {Record<string, any>} values @returns {Layer[]} */
export function patched(layers, at, values) {
  const { fields } = LAYER_KINDS[layers[at].kind];
  const bounded = Object.entries(values).map(([name, value]) => [name, fields[name] ? within(fields[name], value) : value]);
  return layers.with(at, { ...layers[at], ...Object.fromEntries(bounded) });
}

/** Another kind in the place of a layer: what both have stays. @param {Layer[]} layers @param {number} at @param {string} kind @returns {Layer[]} */
export function replaced(layers, at, kind) {
  const next = newLayer(kind);
  const kept = Object.entries(layers[at]).filter(([name]) => name !== 'kind' && Object.hasOwn(next, name));
  return layers.with(at, { ...next, ...Object.fromEntries(kept) });
}

/** The nearest value that a field can have: a share in hundredths, all others whole. @param {Field} field @param {number} value */
function within({ least, most, first }, value) {
  if (!Number.isFinite(value)) return first;
  const near = most < 1 ? Math.round(value * 100) / 100 : Math.round(value);
  return Math.max(least, Math.min(most, near));
}

// The numbers of a cell as they are printed: digits that are certain, sums that add up, products that multiply out.

import { certain, fixed, placesFor } from '../../text/numbers.js';
import { decimalsOf, printedSum, rounded, sumOf } from '../../text/worked.js';
import { computed } from './values.js';

/** @typedef {import('./structure.js').Graph} Graph */
/** @typedef {import('./values.js').Certain} Certain */
/** A piece of an equation: a number, or some that are added or multiplied. @typedef {{operation: 'sum' | 'product', parts: Piece[]} | {value: Certain}} Piece */

/** Each number of the diagram. @param {Graph} graph @param {Map<string, Certain>} values @param {number} most the largest of them @returns {Map<string, string>} */
export function printedValues(graph, values, most) {
  const places = placesFor(most);
  const texts = new Map([...values].map(([name, { value, half }]) => [name, certain(value, half, places)]));
  for (const { name, operation, into } of graph.nodes.values()) {
    const owner = [...graph.nodes.values()].find((node) => node.operation === 'quantity' && node.into[0] === name);
    const whole = values.get(owner?.name ?? name);
    const parts = into.map((part) => values.get(part));
    if (operation !== 'sum' || !whole || whole.half || parts.some((part) => !part || part.half)) continue;
    if (places > 3) continue;
    const { terms, total } = printedSum(parts.map((part) => part?.value ?? 0), [], whole.value, 3);
    for (const [k, part] of into.entries()) texts.set(part, terms[k]);
    texts.set(owner?.name ?? name, total);
  }
  return texts;
}

/** The piece that a node is, down to values that have a letter of their own. @param {Graph} graph @param {Map<string, Certain>} values @param {string} name @returns {Piece | null} */
export function pieceOf(graph, values, name) {
  const { operation, into } = graph.node(name);
  const value = values.get(name);
  if (operation !== 'sum' && operation !== 'product') return value ? { value } : null;
  const parts = into.map((part) => pieceOf(graph, values, part));
  if (parts.some((part) => part === null)) return value ? { value } : null;
  return { operation, parts: /** @type {Piece[]} */ (parts) };
}

/** @param {Piece} piece @param {(value: Certain) => number} leaf @returns {number} */
function evaluate(piece, leaf) {
  if ('value' in piece) return leaf(piece.value);
  const parts = piece.parts.map((part) => evaluate(part, leaf));
  return parts.reduce((a, b) => (piece.operation === 'sum' ? a + b : a * b));
}

/** In pieces between which a line may break: the terms of a sum. @param {Piece} piece @param {(value: Certain) => string} leaf @returns {string[]} */
function written(piece, leaf) {
  if ('value' in piece) return [leaf(piece.value)];
  const parts = piece.parts.map((part) => written(part, leaf).join(' '));
  if (piece.operation === 'sum') return inSum(parts);
  return [ parts.map((text, k) => (k && text.startsWith('−') ? `(${text})` : text)).join(' · ')];
}

/** Terms with their signs between them. @param {string[]} parts */
export const inSum = (parts) => parts.map((text, k) => (!k ? text : text.startsWith('−') ? `− ${text.slice(1)}` : `+ ${text}`));

/**
 * An equation with its numbers, so that what is printed gives the result that is printed: with one decimal more where three
 * do not, and "≈" where none do, or where the values are not yet exact.
 * @param {Piece} piece
 * @param {Certain} result
 * @returns {{numbers: string[], result: string, equals: string}} the numbers in pieces
 */
export function workedOut(piece, result) {
  const coarse = { numbers: written(piece, ({ value, half }) => certain(value, half)), result: certain(result.value, result.half), equals: '≈' };
  if (result.half) return coarse;
  const found = decimalsOf((round) => evaluate(piece, ({ value }) => round(value)), result.value, { ends: (places) => (places > 3 ? [places - 1, places] : [places]) });
  if (!found) return coarse;
  return { numbers: written(piece, ({ value }) => fixed(value, found.places)), result: fixed(result.value, found.end), equals: '=' };
}

/**
 * A function of a sum, so that the terms as printed add up to the sum as printed, and the function of that is the result.
 * @param {string[]} operations the functions, the outermost first
 * @param {number[]} terms
 * @param {number} total
 * @param {number} result
 */
export function functionOfSum(operations, terms, total, result) {
  const apply = (/** @type {number} */ x) => operations.reduceRight((value, name) => computed(name, [{ value, half: 0 }])?.value ?? Number.NaN, x);
  const found = decimalsOf(sumOf(terms), total, {
    places: 2,
    ends: (places) => (places > 2 ? [places, places - 1] : [places]),
    holds: (shown) => rounded(apply(shown), 3) === rounded(result, 3),
  });
  return { terms: terms.map((term) => fixed(term, found?.places)), total: fixed(total, found?.end), result: fixed(result), equals: found ? '=' : '≈' };
}

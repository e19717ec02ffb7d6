// A calculation as it is printed: as few digits as let the numbers that are printed give the result that is printed.

import { fixed, notZero, significant } from './numbers.js';

/** A sum, of which each text has its sign apart from the first; `places` decimals. @typedef {{terms: string[], rest: string[], total: string, places: number, equals: string}} Printed */

const MOST = 6; // decimals
const DIGITS = 9; // that count: as many as tell two float32 apart

/** @param {number} value @param {number} places */
export const rounded = (value, places) => Number(value.toFixed(places));

/**
 * How many decimals let a calculation with rounded numbers give the rounded result; null where none do.
 * @param {(round: (value: number) => number) => number} calculation with each of its numbers rounded
 * @param {number} result
 * @param {{places?: number, most?: number, ends?: (places: number) => number[], holds?: (result: number) => boolean}} [options]
 *   `places` to begin with; `ends`: decimals that the result may then have; `holds`: what the rounded result must do, too
 * @returns {{places: number, end: number} | null} decimals of the numbers, and of the result
 */
export function decimalsOf(calculation, result, { places = 3, most = MOST, ends = (p) => [p], holds = () => true } = {}) {
  for (let p = places; p <= most; p++) {
    const found = calculation((value) => rounded(value, p));
    for (const end of ends(p)) if (fixed(found, end) === fixed(result, end) && holds(rounded(result, end))) return { places: p, end };
  }
  return null;
}

/** @param {number[]} parts @returns {(round: (value: number) => number) => number} */
export const sumOf = (parts) => (round) => parts.reduce((sum, value) => sum + round(value), 0);

/** Whether parts rounded to so many decimals add up to the rounded result. @param {number[]} parts @param {number} total @param {number} places */
export const addsUp = (parts, total, places) => decimalsOf(sumOf(parts), total, { places, most: places }) !== null;

/**
 * A sum as it is printed; where no number of decimals lets it add up, "≈" stands before the total.
 * @param {number[]} terms in the order in which they are printed
 * @param {number[]} rest each printed by itself after the terms
 * @param {number} total
 * @param {number} [first] decimals to begin with
 * @returns {Printed}
 */
export function printedSum(terms, rest, total, first = 2) {
  const found = decimalsOf(sumOf([...terms, ...rest]), total, { places: first });
  const places = found?.places ?? first + 1;
  const text = (/** @type {number} */ value) => fixed(value, places);
  return { terms: terms.map(text), rest: rest.map(text), total: text(total), places, equals: found ? '=' : '≈' };
}

/** Two factors and their product, with so many decimals of the product, and more where it would be 0: "−0.392 · (−0.647)". @param {number} a @param {number} b @param {number} [places] */
export function printedProduct(a, b, places = 3) {
  const text = notZero(a * b, places);
  const digits = Array.from({ length: MOST - 2 }, (_, k) => k + 3);
  const found = digits.find((p) => notZero(rounded(a, p) * rounded(b, p), places) === text);
  return { factors: product(fixed(a, found ?? MOST), fixed(b, found ?? MOST)), text: found ? text : `≈ ${text}` };
}

/** The same for factors of any size: the digits that count of the product, and as many of the factors as it takes. @param {number} a @param {number} b @param {number} digits */
export function significantProduct(a, b, digits) {
  const text = significant(a * b, digits);
  const count = Array.from({ length: DIGITS - digits + 1 }, (_, k) => k + digits).find((d) => significant(Number(a.toPrecision(d)) * Number(b.toPrecision(d)), digits) === text);
  const [x, y] = [significant(a, count ?? DIGITS), significant(b, count ?? DIGITS)];
  return { a: x, b: y, factors: product(x, y), text, equals: count ? '=' : '≈' };
}

/** Those three for a row of a table; where the digits do not multiply out, "≈" is before the product. @param {number} a @param {number} b @param {number} digits */
export function productColumns(a, b, digits) {
  const { a: x, b: y, text, equals } = significantProduct(a, b, digits);
  return [x, y, equals === '=' ? text : `≈ ${text}`];
}

/** @param {string} a @param {string} b */
const product = (a, b) => `${a} · ${b.startsWith('−') ? `(${b})` : b}`;

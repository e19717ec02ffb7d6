// Numbers as the lab writes them: up to three decimals, a real minus, brackets around what is negative inside a sum.

const DECIMALS = 3;

/** @param {number} value @param {number} [decimals] */
const round = (value, decimals = DECIMALS) => Number(value.toFixed(decimals)) + 0; // + 0: no minus zero

/** Whether a number is written out whole, and "=" may stand before it. @param {number} value */
const exact = (value) => Math.abs(value - round(value)) < 1e-9;

/** @param {number} value @param {number} [decimals] */
export const num = (value, decimals = DECIMALS) => String(round(value, decimals)).replace('-', '−');

/** A number after another sign. @param {number} value */
export const factor = (value) => (round(value) < 0 ? `(${num(value)})` : num(value));

/** As many digits as a cell of the grid, so many pixels wide, has room for. @param {number} value @param {number} room */
export const brief = (value, room) => num(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 || room < 34 ? 1 : 2);

/** @param {...number} values */
export const equals = (...values) => (values.every(exact) ? '=' : '≈');

/** What somebody typed, null when it is no number of at most 1000; a decimal comma will do, and a typeset minus. @param {string} text */
export function typed(text) {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  const value = plain === '' ? NaN : Number(plain);
  return Math.abs(value) <= 1000 ? value : null;
}

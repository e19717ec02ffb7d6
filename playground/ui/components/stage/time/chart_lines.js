// What a chart of a series shows, as numbers: its lines, its range, and the marks of its scale.

import { predictions } from '../../run/series.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */

/** The value one season before, again and again beyond what was read; null where there is no season. @param {Trace} run @returns {number[] | null} */
export function lastSeason({ encoded }) {
  const { values, read, ahead, season } = /** @type {any} */ (encoded);
  if (!season || season > read) return null;
  /** @type {number[]} */
  const said = [];
  for (let k = 0; k < values.length + ahead; k++) said.push(k < read ? values[k] : said[k - season]);
  return said;
}

/** The forecast of each step from `read` on, as far as it is there. @param {Trace} run */
export function forecastOf(run) {
  const { read } = /** @type {any} */ (run.encoded);
  return predictions(/** @type {any} */ (run)).slice(read - 1);
}

/** The least and the largest of all that is in sight. @param {(number | undefined)[][]} lines @returns {[number, number]} */
export function rangeOf(lines) {
  const all = lines.flat().filter((value) => value !== undefined && Number.isFinite(value));
  if (!all.length) return [0, 1];
  const [least, most] = [all.reduce((a, b) => Math.min(/** @type {number} */ (a), /** @type {number} */ (b))), all.reduce((a, b) => Math.max(/** @type {number} */ (a), /** @type {number} */ (b)))].map(Number);
  const margin = (most - least || Math.abs(most) || 1) * 0.08;
  return [least - margin, most + margin];
}

/** Round numbers within a range, at most so many. @param {[number, number]} range @param {number} most */
export function marksOf([least, end], most) {
  const rough = (end - least) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const gap = [1, 2, 5, 10].map((k) => k * power).find((size) => size >= rough) ?? rough;
  const marks = [];
  for (let k = Math.ceil(least / gap); k * gap <= end; k++) marks.push(Number((k * gap).toPrecision(12)));
  return marks;
}

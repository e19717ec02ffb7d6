// The curves of a training: what was measured after which update, thinned as it goes on; and as points of a chart. No DOM.

/** @typedef {{loss: number | null, accuracy?: number | null}} Score */
/** @typedef {{step: number, train: Score, validation: Score}} Measured */
/** @typedef {'loss' | 'accuracy'} Quantity */

const MOST = 600; // points that are kept

export class Curves {
  /** @type {Measured[]} */
  all = [];
  #every = 1; // of what comes, so many make one point
  #passed = 0;

  /** The last one is always there; of those before, only so many as make a curve. @param {Measured} measured */
  add(measured) {
    const { all } = this;
    if (all.length > 1 && this.#passed % this.#every) all.pop();
    this.#passed++;
    all.push(measured);
    if (all.length <= MOST) return;
    this.all = all.filter((_, k) => k % 2 === 0 || k === all.length - 1);
    this.#every *= 2;
    this.#passed = 0;
  }
}

/** The values of one part, after which update each; what is no number leaves a gap. @param {Measured[]} all @param {'train' | 'validation'} part @param {Quantity} quantity @returns {[number, number][][]} pieces without a gap */
export function piecesOf(all, part, quantity) {
  /** @type {[number, number][][]} */
  const pieces = [[]];
  for (const measured of all) {
    const value = measured[part]?.[quantity];
    if (typeof value === 'number' && Number.isFinite(value)) /** @type {[number, number][]} */ (pieces.at(-1)).push([measured.step, value]);
    else if (pieces.at(-1)?.length) pieces.push([]);
  }
  return pieces.filter(({ length }) => length);
}

const DECADES = 30; // a loss this many times the smallest asks for a logarithmic scale

/** @typedef {{place: (value: number) => number, marks: number[], isLog: boolean}} Scale `place`: 0 at the lower edge, 1 at the upper */

/** The scale of a chart: of accuracy 0 to 1, of a loss from 0 or, where it changes by powers of ten, by these. @param {[number, number][][]} pieces @param {Quantity} quantity @returns {Scale} */
export function scaleOf(pieces, quantity) {
  if (quantity === 'accuracy') return { place: (value) => value, marks: [0, 0.5, 1], isLog: false };
  const values = pieces.flat().map(([, value]) => value);
  const most = Math.max(...values, 1e-12);
  const least = Math.min(...values.filter((value) => value > 0), most);
  if (most / least <= DECADES) {
    const top = roundUp(most);
    return { place: (value) => value / top, marks: [0, top / 2, top], isLog: false };
  }
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const every = Math.ceil((to - from) / 3);
  const marks = Array.from({ length: to - from + 1 }, (_, k) => from + k).filter((power) => (power - from) % every === 0);
  return { place: (value) => (Math.log10(Math.max(value, 10 ** from)) - from) / (to - from), marks: marks.map((power) => 10 ** power), isLog: true };
}

/** The least of 1, 2, 4, 5, 8 times a power of ten that is no less. @param {number} value */
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 8, 10].find((times) => times * unit >= value * (1 - 1e-9)) ?? 10) * unit;
}

/** "0.0312", "4.1e-6", "12.3": three digits. @param {number | null | undefined} value */
export function lossText(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '—';
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4) ? value.toExponential(1).replace('e+', 'e').replace('-', '−') : value.toPrecision(3);
}

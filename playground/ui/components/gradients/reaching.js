// How far back gradients reach, as figures: lengths along the steps of several networks, and what they say. Pure.

/** `hidden` and `input`: a length for each step (playground/learning/reach.py). @typedef {{hidden: number[], input: number[]}} Way */
/** @typedef {{network: string, architecture: string, trained: Way, fresh: Way}} Reaching */
/** @typedef {{loss: string, target: string | number | null, networks: Reaching[]}} Reach */
/** @typedef {{of: 'hidden' | 'input', weights: 'trained' | 'fresh'}} Looked */
/** A line of the chart. `ratio`: the first beside the last length; null where the last is 0. @typedef {{name: string, values: number[], ratio: number | null}} Line */

const LABEL = 14; // px that a label needs

/** @param {string} architecture @param {number[]} values @returns {Line} */
export function lineOf(architecture, values) {
  const last = values.at(-1) ?? 0;
  return { name: architecture.toUpperCase(), values, ratio: last > 0 ? values[0] / last : null };
}

/** @param {Reach} reach @param {Looked} looked @returns {Line[]} */
export const linesOf = ({ networks }, { of, weights }) => networks.map(({ architecture, [weights]: way }) => lineOf(architecture, way[of]));

/** The line whose first length is largest beside its last; null where none has any. @param {Line[]} lines */
export function furthest(lines) {
  const known = lines.filter(({ ratio }) => ratio !== null && ratio > 0);
  return known.length ? known.reduce((a, b) => (Number(b.ratio) > Number(a.ratio) ? b : a)) : null;
}

/** The powers of ten within which all lengths lie, whole ones, at least two apart. @param {number[][]} all @returns {[number, number]} */
export function powersOf(all) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all) {
    for (const value of values) {
      if (!(value > 0)) continue; // nothing is left, which has no place on such an axis
      low = Math.min(low, Math.log10(value));
      high = Math.max(high, Math.log10(value));
    }
  }
  if (low > high) return [-1, 0];
  const [from, to] = [Math.floor(low), Math.ceil(high)];
  return to - from < 2 ? [from, from + 2] : [from, to];
}

/** Where the names of lines stand, in powers of ten: at their beginnings, apart by what a name needs, none above `most`. @param {number[]} starts @param {number} unit powers of ten to a px @param {number} most @returns {number[]} */
export function apart(starts, unit, most) {
  const order = starts.map((_, k) => k).sort((a, b) => starts[a] - starts[b]);
  /** @type {number[]} */
  const places = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const k of order) {
    places[k] = Math.max(starts[k], free);
    free = places[k] + LABEL * unit;
  }
  let top = most;
  for (const k of order.reverse()) {
    places[k] = Math.min(places[k], top);
    top = places[k] - LABEL * unit;
  }
  return places;
}

/** The root mean square. @param {ArrayLike<number>} values */
export function rms(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum / Math.max(1, values.length));
}

const SMALL = { size: 12 };
export const LOW = 120; // px, lower than which a chart has no room for the name of its axis
const GRID = { gridcolor: 'rgba(128,128,128,0.25)', zeroline: false, fixedrange: true };

/**
 * @param {Line[]} lines
 * @param {{height: number, colours: string[], ticks?: string[]}} how `ticks`: names in place of numbers
 * @returns {import('../canvas/chart.js').Figure}
 */
export function figureOf(lines, { height, colours, ticks }) {
  const [low, high] = powersOf(lines.map(({ values }) => values));
  const margin = { l: 48, r: 12, t: 8, b: ticks || height < LOW ? 22 : 36 };
  const starts = lines.map(({ values }) => Math.log10(values[0] > 0 ? values[0] : 10 ** low));
  const unit = (high - low) / Math.max(40, height - margin.t - margin.b);
  const places = apart(starts, unit, high - (LABEL - margin.t) * unit);
  const data = lines.map(({ name, values }, k) => ({
    type: 'scatter', mode: ticks ? 'lines+markers' : 'lines', name, x: values.map((_, t) => t + 1), y: values.map((value) => (value > 0 ? value : null)),
    line: { color: colours[k], width: 2 }, hovertemplate: '%{y:.2e}',
  }));
  const annotations = lines.length < 2 ? [] : lines.map(({ name }, k) => ({ x: 1, y: places[k], text: `<b>${name}</b>`, xanchor: 'left', yanchor: 'bottom', showarrow: false, font: { color: colours[k] } }));
  const count = lines[0]?.values.length ?? 1;
  const names = ticks && { tickvals: ticks.map((_, k) => k + 1), ticktext: ticks };
  return {
    data,
    layout: {
      height, margin, annotations, hovermode: 'x unified', showlegend: false, plot_bgcolor: 'rgba(0,0,0,0)',
      xaxis: { ...GRID, tickfont: SMALL, showgrid: false, range: [ticks ? 0.6 : 1, count + (ticks ? 0.4 : 0)], nticks: Math.max(1, Math.min(count - 1, 10)), ...names },
      yaxis: { ...GRID, tickfont: SMALL, type: 'log', range: [low - 0.05, high + 0.15], dtick: Math.max(1, Math.ceil((high - low) / Math.max(1, Math.floor(height / 26)))), exponentformat: 'power', showexponent: 'all' },
    },
  };
}

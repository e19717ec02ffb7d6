// Plotly figures of a recurrent layer: the mean of each gate over its units, or all values of one unit, over time.
// @ts-nocheck: untyped until the next issue replaces it

import { mainQuantity, withRole } from '../run/declarations.js';

// Okabe and Ito's colours, which the colour-blind can tell apart; each quantity has the same one everywhere.
export const COLOURS = {
  forget: '#D55E00',
  input: '#009E73',
  output: '#CC79A7',
  reset: '#D55E00',
  update: '#009E73',
  candidate: '#E69F00',
  cell: '#56B4E9',
  hidden: '#0072B2',
  pre_activation: '#E69F00',
  activation: '#0072B2',
};
const OTHERS = ['#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#0072B2']; // of quantities that are not known by name

/** The colour of a quantity of a layer. */
const colourOf = (name, arrays) => COLOURS[name] ?? OTHERS[Object.keys(arrays).indexOf(name) % OTHERS.length];

/** Means of the gates of a layer; of a layer without gates the mean size of its values. */
export function meansFigure({ arrays, declared }, steps, nameOf) {
  const gates = withRole(declared, 'gate');
  const shown = gates.length ? gates : [mainQuantity(declared)];
  const mean = (name) => {
    const { size, values } = arrays[name];
    return times(steps, (t) => {
      let sum = 0;
      for (let unit = 0; unit < size; unit++) sum += gates.length ? values[t * size + unit] : Math.abs(values[t * size + unit]);
      return sum / size;
    });
  };
  return figure(shown.map((name) => line(nameOf(name), colourOf(name, arrays), mean(name))), steps, gates.length ? [0, 1] : null);
}

/** All quantities of one unit. */
export function unitFigure({ arrays }, unit, steps, nameOf) {
  const lines = Object.entries(arrays).map(([name, { size, values }]) =>
    line(nameOf(name), colourOf(name, arrays), times(steps, (t) => values[t * size + unit])));
  return figure(lines, steps, null);
}

const times = (count, value) => Array.from({ length: count }, (_, t) => value(t));

const line = (name, color, y) => ({
  type: 'scatter',
  mode: 'lines',
  name,
  x: y.map((_, t) => t + 1),
  y,
  line: { color, width: 2 },
  hovertemplate: '%{y:.3f}',
});

export const GRID = { gridcolor: 'rgba(128,128,128,0.25)', zeroline: false };

function figure(data, steps, range) {
  const layout = {
    height: 190,
    margin: { l: 40, r: 8, t: 8, b: 30 },
    hovermode: 'x unified',
    showlegend: true,
    legend: { orientation: 'h', y: 1.2, x: 0 },
    plot_bgcolor: 'rgba(0,0,0,0)',
    xaxis: { ...GRID, fixedrange: true, range: [0.5, steps + 0.5] },
    yaxis: { ...GRID, fixedrange: true, ...(range ? { range } : { autorange: true }) },
  };
  return { data, layout };
}

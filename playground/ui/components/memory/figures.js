// The charts of the memory lab as figures. Pure.

import { figureOf, lineOf } from '../gradients/reaching.js';

/** @typedef {import('./state.js').Answer} Answer */
/** @typedef {import('./question.js').Question} Question */

const GRID = { gridcolor: 'rgba(128,128,128,0.25)', zeroline: false, fixedrange: true, tickfont: { size: 12 } };
const LOW = 200; // px, lower than which there is no room for names; the other chart has them
const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up'];

/** Percent right against lag. @param {Answer} answer @param {Question['weights']} weights @param {{height: number, colours: string[], names: string[], chance: string, ink: string, surface: string}} how @returns {import('../canvas/chart.js').Figure} */
export function accuracyFigure({ lags, lag, chance, networks }, weights, { height, colours, names, chance: word, ink, surface }) {
  const lines = networks.map(({ measured: { each, mixed } }, k) => ({
    type: 'scatter', mode: 'lines+markers', name: names[k], x: lags, y: { same: each, all: mixed, fresh: [] }[weights],
    line: { color: colours[k], width: 2 }, marker: { size: 7, symbol: SYMBOLS[k] }, hovertemplate: '%{y:.1f}%',
  }));
  const now = networks.map(({ accuracy }, k) => ({
    type: 'scatter', mode: 'markers', name: names[k], x: [lag], y: [accuracy], showlegend: weights === 'fresh', hovertemplate: '%{y:.1f}%',
    marker: { size: 13, symbol: `${SYMBOLS[k]}-open`, color: colours[k], line: { width: 2 } },
  }));
  const [low, high] = [Math.log10(Math.max(1, Math.min(lags[0], lag) * 0.8)), Math.log10(Math.max(/** @type {number} */ (lags.at(-1)), lag) * 1.25)];
  return {
    data: weights === 'fresh' ? now : [...lines, ...now],
    layout: {
      height, margin: { l: 44, r: 8, t: 4, b: 36 }, hovermode: 'closest', showlegend: height >= LOW, plot_bgcolor: 'rgba(0,0,0,0)',
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', itemwidth: 30, font: { size: 12 } },
      shapes: [{ type: 'line', xref: 'paper', x0: 0, x1: 1, y0: chance, y1: chance, line: { color: ink, width: 1, dash: 'dot' } }],
      annotations: [{ xref: 'paper', x: 0.01, y: chance, text: word, xanchor: 'left', yanchor: 'middle', showarrow: false, bgcolor: surface, font: { size: 12 } }],
      xaxis: { ...GRID, type: 'log', range: [low, high], tickvals: lags, ticktext: lags.map(String) },
      yaxis: { ...GRID, range: [-4, 105], ticksuffix: '%', dtick: 25 },
    },
  };
}

/** How far back the gradient comes. @param {Answer} answer @param {{height: number, colours: string[], names: string[]}} how */
export function gradientFigure({ networks }, { height, colours, names }) {
  const numbers = (/** @type {(number | null)[]} */ values) => values.map((value) => value ?? Number.NaN);
  const figure = figureOf(networks.map(({ hidden }, k) => ({ ...lineOf('', numbers(hidden)), name: names[k] })), { height, colours });
  for (const [k, { cell }] of networks.entries()) {
    if (!cell) continue;
    figure.data.push({ type: 'scatter', mode: 'lines', name: `${names[k]} c`, x: cell.map((_, t) => t + 1), y: cell.map((value) => (value && value > 0 ? value : null)), line: { color: colours[k], width: 1.5, dash: 'dash' }, hovertemplate: '%{y:.2e}' });
  }
  return figure;
}

// The Plotly figure of a series: truth, one step ahead, going on freely, and the two baselines.
// @ts-nocheck: untyped until the next issue replaces it

import { GRID } from '../canvas/unit_curves.js';
import { decimals } from '../text/numbers.js';
import { predictions } from '../run/series.js';
import { t } from '../text/text.js';

const SHOWN = 3; // times what is continued, that stand before it where only the end is in sight
const FEWEST = 160; // values in sight
const LEGEND = ['truth', 'hidden', 'prediction', 'free', 'original', 'last', 'season']; // the later ones are drawn below
const MARKED = 90; // values; of fewer each is marked, too

/** `reach`: "all" or "end"; `of`: which series; `original`: the run of the network as it was trained, if it is changed. The same series keeps what a visitor has zoomed to and switched off. */
export function forecastFigure(trace, { reach, of, narrow, original }) {
  const { values, read, season, ahead, scale } = trace.encoded;
  const style = getComputedStyle(document.body);
  const colour = (name) => style.getPropertyValue(`--pg-${name}`).trim();
  const predicted = predictions(trace);
  const total = values.length + ahead;
  const few = total <= MARKED;
  const line = (name, from, y, look, more = {}) => ({
    type: 'scatter',
    mode: 'lines',
    name: t(`forecast.lines.${name}`, { season }),
    x: y.map((_, k) => from + k + 1),
    y,
    line: { width: 2, ...look },
    legendrank: LEGEND.indexOf(name),
    ...more,
  });
  const dots = few ? { mode: 'lines+markers', marker: { size: 5 } } : {};
  const data = [line('last', 1, baseline(trace, 1), { width: 1.2, dash: 'dot', color: '#CC79A7' })];
  if (season && season <= read) data.push(line('season', season, baseline(trace, season), { width: 1.2, dash: 'dot', color: '#009E73' }));
  data.push(line('truth', 0, values.slice(0, read), { color: colour('text'), width: few ? 2 : 1.5 }, dots));
  data.push(line('prediction', 1, predicted.slice(0, read), { color: colour('accent'), width: few ? 2 : 1.5 }));
  if (original && total > read) data.push(line('original', read, predictions(original).slice(read - 1), { color: colour('soft'), dash: 'dash', width: 1.6 }));
  if (total > read) data.push(line('free', read, predicted.slice(read - 1), { color: colour('positive'), width: 2.4 }));
  if (values.length > read) data.push(line('hidden', read - 1, values.slice(read - 1), { color: colour('text'), dash: '4px 3px', width: 1.4 }));
  const freely = total - read;
  const first = reach === 'end' ? Math.max(0, read - Math.max(SHOWN * freely, FEWEST - freely)) : 0;
  const places = decimals(scale.at(-1) || 1);
  return { data, layout: layout({ first, total, read, shade: colour('positive'), places, narrow, kept: `${of} ${reach}` }) };
}

/** What repeating the value `lag` steps back says of values lag, lag + 1, ...; beyond those read it repeats itself. */
function baseline({ encoded: { values, read, ahead } }, lag) {
  const said = [];
  for (let k = 0; k < values.length + ahead - lag; k++) said.push(k < read ? values[k] : said[k - lag]);
  return said;
}

const layout = ({ first, total, read, shade, places, narrow, kept }) => ({
  height: narrow ? 460 : 380, // with a name a line the legend is taller
  margin: { l: 56, r: 12, t: 8, b: 36 },
  hovermode: 'x unified',
  dragmode: matchMedia('(pointer: coarse)').matches ? false : 'zoom', // a finger scrolls the page
  showlegend: true,
  legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0 },
  plot_bgcolor: 'rgba(0,0,0,0)',
  uirevision: kept,
  shapes: total > read ? [{ type: 'rect', xref: 'x', yref: 'paper', x0: read + 0.5, x1: total + 0.5, y0: 0, y1: 1, line: { width: 0 }, fillcolor: shade, opacity: 0.09, layer: 'below' }] : [],
  xaxis: { ...GRID, range: [first + 0.5, total + 0.5] },
  yaxis: { ...GRID, fixedrange: true, autorange: true, automargin: true, exponentformat: 'power', separatethousands: true, hoverformat: `,.${places}f` },
});

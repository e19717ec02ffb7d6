// How many real digits each network still reads as a move grows: five lines, and where the sliders stand now.

import { drawChart } from '../canvas/chart.js';
import { theme } from '../canvas/theme.js';
import { session } from '../run/session.js';
import { currentLanguage, t } from '../text/text.js';
import { amountOf, currentMove, curveOf, isMore } from './moves.js';
import { familyOf } from './verdict.js';

/** @typedef {import('./moves.js').Curve} Curve */
/** A chart that Plotly has drawn. @typedef {import('../canvas/chart.js').ChartElement & {wired?: boolean, on?: (name: string, call: () => void) => void, _fullLayout?: {xaxis: any, yaxis: any}}} Chart */
/** @typedef {{buttons: HTMLElement, chart: Chart, line: HTMLElement, reading: HTMLElement, about: HTMLElement}} Places */

// Okabe and Ito's, in the order of the networks; dashes for those whom colours do not help.
const COLOURS = ['#D55E00', '#0072B2', '#E69F00', '#009E73', '#CC79A7'];
/** @type {Record<string, string>} */
const BRIGHT = { '#0072B2': '#56B4E9' }; // on a dark ground
const DASHES = ['dot', 'solid', 'dashdot', 'dash', 'longdash'];
const GRID = { gridcolor: 'rgba(128,128,128,0.25)', zeroline: false };

/** {draw(), choose(curve)}: the chart, with a button for each curve of the file. @param {Places} places @param {import('./moves.js').Measured} measured */
export function accuracyChart({ buttons, chart, line, reading, about }, { curves, count, data, command }) {
  let chosen = curveOf(currentMove());
  let drawn = '';
  const mark = () => point(chart, line, amountOf(chosen, currentMove()));
  chart.ondrawn = () => {
    if (!chart.wired) chart.on?.('plotly_afterplot', mark);
    chart.wired = true;
    mark();
  };
  const draw = () => {
    reading.textContent = read(curves[chosen], chosen, amountOf(chosen, currentMove()));
    const wanted = [chosen, session.architecture, currentLanguage(), theme()].join();
    if (wanted === drawn) return mark();
    drawn = wanted;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (buttons.querySelectorAll('button'))) {
      button.textContent = t(`sharing.curves.${button.dataset.curve}.name`);
      button.setAttribute('aria-pressed', String(button.dataset.curve === chosen));
    }
    drawChart(chart, () => figure(curves[chosen], chart.clientHeight), t(`sharing.curves.${chosen}.axis`));
    about.textContent = [t('sharing.lead'), t('sharing.legend'), ...(session.trace ? [t(`sharing.shown.${familyOf(session.trace)}`)] : []), t('sharing.caption', { data, count, command })].join('\n');
  };
  const choose = (/** @type {string} */ curve) => {
    chosen = curve;
    draw();
  };
  for (const name of Object.keys(curves)) {
    const button = Object.assign(document.createElement('button'), { type: 'button', onclick: () => choose(name) });
    button.dataset.curve = name;
    buttons.append(button);
  }
  return { draw, choose };
}

/** Our own line, not one of the chart's: it moves with the sliders, and must cost no new chart. @param {Chart} chart @param {HTMLElement} line @param {number} amount */
function point({ _fullLayout: { xaxis: x, yaxis: y } = { xaxis: null, yaxis: null } }, line, amount) {
  const at = x ? x.l2p(amount) : -1;
  const inSight = at >= -0.5 && at <= x?._length + 0.5;
  line.style.display = inSight ? 'block' : 'none';
  if (inSight) Object.assign(line.style, { transform: `translate(${x._offset + at}px, ${y._offset}px)`, height: `${y._length}px` });
}

/** @param {Curve} curve @param {number} height */
function figure({ amounts, accuracy }, height) {
  const data = Object.entries(accuracy).map(([name, y], k) => {
    const here = name === session.architecture;
    const [color, dash] = [COLOURS, DASHES].map((list) => list[k % list.length]);
    const line = { dash, width: here ? 3.5 : 1.6, color: (theme() === 'dark' && BRIGHT[color]) || color };
    return { type: 'scatter', mode: 'lines', name: here ? `<b>${name.toUpperCase()}</b>` : name.toUpperCase(), x: amounts, y, line, opacity: here ? 1 : 0.8, hovertemplate: '%{y:.1f}%' };
  });
  const last = amounts[amounts.length - 1];
  const layout = {
    height,
    margin: { l: 40, r: 8, t: 22, b: 34 },
    hovermode: 'x unified',
    showlegend: true,
    legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', itemwidth: 30 },
    plot_bgcolor: 'rgba(0,0,0,0)',
    xaxis: { ...GRID, fixedrange: true, range: [amounts[0], last], ...(last > 90 ? { dtick: 45 } : {}) },
    yaxis: { ...GRID, fixedrange: true, range: [0, 102], ticksuffix: '%', dtick: 50 },
  };
  return { data, layout };
}

/** The accuracies of all networks at the measured amount that is nearest to the slider's. @param {Curve} measured @param {string} curve @param {number} at */
function read({ amounts, accuracy }, curve, at) {
  const nearest = amounts.reduce((best, amount, k) => (Math.abs(amount - at) < Math.abs(amounts[best] - at) ? k : best), 0);
  const list = Object.entries(accuracy).map(([name, values]) => `${name.toUpperCase()} ${values[nearest].toFixed(1)}%`);
  return t(isMore(curve, currentMove()) ? 'sharing.reading_alone' : 'sharing.reading', { amount: t(`sharing.curves.${curve}.amount`, { value: String(amounts[nearest]).replace('-', '−') }), list: list.join(' · ') });
}

// How many real digits each network still reads as a move grows: five lines, and where the sliders stand now.
// @ts-nocheck: untyped until the next issue replaces it

import { drawChart } from '../canvas/chart.js';
import { GRID } from '../canvas/unit_curves.js';
import { theme } from '../canvas/theme.js';
import { session } from '../run/session.js';
import { currentLanguage, t } from '../text/text.js';
import { amountOf, currentMove, curveOf, isMore } from './sliders.js';

// Okabe and Ito's, in the order of the networks; dashes for those whom colours do not help.
const COLOURS = ['#D55E00', '#0072B2', '#E69F00', '#009E73', '#CC79A7'];
const BRIGHT = { '#0072B2': '#56B4E9' }; // on a dark ground
const DASHES = ['dot', 'solid', 'dashdot', 'dash', 'longdash'];

/** {draw(), choose(curve)}: the chart on `element`, with a button for each curve of the file. */
export function accuracyChart(element, { curves, count, data, command }) {
  const [buttons, { children: [chart, line] }, reading, caption] = element.children;
  let chosen = curveOf(currentMove());
  let drawn = null;
  const mark = () => point(chart, line, amountOf(chosen, currentMove()));
  chart.ondrawn = () => {
    if (!chart.wired) chart.on('plotly_afterplot', mark);
    chart.wired = true;
    mark();
  };
  const draw = () => {
    reading.textContent = read(curves[chosen], chosen, amountOf(chosen, currentMove()));
    const wanted = [chosen, session.architecture, currentLanguage(), theme()].join();
    if (wanted === drawn) {
      mark();
      return;
    }
    drawn = wanted;
    for (const button of buttons.children) {
      button.textContent = t(`sharing.curves.${button.dataset.curve}.name`);
      button.setAttribute('aria-pressed', button.dataset.curve === chosen);
    }
    drawChart(chart, () => figure(curves[chosen], chart.clientWidth < 500), t(`sharing.curves.${chosen}.axis`));
    caption.textContent = t('sharing.caption', { data, count: count.toLocaleString('en'), command });
  };
  const choose = (curve) => {
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

/** Our own line, not one of the chart's: it moves with the sliders, and must cost no new chart. */
function point({ _fullLayout: { xaxis: x, yaxis: y } = {} }, line, amount) {
  const at = x ? x.l2p(amount) : -1;
  const inSight = at >= -0.5 && at <= x?._length + 0.5;
  line.style.display = inSight ? 'block' : 'none';
  if (inSight) Object.assign(line.style, { transform: `translate(${x._offset + at}px, ${y._offset}px)`, height: `${y._length}px` });
}

function figure({ amounts, accuracy }, narrow) {
  const data = Object.entries(accuracy).map(([name, y], k) => {
    const here = name === session.architecture;
    const [color, dash] = [COLOURS, DASHES].map((list) => list[k % list.length]);
    const line = { dash, width: here ? 4 : 1.8, color: (theme() === 'dark' && BRIGHT[color]) || color };
    return { type: 'scatter', mode: 'lines', name: here ? `<b>${name.toUpperCase()}</b>` : name.toUpperCase(), x: amounts, y, line, opacity: here ? 1 : 0.8, hovertemplate: '%{y:.1f}%' };
  });
  const layout = {
    height: 300,
    margin: { l: 48, r: 16, t: narrow ? 50 : 30, b: 44 },
    hovermode: 'x unified',
    showlegend: true,
    legend: { orientation: 'h', y: 1.03, yanchor: 'bottom', x: 0 },
    plot_bgcolor: 'rgba(0,0,0,0)',
    xaxis: { ...GRID, fixedrange: true, range: [amounts[0], amounts.at(-1)], ...(amounts.at(-1) > 90 ? { dtick: 45 } : {}) },
    yaxis: { ...GRID, fixedrange: true, range: [0, 102], ticksuffix: '%' },
  };
  return { data, layout };
}

/** The accuracies of all networks at the measured amount that is nearest to the slider's. */
function read({ amounts, accuracy }, curve, at) {
  const nearest = amounts.reduce((best, amount, k) => (Math.abs(amount - at) < Math.abs(amounts[best] - at) ? k : best), 0);
  const list = Object.entries(accuracy).map(([name, values]) => `${name.toUpperCase()} ${values[nearest].toFixed(1)}%`);
  return t(isMore(curve, currentMove()) ? 'sharing.reading_alone' : 'sharing.reading', { amount: t(`sharing.curves.${curve}.amount`, { value: String(amounts[nearest]).replace('-', '−') }), list: list.join(' · ') });
}

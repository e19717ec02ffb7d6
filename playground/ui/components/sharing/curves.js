// How many real digits each network still reads as a move grows: five lines, and where the sliders stand now.

import { drawChart } from '../chart.js';
import { GRID } from '../curves.js';
import { theme } from '../paint.js';
import { session } from '../session.js';
import { t } from '../text.js';
import { amountOf, currentMove } from './sliders.js';

// Okabe and Ito's, one for each network; dashes for those whom colours do not help.
const LOOKS = {
  fnn: { color: '#D55E00', dash: 'dot' },
  cnn: { color: '#0072B2', dash: 'solid' },
  rnn: { color: '#E69F00', dash: 'dashdot' },
  lstm: { color: '#009E73', dash: 'dash' },
  gru: { color: '#CC79A7', dash: 'longdash' },
};
const BRIGHT = { cnn: '#56B4E9' }; // on a dark ground

/** {draw(), choose(curve)}: the chart on `element`, with a button for each curve of the file. */
export function accuracyChart(element, { curves, count, data, command }) {
  const [buttons, chart, reading, caption] = element.children;
  let chosen = 'shift';
  const draw = () => {
    for (const button of buttons.children) {
      button.textContent = t(`sharing.curves.${button.dataset.curve}.name`);
      button.setAttribute('aria-pressed', button.dataset.curve === chosen);
    }
    const at = amountOf(chosen, currentMove());
    drawChart(chart, () => figure(curves[chosen], at, chart.clientWidth < 500), t(`sharing.curves.${chosen}.axis`));
    reading.textContent = read(curves[chosen], chosen, at);
    caption.textContent = t('sharing.caption', { data, count: count.toLocaleString('en'), command });
  };
  const choose = (curve) => {
    chosen = curve;
    draw();
  };
  buttons.append(
    ...Object.keys(curves).map((curve) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', onclick: () => choose(curve) });
      button.dataset.curve = curve;
      return button;
    }),
  );
  return { draw, choose: (curve) => (chosen === curve ? draw() : choose(curve)) };
}

function figure({ amounts, accuracy }, at, narrow) {
  const style = getComputedStyle(document.body);
  const data = Object.entries(accuracy).map(([name, y]) => {
    const here = name === session.architecture;
    const { color, dash } = LOOKS[name];
    const line = { dash, width: here ? 4 : 1.8, color: (theme() === 'dark' && BRIGHT[name]) || color };
    return { type: 'scatter', mode: 'lines', name: here ? `<b>${name.toUpperCase()}</b>` : name.toUpperCase(), x: amounts, y, line, opacity: here ? 1 : 0.8, hovertemplate: '%{y:.1f} %' };
  });
  const line = { type: 'line', x0: at, x1: at, yref: 'paper', y0: 0, y1: 1, line: { color: style.getPropertyValue('--pg-accent').trim(), width: 2 } };
  const layout = {
    height: 300,
    margin: { l: 48, r: 16, t: narrow ? 50 : 30, b: 44 },
    hovermode: 'x unified',
    showlegend: true,
    legend: { orientation: 'h', y: 1.03, yanchor: 'bottom', x: 0 },
    plot_bgcolor: 'rgba(0,0,0,0)',
    shapes: at >= amounts[0] && at <= amounts.at(-1) ? [line] : [],
    xaxis: { ...GRID, fixedrange: true, range: [amounts[0], amounts.at(-1)] },
    yaxis: { ...GRID, fixedrange: true, range: [0, 102], ticksuffix: ' %' },
  };
  return { data, layout };
}

/** The accuracies of all networks at the measured amount that is nearest to the slider's. */
function read({ amounts, accuracy }, curve, at) {
  const nearest = amounts.reduce((best, amount, k) => (Math.abs(amount - at) < Math.abs(amounts[best] - at) ? k : best), 0);
  const list = Object.entries(accuracy).map(([name, values]) => `${name.toUpperCase()} ${values[nearest].toFixed(1)} %`);
  return t('sharing.reading', { amount: t(`sharing.curves.${curve}.amount`, { value: amounts[nearest] }), list: list.join(' · ') });
}

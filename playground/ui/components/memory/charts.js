// The two charts of the memory lab: what was measured against lag, and the gradient of this sequence through time.

import { drawChart } from '../canvas/chart.js';
import { inksNow } from '../canvas/inks.js';
import { find } from '../dom/find.js';
import { t } from '../text/text.js';
import { accuracyFigure, gradientFigure } from './figures.js';
import { memory } from './state.js';

/** What is returned draws them anew. @param {HTMLElement} element */
export function showCharts(element) {
  const [accuracy, gradient, about] = ['[data-accuracy]', '[data-gradient]', '[data-accuracy-about]'].map((selector) => find(element, selector, HTMLElement));
  let drawn = '';
  return () => {
    const { answer, of } = memory;
    if (!answer || !of) return;
    about.textContent = t(`memory.accuracy.${of.weights}`);
    const { positive, negative, ink, gate, surface } = inksNow();
    const wanted = JSON.stringify([of, answer.text, ink, t('memory.accuracy.axis'), accuracy.clientHeight, gradient.clientHeight, accuracy.clientWidth]);
    if (wanted === drawn) return;
    drawn = wanted;
    const how = { colours: [positive, negative, ink, gate], names: answer.networks.map(({ network }) => t(`memory.networks.${network}`)) };
    drawChart(accuracy, () => accuracyFigure(answer, of.weights, { ...how, height: accuracy.clientHeight, chance: t('memory.accuracy.chance'), ink, surface }), t('memory.accuracy.axis'));
    drawChart(gradient, () => gradientFigure(answer, { ...how, height: gradient.clientHeight }), t('memory.gradient.axis'));
  };
}

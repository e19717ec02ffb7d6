// Plotly figures, drawn with the plotly.js of the plotly package, which is loaded when the first of them is in sight.

import { whileWanted } from '../loading/wanted.js';
import { address } from '../server/routes.js';

const PATIENCE = 150; // milliseconds that a chart waits for the page to be idle
const idle = () => new Promise((done) => ('requestIdleCallback' in window ? requestIdleCallback(done, { timeout: PATIENCE }) : setTimeout(done))); // Safari has none

/**
 * An element on which a chart is drawn when it is in sight.
 * @typedef {HTMLElement & {visible?: boolean, render?: (() => Promise<void>) | null, ondrawn?: () => void}} ChartElement
 */
/** @typedef {{data: any[], layout: Record<string, any>}} Figure */

/** @type {Promise<any> | null} */
let library = null;
/** Plotly, once its script is in. @returns {any} */
const Plotly = () => /** @type {any} */ (window).Plotly;

function plotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address('plotly.min.js').href;
    script.onload = () => resolve(Plotly());
    script.onerror = () => {
      library = null;
      reject(new Error('plotly.min.js did not load'));
    };
    document.head.append(script);
  });
  return library;
}

const seen = new IntersectionObserver((entries) => {
  for (const { target: element, isIntersecting } of entries) {
    const target = /** @type {ChartElement} */ (element);
    target.visible = isIntersecting;
    if (isIntersecting) target.render?.();
  }
});

/** Before an element with charts is taken off the page: the library would keep each of them for ever. @param {Element} element */
export function dropCharts(element) {
  for (const chart of element.querySelectorAll('.pg-chart')) {
    seen.unobserve(chart);
    Plotly()?.purge(chart);
  }
}

/** Draw what `figure()` gives on `element` once it is in sight; only the last figure asked for is made. @param {ChartElement} element @param {() => Figure | Promise<Figure>} figure @param {string} timeAxis */
export function drawChart(element, figure, timeAxis) {
  element.render = async () => {
    element.render = null;
    const { data, layout } = await figure();
    const style = getComputedStyle(element);
    const { color, fontFamily } = style;
    const [ground, line, text] = ['surface', 'line', 'ink'].map((name) => style.getPropertyValue(`--pg-${name}`).trim());
    const hoverlabel = { bgcolor: ground, bordercolor: line, font: { color: text }, namelength: -1 };
    const xaxis = { spikecolor: color, spikethickness: 1, spikedash: 'dot', ...layout.xaxis, title: { text: timeAxis, standoff: 4 } };
    const library = await whileWanted('charts', plotly, () => element.isConnected);
    if (!library) return;
    await idle(); // what is on its way comes first
    await library.react(element, data, { ...layout, paper_bgcolor: ground, hoverlabel, font: { color, family: fontFamily, size: 12 }, xaxis }, { displayModeBar: false, responsive: true });
    element.ondrawn?.();
  };
  seen.observe(element);
  if (element.visible) element.render();
}

// Plotly figures from the server, drawn with the plotly.js of the plotly package, which is loaded when first seen.

import { address } from './address.js';

let library = null;

function plotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address('plotly.min.js');
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      library = null;
      reject(new Error('plotly.min.js did not load'));
    };
    document.head.append(script);
  });
  return library;
}

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    target.visible = isIntersecting;
    if (isIntersecting) target.render?.();
  }
});

/** Draw `figure` on `element` once it is in sight; `names` translates the names of its traces. */
export function drawChart(element, figure, names, timeAxis) {
  if (!figure) return;
  element.render = async () => {
    element.render = null;
    const data = figure.data.map((trace) => ({ ...trace, name: names(trace.name) }));
    const { color, fontFamily } = getComputedStyle(element);
    const layout = { ...figure.layout, font: { color, family: fontFamily, size: 12 }, xaxis: { ...figure.layout.xaxis, title: { text: timeAxis, standoff: 4 } } };
    const { react } = await plotly();
    await react(element, data, layout, { displayModeBar: false, responsive: true });
  };
  seen.observe(element);
  if (element.visible) element.render();
}

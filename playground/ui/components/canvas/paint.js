// Values as colours: colour scales for both themes, pictures on canvases, and their legends.

import { theme } from './theme.js';

// Blue to orange through the background for signed values, viridis for shares of one, and the ink's own grey: all
// three can be told apart by the colour-blind (Okabe and Ito 2008; van der Walt and Smith 2015 for viridis).
const VIRIDIS = ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'];
const STOPS = {
  light: {
    signed: ['#053061', '#2f79b5', '#a7cfe4', '#ffffff', '#fdc98a', '#e0751b', '#7f2704'],
    share: VIRIDIS,
    ink: ['#ffffff', '#111418'],
  },
  dark: {
    signed: ['#7dbcff', '#3f8fdb', '#1b4f80', '#10141b', '#7a3d08', '#dd7d24', '#ffb04f'],
    share: VIRIDIS,
    ink: ['#10141b', '#ffffff'],
  },
};

const tables = {};

/** 256 colours as Uint32 in the byte order of ImageData. */
export function colours(scale) {
  const name = `${theme()}.${scale}`;
  const { [scale]: stops, signed } = STOPS[theme()];
  // Positive values have the upper half of the signed scale.
  return (tables[name] ??= ramp(scale === 'positive' ? signed.slice(3) : stops));
}

function ramp(stops) {
  const rgb = stops.map((s) => [1, 3, 5].map((i) => parseInt(s.slice(i, i + 2), 16)));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (rgb.length - 1);
    const from = Math.min(Math.floor(at), rgb.length - 2);
    const [r, g, b] = rgb[from].map((c, k) => Math.round(c + (rgb[from + 1][k] - c) * (at - from)));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** Where a scale begins: it shows -most..most for signed values, 0..most for the others. */
const low = (scale, most) => (scale === 'signed' ? -most : 0);

/**
 * Paint values on a canvas, one pixel a cell.
 * cells: {values, width, height, index(x, y), scale: 'signed' | 'positive' | 'share' | 'ink', most, describe(x, y)},
 * and where there is more to tell or do: details(x, y), related(x, y), act: {label(x, y), run(x, y)} (hover.js),
 * select(x, y): {stage, layer, direction, t, quantity, index} of the value, for its explanation (explanation.js)
 */
export function paint(canvas, cells) {
  canvas.cells = cells;
  if (canvas.width !== cells.width || canvas.height !== cells.height) {
    canvas.width = cells.width;
    canvas.height = cells.height;
  }
  const context = canvas.getContext('2d');
  const image = context.createImageData(cells.width, cells.height);
  const pixels = new Uint32Array(image.data.buffer);
  const table = colours(cells.scale);
  const from = low(cells.scale, cells.most);
  const factor = 255 / (cells.most - from || 1);
  for (let y = 0, k = 0; y < cells.height; y++) {
    for (let x = 0; x < cells.width; x++, k++) {
      const i = cells.index(x, y);
      if (i < cells.values.length) pixels[k] = table[Math.max(0, Math.min(255, Math.round((cells.values[i] - from) * factor)))];
    }
  }
  context.putImageData(image, 0, 0);
}

/** A value's colour as CSS, from the table of a scale. */
export function colour(table, scale, value, most) {
  const from = low(scale, most);
  const pixel = table[Math.max(0, Math.min(255, Math.round(((value - from) / (most - from || 1)) * 255)))];
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}

/** A line through points [x, y] of a context. */
export function paintLine(context, points) {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

export const largest = (values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;

/** The size that only one in a hundred values exceeds: beyond it a few would hide the others. */
export function usual(values) {
  const sizes = values.map(Math.abs).sort();
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1;
}

/** The end of a scale, in as many decimals as are worth reading. */
const shown = (value, most = 1) => value.toFixed(Math.max(0, Math.min(3, Math.floor(-Math.log10(most / 2047)))));

/** A colour bar with the ends of its range, and what it is for; repaint it with `legend.show(scale, most)`. */
export function legend(name = '') {
  const element = document.createElement('span');
  element.className = 'pg-legend';
  element.setAttribute('role', 'img');
  element.innerHTML = '<span></span><i></i><canvas width="256" height="1" aria-hidden="true"></canvas><i></i>';
  element.firstChild.textContent = name;
  const [least, most] = element.querySelectorAll('i');
  element.show = (scale, limit, clipped = false) => {
    const context = element.querySelector('canvas').getContext('2d');
    const image = context.createImageData(256, 1);
    new Uint32Array(image.data.buffer).set(colours(scale));
    context.putImageData(image, 0, 0);
    const end = shown(limit, limit).replace(/\.?0+$/, '');
    least.textContent = scale === 'signed' ? `${clipped ? '≤ ' : ''}−${end}` : '0';
    most.textContent = `${clipped ? '≥ ' : ''}${scale === 'signed' ? '+' : ''}${end}`;
    element.setAttribute('aria-label', `${name} ${least.textContent} … ${most.textContent}`.trim());
  };
  return element;
}

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

/** @type {Record<string, Uint32Array>} */
const tables = {};

/** @typedef {'signed' | 'positive' | 'share' | 'ink'} Scale */
/**
 * What a canvas shows, one pixel a cell; `index` is Infinity, or beyond the values, where there is no cell.
 * @typedef {object} Cells
 * @property {ArrayLike<number>} values
 * @property {number} width
 * @property {number} height
 * @property {(x: number, y: number) => number} index
 * @property {Scale} scale
 * @property {number} most the value at the end of the scale
 * @property {(x: number, y: number) => string} describe
 * @property {(x: number, y: number) => [string, number, any][]} [details] more to tell: a name, a value, all such values
 * @property {(x: number, y: number) => any[]} [related] cells of other canvases
 * @property {{label: (x: number, y: number) => string, run: (x: number, y: number) => void}} [act]
 * @property {(x: number, y: number) => import('../explanation/selection.js').Selection | null} [select]
 */
/** @typedef {HTMLCanvasElement & {cells?: Cells, at?: [number, number]}} PaintedCanvas */
/** @typedef {HTMLElement & {show: (scale: Scale, limit: number, clipped?: boolean) => void}} Legend */


/** 256 colours as Uint32 in the byte order of ImageData. @param {Scale} scale */
export function colours(scale) {
  const name = `${theme()}.${scale}`;
  const stops = STOPS[theme()];
  // Positive values have the upper half of the signed scale.
  tables[name] ??= ramp(scale === 'positive' ? stops.signed.slice(3) : stops[scale]);
  return tables[name];
}

/** @param {string[]} stops */
function ramp(stops) {
  const rgb = stops.map((s) => [1, 3, 5].map((i) => parseInt(s.slice(i, i + 2), 16)));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (rgb.length - 1);
    const from = Math.min(Math.floor(at), rgb.length - 2);
    const [r, g, b] = rgb[from].map((c, k) => Math.round(c + (rgb[from + 1][k] - c) * (at - from)));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** Where a scale begins: it shows -most..most for signed values, 0..most for the others. @param {string} scale @param {number} most */
const low = (scale, most) => (scale === 'signed' ? -most : 0);

/** Paint values on a canvas, which then keeps what it shows for those who point at it. @param {PaintedCanvas} canvas @param {Cells} cells */
export function paint(canvas, cells) {
  canvas.cells = cells;
  if (canvas.width !== cells.width || canvas.height !== cells.height) {
    canvas.width = cells.width;
    canvas.height = cells.height;
  }
  const context = contextOf(canvas);
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

/** The context of a canvas, which every browser has. @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no 2d context');
  return context;
}

/** A value's colour as CSS, from the table of a scale. @param {Uint32Array} table @param {Scale} scale @param {number} value @param {number} most */
export function colour(table, scale, value, most) {
  const from = low(scale, most);
  const pixel = table[Math.max(0, Math.min(255, Math.round(((value - from) / (most - from || 1)) * 255)))];
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}

/** A line through points [x, y] of a context. @param {CanvasRenderingContext2D} context @param {number[][]} points */
export function paintLine(context, points) {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

/** The largest size of the values, 1 if all are zero. @param {ArrayLike<number>} values */
export function largest(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most || 1;
}

/** The size that only one in a hundred values exceeds: beyond it a few would hide the others. @param {Float32Array} values */
export function usual(values) {
  const sizes = Float32Array.from(values, Math.abs).sort();
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1;
}

/** The end of a scale, in as many decimals as are worth reading. @param {number} value @param {number} [most] */
const shown = (value, most = 1) => value.toFixed(Math.max(0, Math.min(3, Math.floor(-Math.log10(most / 2047)))));

/** A colour bar with the ends of its range, and what it is for; repaint it with `legend.show(scale, most)`. @returns {Legend} */
export function legend(name = '') {
  const element = /** @type {any} */ (document.createElement('span'));
  element.className = 'pg-legend';
  element.setAttribute('role', 'img');
  element.innerHTML = '<span></span><i></i><canvas width="256" height="1" aria-hidden="true"></canvas><i></i>';
  element.firstChild.textContent = name;
  const [least, most] = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('i'));
  element.show = (/** @type {Scale} */ scale, /** @type {number} */ limit, clipped = false) => {
    const context = contextOf(element.querySelector('canvas'));
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

// The frame of a stage's panel: title, shape, legend, one sentence, and the space for its pictures.
// @ts-nocheck: untyped until the next issue replaces it

import { legend } from '../canvas/paint.js';
import { t } from '../text/text.js';

/** {element, body, shape, legend, legends, steps}; `steps` are its entries in the strip, by default one of the same name and shape. */
export function panel({ name, shape, equation = '', note, steps = [{ name, shape }] }) {
  const element = document.createElement('section');
  element.className = 'pg-stage pg-card';
  element.innerHTML = '<header><h3 tabindex="-1"></h3><code></code><span class="pg-equation"></span></header><p></p><div></div>';
  const [header, text, body] = element.children;
  header.children[0].textContent = name;
  header.children[1].textContent = shape;
  header.children[2].append(...symbols(equation ?? ''));
  text.textContent = note;
  const scale = legend();
  const legends = document.createElement('div');
  legends.className = 'pg-legends';
  legends.append(scale);
  header.append(legends);
  return { element, body, shape: header.children[1], legend: scale, legends, steps };
}

/** An equation as nodes; what follows an underscore is its index: W_f. */
export function symbols(equation) {
  return equation.split(/_(\w)/).map((part, k) => {
    if (k % 2 === 0) return part;
    return Object.assign(document.createElement('sub'), { textContent: part });
  });
}

/** A canvas that shows cells, one pixel a cell; one that can have the focus is read with the arrow keys. */
export function pixels({ focus = false } = {}) {
  const canvas = document.createElement('canvas');
  canvas.className = 'pg-pixels';
  if (focus) canvas.tabIndex = 0;
  return canvas;
}

/** A figure of canvases with a caption. */
export function figure(caption, ...content) {
  const element = document.createElement('figure');
  const words = document.createElement('figcaption');
  words.textContent = caption;
  element.append(words, ...content);
  return element;
}

export const dimensions = (...sizes) => sizes.join('×');

/** Cells of one picture of `height` x `width` values that begin at `offset`. */
export function pictureCells(values, width, height, { scale, most, offset = 0, related, select, where = '' }) {
  const describe = (x, y) => [where, t('where.pixel', { row: y + 1, column: x + 1 })].filter(Boolean).join(' · ');
  return { values, width, height, index: (x, y) => offset + y * width + x, scale, most, describe, related, select };
}

// A convolution at one place: the kernel, the patch under it, and their product, one square for each input map.
// @ts-nocheck: untyped until the next issue replaces it

import { mainQuantity } from '../run/declarations.js';
import { largest, paint } from '../canvas/paint.js';
import { figure, pixels } from '../panels/panel.js';
import { runOf } from '../run/session.js';
import { t } from '../text/text.js';
import { layerWeights } from '../server/layer_weights.js';

/** Draw what is under the kernel of an explained convolution; nothing for other kinds. */
export async function drawPatch(element, { kind, selection, window: span }) {
  element.hidden = kind !== 'convolution';
  if (element.hidden) return;
  const { layer, index: [map] } = selection;
  const trace = runOf(selection);
  const { weight } = await layerWeights(trace.architecture, layer, { changes: trace.of?.changes });
  if (runOf(selection) !== trace) return;
  const [, inputs, height, width] = weight.shape;
  const size = inputs * height * width;
  const kernel = weight.values.subarray(map * size, (map + 1) * size);
  const patch = under(input(trace, layer), span, [inputs, height, width]);
  const products = kernel.map((w, i) => w * patch[i]);
  const parts = [['kernel', kernel, weight.scale], ['input', patch, largest(patch)], ['products', products, largest(products)]];
  if (element.children.length !== 3) element.replaceChildren(...parts.map(() => figure('', pixels())));
  parts.forEach(([name, values, most], k) => {
    element.children[k].firstChild.textContent = t(`explain.${name}`);
    paint(element.children[k].lastChild, squares(values, [inputs, height, width], most));
    element.children[k].lastChild.setAttribute('role', 'img');
    element.children[k].lastChild.setAttribute('aria-label', t(`explain.${name}`));
  });
}

/** What the layer's kernels slide over: the picture, or the pooled maps of the layer before. */
function input(trace, layer) {
  const before = trace.stages.get(trace.get('Convolution', layer).inputs[0]);
  return before.arrays[mainQuantity(before.declared)];
}

function under({ values, shape: [, rows, columns] }, [[top], [left]], [inputs, height, width]) {
  return Float32Array.from({ length: inputs * height * width }, (_, i) => {
    const [map, y, x] = [Math.floor(i / (height * width)), top + (Math.floor(i / width) % height), left + (i % width)];
    return y >= 0 && y < rows && x >= 0 && x < columns ? values[(map * rows + y) * columns + x] : 0;
  });
}

/** Squares of height x width in as many columns as rows, a gap between them. */
function squares(values, [inputs, height, width], most) {
  const columns = Math.ceil(Math.sqrt(inputs));
  return {
    values,
    width: columns * (width + 1) - 1,
    height: Math.ceil(inputs / columns) * (height + 1) - 1,
    scale: 'signed',
    most,
    index: (x, y) => {
      const [row, dy, column, dx] = [Math.floor(y / (height + 1)), y % (height + 1), Math.floor(x / (width + 1)), x % (width + 1)];
      const map = row * columns + column;
      return dy === height || dx === width || map >= inputs ? Infinity : (map * height + dy) * width + dx;
    },
    describe: () => '',
  };
}

/** The place that is explained and its receptive field, on small copies of its map and of the input. */
export function drawField(element, { field, selection }, cell) {
  element.hidden = !field || !cell;
  if (element.hidden) return;
  const { cells } = cell.canvas;
  const trace = runOf(selection);
  const [[, [top, bottom], [left, right]], { shape }] = [field.ranges, trace.input];
  const [height, width] = shape.slice(-2);
  const ink = { values: trace.input.values, width, height, index: (x, y) => y * width + x, scale: 'ink', most: 1, describe: () => '' };
  if (!element.children.length) element.append(...[0, 1].map(() => figure('', boxed())));
  const parts = [
    [t('stages.input.name'), ink, [left, top, right - left, bottom - top]],
    [t(`explain.kinds.${KINDS[selection.stage] ?? trace.get(selection.stage, selection.layer).function}`), cells, [cell.x, cell.y, 1, 1]],
  ];
  parts.forEach(([name, painted, [x, y, w, h]], k) => {
    const [words, { firstChild: canvas, lastChild: box }] = element.children[k].children;
    words.textContent = name;
    paint(canvas, painted);
    const percent = (value, of) => `${(100 * value) / of}%`;
    box.hidden = w <= 0 || h <= 0;
    Object.assign(box.style, { left: percent(x, painted.width), top: percent(y, painted.height), width: percent(w, painted.width), height: percent(h, painted.height) });
    canvas.setAttribute('aria-hidden', 'true');
  });
}

const KINDS = { Convolution: 'convolution', MaxPooling: 'max_pooling', AveragePooling: 'average_pooling', Flatten: 'flatten' };

function boxed() {
  const element = document.createElement('div');
  element.className = 'pg-boxed';
  element.append(pixels(), Object.assign(document.createElement('div'), { className: 'pg-mark' }));
  return element;
}

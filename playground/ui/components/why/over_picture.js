// Over the pad: the digit as the network reads it, its pixels in the colours of what they did, the ink's outline over them.

import { find } from '../dom/find.js';
import { placeOf, table } from '../stage/colours.js';
import { t } from '../text/text.js';
import { largest, number, values as flat } from './found.js';
import { outline } from './outline.js';
import { readCells } from './pointing.js';

const HTML = '<canvas role="img"></canvas><svg aria-hidden="true" preserveAspectRatio="none"><path vector-effect="non-scaling-stroke"/></svg>';

/** @param {HTMLElement} host @param {(words: string) => void} say @returns {import('./found.js').Over} */
export function overPicture(host, say) {
  const element = Object.assign(document.createElement('div'), { className: 'pg-why-over pg-why-picture', innerHTML: HTML });
  host.append(element);
  const canvas = find(element, 'canvas', HTMLCanvasElement);
  const [svg, path] = [find(element, 'svg', SVGElement), find(element, 'path', SVGElement)];
  /** @type {ArrayLike<number>} */
  let values = [];
  let [most, width, height] = [1, 1, 1];
  const closing = new AbortController();
  readCells(canvas, {
    columns: () => width,
    rows: () => height,
    at: (x, y) => say(`${t('where.pixel', { row: y + 1, column: x + 1 })}: ${number(values[y * width + x], most, { sign: true })}`),
    off: () => say(''),
  }, { from: host, signal: closing.signal }); // the pen goes through it
  const draw = (/** @type {import('./found.js').Answer} */ { found, trace }) => {
    values = flat(found);
    most = largest(values);
    [height, width] = trace.input.shape.slice(-2);
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const scale = { ramp: /** @type {const} */ ('signed'), most };
    for (let k = 0; k < values.length; k++) pixels[k] = table('signed')[placeOf(scale, values[k])];
    context.putImageData(image, 0, 0);
    canvas.setAttribute('aria-label', t('why.pixels'));
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    path.setAttribute('d', outline(trace.input.values, width, height));
  };
  const end = () => {
    closing.abort();
    element.remove();
  };
  return { draw, end };
}

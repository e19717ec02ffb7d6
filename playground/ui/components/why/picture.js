// A digit's pixels in the colours of what they did, the ink's outline over them; with the sums of the rows as time steps.
// @ts-nocheck: untyped until the next issue replaces it

import { figure, pictureCells, pixels } from '../panels/panel.js';
import { make as element } from '../panels/timed.js';
import { largest, paint } from '../canvas/paint.js';
import { t } from '../text/text.js';
import { columns } from './columns.js';
import { outline } from './outline.js';
import { values as flat } from './found.js';

const HTML = '<svg aria-hidden="true" preserveAspectRatio="none"><path vector-effect="non-scaling-stroke"/></svg>';

export function make() {
  const body = element('div', 'pg-why-picture');
  const paper = element('div', 'pg-why-paper');
  paper.innerHTML = HTML;
  const canvas = pixels({ focus: true });
  canvas.setAttribute('role', 'img');
  paper.prepend(canvas);
  const rows = columns({ rows: true });
  const sums = figure('', rows.element);
  body.append(figure('', paper), sums);
  const draw = ({ found, trace }) => {
    const values = flat(found);
    const [height, width] = trace.input.shape.slice(-2);
    const cells = pictureCells(values, width, height, { scale: found.method === 'grad_cam' ? 'positive' : 'signed', most: largest(values) });
    const ink = trace.input.values;
    paint(canvas, { ...cells, details: (x, y) => [[t('why.ink'), ink[y * width + x], 1]] });
    canvas.setAttribute('aria-label', t('why.title'));
    const svg = paper.querySelector('svg');
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.firstChild.setAttribute('d', outline(ink, width, height));
    body.firstChild.firstChild.textContent = t('why.pixels');
    sums.hidden = !trace.recurrent || found.method === 'occlusion';
    if (sums.hidden) return;
    sums.firstChild.textContent = t('why.rows');
    const totals = Float32Array.from({ length: height }, (_, y) => values.subarray(y * width, (y + 1) * width).reduce((a, b) => a + b, 0));
    rows.draw(totals, { most: largest(totals), describe: (y) => t('axis.digits.place', { step: y + 1 }) });
    rows.element.setAttribute('aria-label', t('why.rows'));
  };
  return { element: body, draw };
}

// A drawing in the colours of what each step of the pen did, and a bar for each step.
// @ts-nocheck: untyped until the next issue replaces it

import { place } from '../run/time_axis.js';
import { figure } from '../panels/panel.js';
import { go, goTo, make as element } from '../panels/timed.js';
import { colour, colours, largest } from '../canvas/paint.js';
import { t } from '../text/text.js';
import { drawWay, ring, SIZE, stepAt } from '../views/way.js';
import { columns } from './columns.js';
import { number, values as flat } from './found.js';

const EDGE = 5; // canvas pixels on either side, so that a step that did nothing is seen, too

export function make() {
  const body = element('div', 'pg-why-pen');
  const canvas = Object.assign(element('canvas', 'pg-path'), { width: SIZE, height: SIZE });
  canvas.setAttribute('role', 'img');
  const bars = columns();
  const pointed = element('output', 'pg-soft');
  body.append(figure('', canvas, pointed), figure('', bars.element));
  let shown = null;
  const sketch = (step = null) => {
    const { values, most, trace } = shown;
    const context = canvas.getContext('2d');
    context.clearRect(0, 0, SIZE, SIZE);
    const table = colours('signed');
    const edge = getComputedStyle(canvas).color;
    drawWay(context, trace, () => ({ colour: edge, wider: 2 * EDGE }));
    drawWay(context, trace, (k) => ({ colour: colour(table, 'signed', values[k], most) }));
    if (step !== null) ring(canvas, trace, step);
    pointed.textContent = step === null ? t('why.point') : `${place(trace, step)}: ${number(values[step], most, { sign: true })}`;
  };
  canvas.addEventListener('pointermove', (event) => shown && sketch(stepAt(canvas, shown.trace, event)));
  canvas.addEventListener('pointerdown', (event) => shown && sketch(stepAt(canvas, shown.trace, event)));
  canvas.addEventListener('pointerleave', ({ pointerType }) => shown && pointerType !== 'touch' && sketch());
  const draw = ({ found, trace }) => {
    const values = flat(found);
    shown = { values, most: largest(values), trace };
    body.firstChild.firstChild.textContent = t('path.title');
    body.lastChild.firstChild.textContent = t('why.steps');
    canvas.setAttribute('aria-label', `${t('why.title')}: ${t('path.title')}`);
    bars.element.setAttribute('aria-label', t('why.steps'));
    bars.draw(values, { most: shown.most, describe: (step) => place(trace, step), act: go(0, goTo) });
    sketch();
  };
  return { element: body, draw };
}

// The drawing as the network read it: each step of the pen coloured by a gate, by a unit, or by the guess after it.
// @ts-nocheck: untyped until the next issue replaces it

import { axisTitle } from '../run/time_axis.js';
import { isClipped, mainQuantity, panelOf, scaleOf } from '../run/declarations.js';
import { quantityName, timedTitle } from '../run/quantity_names.js';
import { goTo } from '../panels/timed.js';
import { colour, colours, legend, largest } from '../canvas/paint.js';
import { player } from '../playback/player.js';
import { session } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';
import { onView, view } from '../playback/view.js';
import { drawWay, ring, SIZE, stepAt } from './way.js';

const HTML = `
<h2 data-text="path.title"></h2>
<canvas class="pg-path" width="${SIZE}" height="${SIZE}"></canvas>
<div class="pg-choices">
  <label><span data-text="path.layer"></span><select data-layer></select></label>
  <label><span data-text="path.quantity"></span><select data-quantity></select></label>
  <label><span data-text="path.unit"></span><select data-unit></select></label>
</div>
<p class="pg-soft"></p>`;

export function make(element) {
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  const path = { find, scale: legend(), layer: null, quantity: 'guess', wanted: 'guess', unit: -1 };
  element.insertBefore(path.scale, find('.pg-choices'));
  const draw = () => {
    offer(path);
    sketch(path);
  };
  find('[data-layer]').onchange = ({ target }) => ((path.layer = target.value), draw());
  find('[data-quantity]').onchange = ({ target }) => ((path.wanted = target.value), draw());
  find('[data-unit]').onchange = ({ target }) => ((path.unit = +target.value), draw());
  find('canvas').addEventListener('click', (event) => nearest(find('canvas'), event));
  onView(() => {
    // A unit that was chosen in a heatmap is shown on the drawing, too.
    if (element.hidden || !view.unit || !session.trace?.stages.has(view.unit.key)) return;
    if (path.layer === view.unit.key && path.unit === view.unit.unit) return;
    Object.assign(path, { layer: view.unit.key, unit: view.unit.unit });
    if (path.quantity === 'guess') path.wanted = mainQuantity(session.trace.stages.get(view.unit.key).declared);
    draw();
  });
  onLanguage(() => fill(element));
  return { draw, seek: () => sketch(path), stage: (kind) => kind === 'Output' && sketch(path) };
}

const layersOf = (trace) => [...(trace?.stages.values() ?? [])].filter(({ declared }) => declared && panelOf(declared) === 'steps');

/** What can be chosen depends on the network. */
function offer(path) {
  const layers = layersOf(session.trace);
  const names = layers.map((stage) => timedTitle(stage, session.trace));
  if (!layers.some(({ key }) => key === path.layer)) path.layer = layers.at(-1)?.key ?? null;
  options(path.find('[data-layer]'), layers.map(({ key }, k) => [key, names[k]]), path.layer);
  const stage = session.trace?.stages.get(path.layer);
  const quantities = Object.keys(stage?.arrays ?? {});
  const main = stage?.declared ? mainQuantity(stage.declared) : '';
  const guess = session.trace?.bidirectional ? [] : [['guess', t('path.guess')]];
  // What was chosen comes back with a network that has it.
  path.quantity = [...(guess.length ? ['guess'] : []), ...quantities].includes(path.wanted) ? path.wanted : main || 'hidden';
  options(path.find('[data-quantity]'), [...guess, ...quantities.map((name) => [name, quantityName(name, stage, session.trace)])], path.quantity);
  const units = stage?.arrays[main]?.size ?? 0;
  if (path.unit >= units) path.unit = -1;
  options(path.find('[data-unit]'), [[-1, t(scaleOf(stage?.arrays[path.quantity]?.range ?? 'share') === 'share' ? 'path.mean' : 'path.mean_size')], ...Array.from({ length: units }, (_, unit) => [unit, t('where.unit', { unit: unit + 1 })])], path.unit);
  path.find('[data-unit]').disabled = path.find('[data-layer]').disabled = path.quantity === 'guess';
  for (const select of path.find('.pg-choices').querySelectorAll('select')) select.disabled ||= !stage;
  path.find('[data-quantity]').disabled = !stage;
}

function options(select, pairs, chosen) {
  const wanted = pairs.map(([value, name]) => `${value} ${name}`).join();
  if (select.offered !== wanted) select.replaceChildren(...pairs.map(([value, name]) => new Option(name, value)));
  select.offered = wanted;
  select.value = chosen;
}

/** The value of a step: of the chosen unit, or the mean over all; for states, which have two signs, of the size. */
function shade(path, trace) {
  if (path.quantity === 'guess') {
    const best = trace.probabilities ? trace.probabilities.indexOf(Math.max(...trace.probabilities)) : 0;
    return { kind: 'share', most: 1, of: (step) => trace.guess(step)?.[best] ?? 0 };
  }
  const stage = trace.stages.get(path.layer);
  const { size, values, range } = stage.arrays[path.quantity];
  const share = scaleOf(range) === 'share';
  if (path.unit >= 0) {
    const of = (step) => values[step * size + path.unit];
    const all = Float32Array.from({ length: stage.filled }, (_, step) => of(step));
    return { kind: share ? 'share' : 'signed', most: isClipped(range) ? largest(all) : 1, of };
  }
  const of = (step) => {
    let sum = 0;
    for (let unit = 0; unit < size; unit++) sum += share ? values[step * size + unit] : Math.abs(values[step * size + unit]);
    return sum / size;
  };
  const all = Float32Array.from({ length: stage.filled }, (_, step) => of(step));
  return { kind: share ? 'share' : 'positive', most: share ? 1 : largest(all), of };
}

function sketch(path) {
  const { trace } = session;
  const canvas = path.find('canvas');
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, SIZE, SIZE);
  const ready = trace?.encoded?.kind === 'Points' && trace.steps && (path.quantity === 'guess' ? trace.stages.has('StepOutput') || trace.bidirectional : trace.stages.has(path.layer));
  path.scale.style.visibility = ready ? '' : 'hidden';
  path.find('.pg-soft').textContent = t(trace?.bidirectional ? 'path.waits' : 'path.note');
  if (!ready) return;
  if (!path.layer) offer(path);
  const { kind, most, of } = shade(path, trace);
  path.scale.show(kind, most);
  const table = colours(kind);
  const until = player.atEnd ? trace.steps - 1 : player.moment;
  const faint = getComputedStyle(canvas).color;
  drawWay(context, trace, (step) => (step > until ? { colour: faint, alpha: 0.18 } : { colour: colour(table, kind, of(step), most) }));
  ring(canvas, trace, until);
  canvas.setAttribute('aria-label', `${t('path.title')}: ${path.find('[data-quantity]').selectedOptions[0]?.textContent ?? ''}, ${axisTitle()}`);
}

/** A click on the drawing goes to the step that ended nearest. */
function nearest(canvas, event) {
  if (session.trace?.encoded?.kind === 'Points') goTo(stepAt(canvas, session.trace, event));
}

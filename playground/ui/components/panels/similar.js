// Brushed steps: which units are on in them, and where in the example set the same units are on (playground/similar.py).
// @ts-nocheck: untyped until the next issue replaces it

import { mainQuantity } from '../run/declarations.js';
import { quantityName } from '../run/quantity_names.js';
import { token } from '../run/time_axis.js';
import { showInput } from '../input.js';
import { player } from '../playback/player.js';
import { on, session } from '../run/session.js';
import { search } from '../server/similar_search.js';
import { t } from '../text/text.js';
import { look, reveal, view } from '../playback/view.js';
import { matchItem } from './match.js';
import { make } from './timed.js';
import { automatic, kindOf, settings, threshold, thresholds, unitsOn } from './units.js';

const LONGEST = 40; // characters of the steps' own text that are shown
const HTML = `
<p class="pg-invite"><button type="button"></button><span class="pg-soft"></span></p>
<div class="pg-search">
  <header><h4 tabindex="-1"></h4><button type="button" class="pg-quiet" data-back></button><button type="button" class="pg-quiet" data-clear></button></header>
  <div class="pg-asked">
    <div><label><span data-say="steps"></span><input type="number" min="1" data-first></label>
      <label><span data-say="to"></span><input type="number" min="1" data-last></label></div>
    <div><label><span data-say="quantity"></span><select data-quantity-of></select></label>
      <select data-side></select><label><input type="range" step="0.05" data-threshold><output></output></label></div>
    <label><input type="checkbox" data-before><span data-say="before"></span></label>
    <label><input type="checkbox" data-after><span data-say="after"></span></label>
  </div>
  <p data-count></p>
  <p class="pg-soft" role="status" data-said></p>
  <ol class="pg-matches"></ol>
  <p class="pg-soft" data-note></p>
</div>`;

let coming = null; // an input that was put in to show some of its steps: {input, range}
let origin = null; // what the visitor had before: {input, range}

/** Make `input` the input, and mark `range` in it when the network has read it. */
function visit(input, label, range) {
  coming = { input: null, range };
  showInput(input, label);
  coming.input = session.input;
}

on('begin', () => {
  if (coming?.input === session.input) return;
  coming = origin = null;
});
on('end', (trace) => {
  if (!coming) return;
  const { range } = coming;
  coming = null;
  // When all panels have the new trace.
  queueMicrotask(() => {
    reveal(trace, range.first);
    look({ range });
  });
});
for (const name of ['clear', 'task', 'architecture']) on(name, () => (coming = origin = null));

/** {element, draw()} of a layer {stage, trace, units, order}; open while some steps of this layer are brushed. */
export function similarPanel(layer) {
  const { key } = layer.stage;
  const element = make('div', 'pg-similar');
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  const panel = { layer, element, find, mask: Object.assign(make('canvas', 'pg-off'), { width: 1, height: layer.units }), jump: make('button', 'pg-jump') };
  write(panel);
  const results = search((answer) => showAnswer(panel, answer));
  const change = (next) => look({ range: { ...view.range, ...next } });
  wire(panel, change);

  const draw = () => {
    if (coming?.range.key === key) return; // as it is, until the example is in
    const range = view.range?.key === key && !session.trace?.open ? view.range : null;
    find('.pg-invite').hidden = Boolean(range) || Boolean(session.trace?.open);
    find('.pg-search').hidden = !range;
    if (!range) {
      panel.mask.remove();
      panel.jump.remove();
      results.ask(null);
      return;
    }
    const limit = threshold(layer, range);
    const units = unitsOn(layer, range, limit);
    showQuery(panel, range, limit);
    showUnits(panel, range, units);
    const { task, architecture } = session;
    const { layer: number, direction } = layer.stage;
    const { quantity, first, last } = range;
    const asked = { task, architecture, layer: number, direction, quantity, units, length: last - first + 1, threshold: limit, ...settings };
    if (units.length) results.ask(asked);
    else results.ask(null, t('similar.no_units'));
  };
  return { element, draw };
}

/** Words, and what can be chosen. */
function write({ layer, find, element, jump }) {
  for (const place of element.querySelectorAll('[data-say]')) place.textContent = t(`similar.${place.dataset.say}`);
  const say = (selector, name) => (find(selector).textContent = t(`similar.${name}`));
  say('.pg-invite button', 'open');
  say('.pg-invite span', 'invite');
  say('h4', 'title');
  say('[data-back]', 'back');
  say('[data-clear]', 'clear');
  say('[data-note]', 'note');
  find('[data-side]').append(new Option(t('similar.above'), ''), new Option(t('similar.below'), 'below'));
  find('[data-side]').setAttribute('aria-label', t('similar.side'));
  find('[data-threshold]').setAttribute('aria-label', t('similar.threshold'));
  find('[data-quantity-of]').append(...Object.keys(layer.stage.arrays).map((quantity) => new Option(quantityName(quantity, layer.stage, layer.trace), quantity)));
  jump.type = 'button';
  jump.title = t('similar.title');
}

function wire({ layer, find, element, jump }, change) {
  find('.pg-invite button').onclick = () => {
    look({ range: { key: layer.stage.key, quantity: mainQuantity(layer.stage.declared), first: player.moment, last: player.moment } });
    find('[data-first]').focus();
  };
  find('[data-clear]').onclick = () => {
    automatic();
    look({ range: null });
    find('.pg-invite button').focus({ preventScroll: true });
  };
  find('[data-back]').onclick = () => {
    const { input, label, range } = origin;
    origin = null;
    visit(input, label, range);
  };
  const whole = (field, use) => {
    field.oninput = () => {
      const step = field.valueAsNumber - 1;
      if (Number.isInteger(step) && step >= 0 && step < session.trace.steps) use(step);
    };
    field.onchange = () => change({}); // what cannot be used goes
  };
  whole(find('[data-first]'), (step) => change({ first: step, last: Math.max(step, view.range.last) }));
  whole(find('[data-last]'), (step) => change({ last: step, first: Math.min(step, view.range.first) }));
  find('[data-quantity-of]').onchange = ({ target }) => change({ quantity: target.value });
  find('[data-side]').onchange = ({ target }) => ((settings.below = Boolean(target.value)), change({}));
  find('[data-threshold]').oninput = ({ target }) => {
    thresholds[kindOf(layer.stage.arrays[view.range.quantity])] = target.valueAsNumber;
    change({});
  };
  for (const side of ['before', 'after']) find(`[data-${side}]`).onchange = ({ target }) => ((settings[side] = target.checked), change({}));
  jump.onclick = () => {
    element.scrollIntoView({ behavior: 'smooth', block: 'nearest' });
    find('h4').focus({ preventScroll: true });
  };
}

/** The controls, as the range and the settings are. */
function showQuery({ layer, find }, { quantity, first, last }, limit) {
  const array = layer.stage.arrays[quantity];
  const kind = kindOf(array);
  for (const [name, value] of [['first', first + 1], ['last', last + 1]]) {
    const field = find(`[data-${name}]`);
    field.max = session.trace.steps;
    if (field.valueAsNumber !== value) field.value = value;
  }
  find('[data-quantity-of]').value = quantity;
  find('[data-side]').value = settings.below ? 'below' : '';
  const slider = find('[data-threshold]');
  // A gate is at most 1, where none is on; the cell state can go far.
  Object.assign(slider, { min: 0, max: kind === 'share' ? 1 : Math.max(1, Math.ceil(array.scale)) });
  slider.value = Math.abs(limit);
  find('output').textContent = limit.toFixed(2).replace('-', '−');
  find('[data-before]').checked = settings.before;
  find('[data-after]').checked = settings.after;
  find('[data-back]').hidden = !origin;
}

/** How many units are on, in words and on the heatmap, where the rows of the others are veiled. */
function showUnits({ layer, element, find, mask, jump }, { quantity, first, last }, units) {
  const numbers = { first: first + 1, last: last + 1, count: units.length, units: layer.units };
  find('[data-count]').textContent = t(first === last ? 'similar.count_one' : 'similar.count', { ...numbers, what: words(first, last) });
  const map = element.parentElement.querySelector(`figure[data-quantity="${quantity}"]`);
  map.querySelector('.pg-range').append(mask);
  map.querySelector('.pg-timed').append(jump);
  const context = mask.getContext('2d');
  context.fillStyle = getComputedStyle(element).getPropertyValue('--pg-surface');
  context.clearRect(0, 0, 1, layer.units);
  const set = new Set(units);
  layer.order.forEach((unit, row) => set.has(unit) || context.fillRect(0, row, 1, 1));
  jump.textContent = t('similar.jump', numbers);
  const { offsetLeft, offsetWidth } = map.querySelector('.pg-range');
  const share = (offsetLeft + offsetWidth / 2) / map.querySelector('.pg-under').offsetWidth;
  Object.assign(jump.style, { left: `${100 * share}%`, transform: `translateX(${-100 * share}%)` });
}

/** The text of the steps, if they have one. */
function words(first, last) {
  const { trace } = session;
  if (!trace.encoded?.tokens) return '';
  const all = Array.from({ length: Math.min(last - first + 1, LONGEST) }, (_, k) => token(trace, first + k));
  const text = all.join(trace.task === 'reviews' ? ' ' : '');
  return t('similar.what', { text: text.length > LONGEST || all.length < last - first + 1 ? `${text.slice(0, LONGEST)}…` : text });
}

/** `message` in place of matches, or {asked, searched, matches}; null for nothing; `waiting` for those that are there. */
function showAnswer({ element, find }, { message, waiting = false, asked, searched, matches = [] }) {
  const list = find('.pg-matches');
  list.classList.toggle('waiting', waiting);
  const said = find('[data-said]');
  if (waiting) {
    if (!list.children.length) said.textContent = message;
    return;
  }
  const range = view.range;
  const follow = (match) => {
    origin ??= session.input?.picture ? null : { input: session.input, label: labelOfInput(), range };
    visit(match.input, match.label, { ...range, first: match.first, last: match.last });
    element.parentElement.querySelector(`figure[data-quantity="${range.quantity}"]`).scrollIntoView({ behavior: 'smooth', block: 'nearest' });
  };
  list.classList.toggle('wide', session.task === 'reviews');
  list.replaceChildren(...matches.map((match) => matchItem(match, asked, () => follow(match))));
  for (const item of list.children) item.paint?.(getComputedStyle(item));
  find('[data-note]').hidden = !matches.length;
  if (message || !asked) said.textContent = message ?? '';
  else if (matches.length) said.textContent = t(`similar.found.${session.task}`, { searched });
  else said.textContent = t(searched ? 'similar.none' : 'similar.no_examples', { searched });
}

/** The name of the visitor's input among the examples, which a series has. */
function labelOfInput() {
  const same = ({ input }) => input.example && input.example === session.input?.example;
  return session.catalogue.examples.shown.find(same)?.label;
}

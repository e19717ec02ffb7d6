// The layers as a row of chips with their shapes and parameters, and below it what changes the selected one.

import { setText } from '../dom/changed.js';
import { onLanguage, t } from '../text/text.js';
import { bench, change, onBench, selectLayer } from './bench.js';
import { button, choice, made, numberField } from './elements.js';
import { ACTIVATIONS, added, LAYER_KINDS, moved, patched, removed, replaced } from './layers.js';

/** @typedef {import('./setup.js').Layer} Layer */

/** @param {HTMLElement} element @param {HTMLElement} count of all parameters */
export function showStack(element, count) {
  const adding = showAdding(count);
  const row = made('div', 'pg-train-chips');
  row.setAttribute('role', 'group');
  const editor = made('div', 'pg-train-editor');
  const message = made('p', 'pg-train-refusal');
  message.setAttribute('role', 'status');
  element.append(row, editor, message);
  const render = () => {
    const { setup, stack, refusal } = bench;
    const hadFocus = row.contains(document.activeElement);
    row.setAttribute('aria-label', t('train.network'));
    row.replaceChildren(end('input', stack?.input), ...setup.layers.map((layer, at) => chip(layer, at)), end('output', stack?.layers.at(-1)?.shape, stack?.layers.at(-1)?.parameters));
    if (hadFocus) /** @type {HTMLElement | null} */ (row.querySelector('[aria-pressed=true]') ?? row.querySelector('button'))?.focus();
    setText(count, stack ? t('train.parameters', { count: stack.parameters.toLocaleString('en') }) : '');
    setText(message, refusal?.message ?? '');
  };
  const edit = () => {
    showEditor(editor);
    adding();
  };
  onBench((what) => {
    if (what !== 'looks') render();
    if (what === 'setup' || what === 'selected') edit();
  });
  onLanguage(() => {
    render();
    edit();
  });
  row.addEventListener('keydown', byKeys);
}

/** Arrow keys go from chip to chip. @param {KeyboardEvent} event */
function byKeys(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const chips = [...(/** @type {HTMLElement} */ (event.currentTarget)).querySelectorAll('button')];
  const at = chips.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  if (event.key === 'Delete' && at >= 0) change({ layers: removed(bench.setup.layers, at) });
  else if (by) chips[at + by]?.focus();
  else return;
  event.preventDefault();
}

/** What a layer is called: "Dense 8", "Conv 8", "ReLU", "GRU 32 ⇄". @param {Layer} layer */
export function nameOf({ kind, size, channels, share, bidirectional }) {
  const number = size ?? channels ?? (share === undefined ? '' : `${Math.round(100 * share)} %`);
  return [t(`train.short.${kind}`), number, bidirectional ? '⇄' : ''].filter((part) => part !== '').join(' ');
}

/** @param {Layer} layer @param {number} at */
function chip(layer, at) {
  const { stack, refusal, selected } = bench;
  const { shape, parameters = 0 } = stack?.layers[at] ?? {};
  const element = /** @type {HTMLButtonElement} */ (made('button', ACTIVATIONS.includes(layer.kind) ? 'function' : ''));
  element.type = 'button';
  element.dataset.layer = String(at);
  element.classList.toggle('refused', refusal?.layer === at);
  element.title = t(`train.layer.${layer.kind}_about`);
  element.setAttribute('aria-pressed', String(selected === at));
  element.onclick = () => selectLayer(selected === at ? null : at);
  element.append(made('b', '', [nameOf(layer), layer.kernel && `${layer.kernel} × ${layer.kernel}`].filter(Boolean).join(' · ')), made('small', '', shape ? shapeText(shape) : ' '), made('small', '', parameters ? t('train.weights', { count: parameters.toLocaleString('en') }) : ' '));
  return element;
}

/** "T × 30": a sequence of any length. @param {(number | null)[]} shape */
const shapeText = (shape) => shape.map((size) => size ?? 'T').join(' × ');

/** The input and the output, which are as the data ask. @param {'input' | 'output'} which @param {number[]} [shape] @param {number} [parameters] */
function end(which, shape, parameters) {
  const element = made('div', 'end');
  element.classList.toggle('refused', which === 'output' && bench.refusal?.layer === bench.setup.layers.length);
  element.append(made('b', '', t(`train.${which}`)), made('small', '', shape ? shapeText(shape) : ' '), made('small', '', parameters ? t('train.weights', { count: parameters.toLocaleString('en') }) : ' '));
  return element;
}

let edited = new AbortController();

/** @param {HTMLElement} element */
function showEditor(element) {
  const { setup: { layers }, selected } = bench;
  const wanted = element.contains(document.activeElement) && document.activeElement instanceof HTMLElement ? (document.activeElement.dataset.field ?? document.activeElement.dataset.act) : null;
  edited.abort(); // what stood there listens no more
  edited = new AbortController();
  const { signal: until } = edited;
  element.replaceChildren();
  if (selected === null) element.append(made('span', 'pg-muted', t('train.select')));
  else {
    choice(element, { key: 'train.kind', values: kinds, words: kindName, now: () => layers[selected].kind, choose: (kind) => change({ layers: replaced(layers, selected, kind) }), until });
    const put = (/** @type {Record<string, any>} */ values) => change({ layers: patched(layers, selected, values) });
    for (const [name, { least, most }] of Object.entries(LAYER_KINDS[layers[selected].kind].fields)) {
      element.append(numberField({ name, value: layers[selected][name], least, most, title: t(`train.fields.${name}`), put: (value) => put({ [name]: value }) }));
    }
    if (LAYER_KINDS[layers[selected].kind].bidirectional) element.append(both(layers[selected].bidirectional, (bidirectional) => put({ bidirectional })));
    element.append(...[-1, 1].map((by) => mover(selected, /** @type {1 | -1} */ (by), until)), button('train.remove', () => change({ layers: removed(layers, selected) }), until));
  }
  const again = wanted && element.querySelector(`[data-field="${wanted}"], [data-act="${wanted}"]`);
  if (again instanceof HTMLElement) again.focus();
}

const kinds = () => Object.keys(LAYER_KINDS);
/** @param {string} kind */
const kindName = (kind) => t(`train.layer.${kind}`);

/** The choice of a layer to be added, behind `before`. @param {HTMLElement} before */
function showAdding(before) {
  const place = made('span', 'pg-train-adding');
  before.after(place);
  return choice(place, { key: 'train.add', values: () => ['', ...kinds()], words: (kind) => (kind ? kindName(kind) : '…'), now: () => '', choose: (kind) => add(kind) });
}

/** Behind the selected layer, and selected itself. @param {string} kind */
function add(kind) {
  const { setup: { layers }, selected } = bench;
  if (!kind) return;
  const next = added(layers, selected, kind);
  if (next === layers) return;
  const at = selected === null ? next.length - 1 : selected + 1;
  change({ layers: next });
  selectLayer(at);
}

/** @param {number} at @param {1 | -1} by @param {AbortSignal} until */
function mover(at, by, until) {
  const element = button(by < 0 ? 'train.earlier' : 'train.later', () => {
    const { layers } = bench.setup;
    bench.selected = at + by;
    change({ layers: moved(layers, at, by) });
  }, until);
  element.disabled = at + by < 0 || at + by >= bench.setup.layers.length;
  return element;
}

/** @param {boolean} checked @param {(checked: boolean) => void} put */
function both(checked, put) {
  const label = made('label', 'pg-train-number');
  const input = Object.assign(document.createElement('input'), { type: 'checkbox', checked });
  input.dataset.field = 'bidirectional';
  input.onchange = () => put(input.checked);
  label.append(input, made('span', '', t('train.fields.bidirectional')));
  return label;
}

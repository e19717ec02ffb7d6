// The layers of a file one below another: what its shapes tell stands there, what they cannot tell is chosen.

import { t } from '../text/text.js';
import { made } from '../train/elements.js';
import { ACTIVATIONS, LAYER_KINDS, newLayer } from '../train/layers.js';

/** @typedef {import('./own_file.js').Layer} Layer */

const WEIGHTED = ['dense', 'conv', 'batch_norm', 'rnn', 'lstm', 'gru'];
const TOLD_BY_SHAPES = ['size', 'channels', 'kernel'];
const SIZES = [28, 32]; // rows and columns of a picture
const ADDED = [...ACTIVATIONS, 'max_pool', 'avg_pool', 'flatten'];

/** @param {(number | null)[] | undefined} shape */
const shapeText = (shape) => (shape ?? []).map((size) => size ?? 'T').join(' × ');

/**
 * @param {HTMLElement} place
 * @param {import('./ask.js').Found} found
 * @param {(values: {layers?: Layer[], size?: number}) => void} put
 */
export function showLayers(place, { layers, size, input, shapes, refusal }, put) {
  const all = layers ?? [];
  const change = (/** @type {Layer[]} */ next) => put({ layers: next });
  const first = made('li', 'end');
  first.append(made('b', '', t('train.input')));
  if (size) first.append(select(SIZES.map(String), String(size), t('own.size'), (chosen) => put({ size: Number(chosen) }), (side) => `${side} × ${side}`));
  first.append(made('small', '', shapeText(input)), adding(all, -1, change));
  const last = made('li', 'end');
  last.append(made('b', '', t('train.output')), made('small', '', shapeText(shapes?.[all.length])));
  place.replaceChildren(first, ...all.map((_, at) => row(all, at, shapes?.[at], change)), last);
  [...place.children].forEach((element, at) => element.classList.toggle('refused', at - 1 === refusal?.layer));
}

/** @param {Layer[]} layers @param {number} at @param {(number | null)[] | undefined} shape @param {(layers: Layer[]) => void} change */
function row(layers, at, shape, change) {
  const layer = layers[at];
  const isFixed = WEIGHTED.includes(layer.kind);
  const element = made('li');
  const told = TOLD_BY_SHAPES.filter((name) => name in layer).map((name) => (name === 'kernel' ? `${layer.kernel} × ${layer.kernel}` : layer[name]));
  element.append(isFixed ? made('b', '', [t(`train.short.${layer.kind}`), ...told].join(' · ')) : kindChoice(layers, at, change));
  const names = Object.keys(LAYER_KINDS[layer.kind].fields).filter((name) => !isFixed || !TOLD_BY_SHAPES.includes(name));
  element.append(...names.map((name) => field(layers, at, name, change)), made('small', '', shapeText(shape)), adding(layers, at, change));
  if (!isFixed) {
    const off = Object.assign(document.createElement('button'), { type: 'button', textContent: '×', title: t('own.remove'), ariaLabel: t('own.remove'), onclick: () => change(layers.toSpliced(at, 1)) });
    element.append(off);
  }
  return element;
}

/** @param {Layer[]} layers @param {number} at @param {(layers: Layer[]) => void} change */
function kindChoice(layers, at, change) {
  const { kind } = layers[at];
  return select(ADDED.includes(kind) ? ADDED : [...ADDED, kind], kind, t('train.kind'), (chosen) => change(layers.with(at, newLayer(chosen))));
}

/** What may follow a layer. @param {Layer[]} layers @param {number} at @param {(layers: Layer[]) => void} change */
function adding(layers, at, change) {
  const element = select(['', ...ADDED], '', t('own.add'), (kind) => kind && change(layers.toSpliced(at + 1, 0, newLayer(kind))));
  element.className = 'add';
  return element;
}

/** @param {string} kind */
const kindText = (kind) => (kind ? t(`train.layer.${kind}`) : '+');

/** @param {string[]} kinds @param {string} now @param {string} label @param {(kind: string) => void} choose @param {(kind: string) => string} [words] */
function select(kinds, now, label, choose, words = kindText) {
  const element = Object.assign(document.createElement('select'), { title: label, ariaLabel: label, onchange: () => choose(element.value) });
  element.append(...kinds.map((kind) => Object.assign(document.createElement('option'), { value: kind, textContent: words(kind), selected: kind === now })));
  return element;
}

/** @param {Layer[]} layers @param {number} at @param {string} name @param {(layers: Layer[]) => void} change */
function field(layers, at, name, change) {
  const { least, most } = LAYER_KINDS[layers[at].kind].fields[name];
  const label = made('label', '', t(`train.fields.${name}`));
  const input = Object.assign(document.createElement('input'), { type: 'number', min: String(least), max: String(most), value: String(layers[at][name]) });
  input.dataset.field = name;
  input.onchange = () => Number.isFinite(input.valueAsNumber) && change(layers.with(at, { ...layers[at], [name]: Math.max(least, Math.min(most, Math.round(input.valueAsNumber))) }));
  label.append(input);
  return label;
}

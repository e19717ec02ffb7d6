// One kernel of the CNN, its numbers to be typed or picked.
// @ts-nocheck: untyped until the next issue replaces it

import { numeric, show as put, walk } from '../lab/fields.js';
import { css, inkOn, shade } from '../lab/grid.js';
import { KERNELS } from '../lab/presets.js';
import { recentred } from '../lab/sizes.js';
import { largest } from '../canvas/paint.js';
import { change, session } from '../run/session.js';
import { needTexts, t } from '../text/text.js';
import { layerWeights } from '../server/layer_weights.js';
import { choose, chosen, onChosen } from './chosen.js';
import { layers, list, row } from './rows.js';

const SIZE = 5; // of the reference's kernels

export function kernelRow() {
  const { element, body, note } = row(t('changes.kernels.name'), 'kernels');
  const pickers = document.createElement('div');
  pickers.className = 'pg-kernel-pick';
  const grid = numberGrid((i, value) => set(shown.values.map((v, k) => (k === i ? value : v))));
  body.append(pickers, grid.element);
  let shown = null; // {values, own, most}: of the chosen kernel now, as trained, and the largest of its map's

  grid.element.addEventListener('input', ({ target }) => target.classList.contains('wrong') && note(t('changes.kernels.wrong')));
  const set = (values) => change({ kernels: withKernel(values) });
  const sync = async () => {
    const place = { ...chosen };
    const { architecture, changes } = session;
    const asked = [needTexts('lab'), layerWeights(architecture, place.layer), layerWeights(architecture, place.layer, { unit: place.map, changes: ownOf(changes) })];
    const loaded = await Promise.all(asked).catch(() => null); // the server is away, or refuses what the address has
    if (!loaded || !same(place) || session.architecture !== architecture) return;
    const [, { weight: all }, { weight: own }] = loaded;
    const exact = Array.from(own.values.subarray(place.channel * SIZE * SIZE, (place.channel + 1) * SIZE * SIZE), (w) => Number(w.toPrecision(9)));
    const edited = editedKernel();
    shown = { values: edited ? edited.values.flat() : exact, own: exact, most: largest(own.values) };
    grid.show(shown);
    const focus = [...pickers.children].indexOf(document.activeElement);
    pickers.replaceChildren(...pickersOf(all.shape, set, shown.own));
    pickers.children[focus]?.focus();
    pickers.lastChild.value = edited ? '' : 'trained';
    note(session.changes?.kernels ? t('changes.kernels.note', { count: session.changes.kernels.length }) : '');
  };
  onChosen(() => {
    grid.element.inert = true; // until it has the numbers of the chosen one
    sync();
  });
  grid.element.inert = true;
  return { element, sync };
}

/** {element, show({values, most})}: fields for the numbers; `typed(place, value)` is told of each. */
function numberGrid(typed) {
  const element = document.createElement('div');
  element.className = 'pg-kernel-grid';
  element.style.setProperty('--columns', SIZE);
  const fields = Array.from({ length: SIZE * SIZE }, (_, i) => {
    const input = document.createElement('input');
    input.inputMode = 'decimal';
    numeric(input, (value) => typed(i, value));
    input.addEventListener('keydown', (event) => walk(event, element, Math.floor(i / SIZE), i % SIZE, SIZE));
    return input;
  });
  element.append(...fields);
  const show = ({ values, most }) => {
    element.inert = false;
    fields.forEach((input, i) => {
      const rgb = shade('signed', values[i], Math.max(most, largest(values)));
      put(input, values[i]);
      input.setAttribute('aria-label', t('lab.weight', { number: chosen.map + 1, row: Math.floor(i / SIZE) + 1, column: (i % SIZE) + 1 }));
      Object.assign(input.style, { background: css(rgb), color: inkOn(rgb) });
    });
  };
  return { element, show };
}

/** What makes a kernel's own numbers others than those it was trained to. */
const ownOf = (changes) => (changes?.random === undefined ? null : { random: changes.random });

const same = (kernel) => ['layer', 'map', 'channel'].every((name) => kernel[name] === chosen[name]);
const editedKernel = () => (session.changes?.kernels ?? []).find(same);

/** All edited kernels, with these numbers for the chosen one; null: its own again. */
function withKernel(values) {
  const others = (session.changes?.kernels ?? []).filter((kernel) => !same(kernel));
  if (!values) return others.length ? others : null;
  const rows = Array.from({ length: SIZE }, (_, y) => values.slice(y * SIZE, (y + 1) * SIZE));
  return [...others, { ...chosen, values: rows }];
}

/** Which layer, map and channel; and kernels to pick. The shape is that of the layer's weights. */
function pickersOf([maps, channels], set, own) {
  const numbered = (count, name) => Array.from({ length: count }, (_, k) => [k, t(`changes.kernels.${name}`, { number: k + 1 })]);
  const place = (options, name) => {
    const select = list(options, t(`changes.kernels.pick_${name}`), (value) => choose({ [name]: Number(value) }));
    select.value = chosen[name];
    return select;
  };
  const MADE = {
    trained: () => null,
    zero: () => Array(SIZE * SIZE).fill(0),
    minus: () => own.map((v) => -v),
  };
  const presets = [['trained', t('changes.trained')], ['zero', t('changes.kernels.zero')], ['minus', t('changes.kernels.minus')]];
  const pick = (name) => set((MADE[name] ?? (() => recentred(KERNELS[name], SIZE, SIZE).flat()))());
  const select = list([...presets, ...Object.keys(KERNELS).map((name) => [name, t(`lab.kernels.${name}`)])], t('changes.kernels.preset'), pick);
  select.append(Object.assign(new Option(t('changes.kernels.own'), ''), { hidden: true }));
  return [place(layers(2), 'layer'), place(numbered(maps, 'map'), 'map'), place(numbered(channels, 'channel'), 'channel'), select];
}

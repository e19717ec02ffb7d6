// One kernel of the CNN, its numbers to be typed or picked.

import { numeric, show as put, walk } from '../lab/fields.js';
import { css, inkOn, shade } from '../lab/grid.js';
import { KERNELS } from '../lab/presets.js';
import { recentred } from '../lab/sizes.js';
import { largest } from '../paint.js';
import { change, session } from '../session.js';
import { needTexts, t } from '../text.js';
import { layerWeights } from '../weights.js';
import { choose, chosen, onChosen } from './chosen.js';
import { list, row } from './rows.js';

const SIZE = 5;

export function kernelRow() {
  const { element, body, note } = row(t('changes.kernels.name'), 'kernels');
  const pickers = document.createElement('div');
  const grid = document.createElement('div');
  pickers.className = 'pg-kernel-pick';
  grid.className = 'pg-lab-slice pg-kernel-grid';
  grid.style.setProperty('--columns', SIZE);
  const fields = Array.from({ length: SIZE * SIZE }, (_, i) => {
    const input = document.createElement('input');
    input.inputMode = 'decimal';
    numeric(input, (value) => set(values.map((v, k) => (k === i ? value : v))));
    input.setAttribute('aria-label', t('lab.weight', { number: chosen.map + 1, row: Math.floor(i / SIZE) + 1, column: (i % SIZE) + 1 }));
    input.addEventListener('keydown', (event) => walk(event, grid, Math.floor(i / SIZE), i % SIZE, SIZE));
    return input;
  });
  grid.append(...fields);
  body.append(pickers, grid);
  let trained = null; // the chosen kernel's own numbers, and those of its layer
  let values = [];

  const show = () => {
    const edited = editedKernel();
    values = edited ? edited.values.flat() : trained.own;
    const most = Math.max(trained.most, largest(values));
    fields.forEach((input, i) => {
      const rgb = shade('signed', values[i], most);
      put(input, values[i]);
      Object.assign(input.style, { background: css(rgb), color: inkOn(rgb) });
    });
    pickers.lastChild.value = edited ? '' : 'trained';
    note(session.changes?.kernels ? t('changes.kernels.note', { count: session.changes.kernels.length }) : '');
  };
  const sync = async () => {
    const { layer, map, channel } = chosen;
    if (!pickers.children.length) pickers.append(...pickersOf(set, sync));
    const { kernels, gates, off, ...others } = session.changes ?? {};
    const { weight } = await layerWeights(session.architecture, layer, { unit: map, changes: others });
    if (layer !== chosen.layer || map !== chosen.map || channel !== chosen.channel) return;
    const own = Array.from(weight.values.subarray(channel * SIZE * SIZE, (channel + 1) * SIZE * SIZE), (w) => Number(w.toPrecision(9))); // as exact as they are
    trained = { own, most: largest(weight.values) };
    show();
  };
  const set = (next) => change({ kernels: withKernel(next) });
  onChosen(() => {
    pickers.replaceChildren();
    sync();
  });
  needTexts('lab').then(() => {
    pickers.replaceChildren();
    sync();
  });
  return { element, sync: () => trained && sync() };
}

const same = (kernel) => ['layer', 'map', 'channel'].every((name) => kernel[name] === chosen[name]);
const editedKernel = () => (session.changes?.kernels ?? []).find(same);

/** All edited kernels, with these numbers for the chosen one; null: its own again. */
function withKernel(values) {
  const others = (session.changes?.kernels ?? []).filter((kernel) => !same(kernel));
  if (!values) return others.length ? others : null;
  const rows = Array.from({ length: SIZE }, (_, y) => values.slice(y * SIZE, (y + 1) * SIZE));
  return [...others, { ...chosen, values: rows }];
}

/** Which layer, map and channel; and kernels to pick. */
function pickersOf(set) {
  const count = (all, name) => Array.from({ length: all }, (_, k) => [k, t(`changes.kernels.${name}`, { number: k + 1 })]);
  const place = (all, name) => {
    const select = list(count(all, name), t(`changes.kernels.pick_${name}`), (value) => choose({ [name]: Number(value) }));
    select.value = chosen[name];
    return select;
  };
  const presets = [['trained', t('changes.trained')], ['zero', t('changes.kernels.zero')], ['minus', t('changes.kernels.minus')]];
  const own = new Option(t('changes.kernels.own'), '');
  const select = list([...presets, ...Object.keys(KERNELS).map((name) => [name, t(`lab.kernels.${name}`)])], t('changes.kernels.preset'), async (name) => {
    const { weight } = await layerWeights(session.architecture, chosen.layer, { unit: chosen.map });
    const [from, to] = [chosen.channel * SIZE * SIZE, (chosen.channel + 1) * SIZE * SIZE];
    const made = {
      trained: () => null,
      zero: () => Array(SIZE * SIZE).fill(0),
      minus: () => Array.from(weight.values.subarray(from, to), (v) => -v),
    };
    set((made[name] ?? (() => recentred(KERNELS[name], SIZE, SIZE).flat()))());
  });
  own.hidden = true;
  select.append(own);
  return [place(2, 'layer'), place([16, 32][chosen.layer], 'map'), place([1, 16][chosen.layer], 'channel'), select];
}

// One kernel of a convolution as a tool in the dock, its numbers to be typed or picked.

import { numeric, show as put, walk } from '../../lab/fields.js';
import { css, inkOn, shade } from '../../lab/grid.js';
import { KERNELS } from '../../lab/presets.js';
import { recentred } from '../../lab/sizes.js';
import { largest } from '../../run/largest.js';
import { change, on, session } from '../../run/session.js';
import { layerWeights } from '../../server/layer_weights.js';
import { needTexts, t } from '../../text/text.js';
import { el } from '../parts.js';
import { openInDock } from '../tool.js';
import { list, row } from './rows.js';
import { stagesOfNetwork } from './declared.js';

/** @typedef {{layer: number, map: number, channel: number}} Kernel */
/** @typedef {Kernel & {values: number[][]}} Edited */
/** `own`: the numbers as trained; `most`: the largest of the map's. @typedef {{values: number[], own: number[], most: number, shape: number[]}} Shown */

/** Open the editor on a kernel. @param {Kernel} kernel */
export async function openKernel(kernel) {
  await Promise.all([needTexts('changes'), needTexts('lab')]);
  const place = { ...kernel };
  await openInDock('kernel', (element) => editor(element, place), { title: t('dock.map.kernel'), note: t('dock.changes') });
}

/** @param {HTMLElement} element @param {Kernel} chosen */
function editor(element, chosen) {
  const ended = new AbortController();
  const { element: rowOf, body, note } = row(t('changes.kernels.name'), 'kernels');
  const [pickers, grid] = [el('div', 'pg-kernel-pick'), el('div', 'pg-kernel-grid')];
  grid.inert = true;
  body.append(pickers, grid);
  element.append(rowOf);
  grid.addEventListener('input', ({ target }) => target instanceof Element && target.classList.contains('wrong') && note(t('changes.kernels.wrong')));
  /** @type {Shown | null} */
  let shown = null;
  const set = (/** @type {number[] | null} */ values) => void change({ kernels: withKernel(chosen, values, shown?.shape[1] ?? 1) });
  const choose = (/** @type {Partial<Kernel>} */ next) => {
    if (next.layer !== undefined && next.layer !== chosen.layer) Object.assign(chosen, { map: 0, channel: 0 });
    Object.assign(chosen, next);
    grid.inert = true; // until it has the numbers of the chosen one
    void sync();
  };
  const sync = async () => {
    const asked = { ...chosen };
    const loaded = await numbersOf(asked).catch(() => null); // the server is away, or refuses what the address has
    if (!loaded || ended.signal.aborted || !same(asked, chosen)) return;
    shown = loaded.shown;
    showGrid(grid, loaded.shown, chosen, (i, value) => shown && set(shown.values.map((v, k) => (k === i ? value : v))));
    const focus = [...pickers.children].indexOf(/** @type {Element} */ (document.activeElement));
    pickers.replaceChildren(...pickersOf(loaded.all, chosen, { choose, set, own: loaded.shown.own, size: loaded.shown.shape }));
    const back = pickers.children[focus];
    if (back instanceof HTMLElement) back.focus();
    note(session.changes?.kernels ? t('changes.kernels.note', { count: session.changes.kernels.length }) : '');
  };
  on('changes', () => void sync(), { signal: ended.signal });
  void sync();
  return () => ended.abort();
}

/** @param {Kernel} kernel @returns {Promise<{all: number[], shown: Shown}>} */
async function numbersOf(kernel) {
  const { architecture, changes } = session;
  const random = changes?.random === undefined ? null : { random: changes.random }; // what makes its own numbers others than the trained
  const [{ weight: all }, { weight: own }] = await Promise.all([layerWeights(architecture, kernel.layer), layerWeights(architecture, kernel.layer, { unit: kernel.map, changes: random })]);
  const shape = own.shape.slice(1);
  const area = shape[0] * shape[1];
  const exact = Array.from(own.values.subarray(kernel.channel * area, (kernel.channel + 1) * area), (w) => Number(w.toPrecision(9)));
  const edited = editedKernel(kernel);
  return { all: all.shape, shown: { values: edited ? edited.values.flat() : exact, own: exact, most: largest(own.values), shape } };
}

/** Fields for the numbers; `typed(place, value)` is told of each. @param {HTMLElement} grid @param {Shown} shown @param {Kernel} chosen @param {(place: number, value: number) => void} typed */
function showGrid(grid, { values, most, shape: [tall, wide] }, chosen, typed) {
  grid.inert = false;
  if (grid.children.length !== tall * wide) {
    grid.style.setProperty('--columns', String(wide));
    grid.replaceChildren(...Array.from({ length: tall * wide }, (_, i) => {
      const input = document.createElement('input');
      input.inputMode = 'decimal';
      numeric(input, (value) => typed(i, value));
      input.addEventListener('keydown', (event) => walk(event, grid, Math.floor(i / wide), i % wide, wide));
      return input;
    }));
  }
  [.../** @type {HTMLCollectionOf<HTMLInputElement>} */ (grid.children)].forEach((input, i) => {
    const rgb = shade('signed', values[i], Math.max(most, largest(values)));
    put(input, values[i]);
    input.setAttribute('aria-label', t('lab.weight', { number: chosen.map + 1, row: Math.floor(i / wide) + 1, column: (i % wide) + 1 }));
    Object.assign(input.style, { background: css(rgb), color: inkOn(rgb) });
  });
}

/** @param {Kernel} a @param {Kernel} b */
const same = (a, b) => a.layer === b.layer && a.map === b.map && a.channel === b.channel;
/** @returns {Edited[]} */
const allEdited = () => session.changes?.kernels ?? [];
/** @param {Kernel} kernel */
const editedKernel = (kernel) => allEdited().find((one) => same(one, kernel));

/** All edited kernels, with these numbers for the chosen one; null: its own again. @param {Kernel} chosen @param {number[] | null} values @param {number} wide */
function withKernel(chosen, values, wide) {
  const others = allEdited().filter((kernel) => !same(kernel, chosen));
  if (!values) return others.length ? others : null;
  const rows = Array.from({ length: values.length / wide }, (_, y) => values.slice(y * wide, (y + 1) * wide));
  return [...others, { ...chosen, values: rows }];
}

/** Which layer, map and channel; and kernels to pick. @param {number[]} shape of the layer's weights @param {Kernel} chosen @param {{choose: (next: Partial<Kernel>) => void, set: (values: number[] | null) => void, own: number[], size: number[]}} with_ */
function pickersOf([maps, channels], chosen, { choose, set, own, size: [tall, wide] }) {
  const numbered = (/** @type {number} */ count, /** @type {string} */ name) => Array.from({ length: count }, (_, k) => /** @type {[any, string]} */ ([k, t(`changes.kernels.${name}`, { number: k + 1 })]));
  const place = (/** @type {[any, string][]} */ options, /** @type {keyof Kernel} */ name) => {
    const select = list(options, t(`changes.kernels.pick_${name}`), (value) => choose({ [name]: Number(value) }));
    select.value = String(chosen[name]);
    return select;
  };
  /** @type {Record<string, () => number[] | null>} */
  const MADE = { trained: () => null, zero: () => own.map(() => 0), minus: () => own.map((v) => -v) };
  /** @type {[any, string][]} */
  const presets = [['trained', t('changes.trained')], ['zero', t('changes.kernels.zero')], ['minus', t('changes.kernels.minus')], ...Object.keys(KERNELS).map((name) => /** @type {[any, string]} */ ([name, t(`lab.kernels.${name}`)]))];
  const select = list(presets, t('changes.kernels.preset'), (name) => set((MADE[name] ?? (() => recentred(KERNELS[name], tall, wide).flat()))()));
  select.append(Object.assign(new Option(t('changes.kernels.own'), ''), { hidden: true }));
  select.value = editedKernel(chosen) ? '' : 'trained';
  const convolutions = stagesOfNetwork().filter(({ kind }) => kind === 'Convolution').map(({ layer = 0 }) => /** @type {[any, string]} */ ([layer, t('changes.layer', { layer: layer + 1 })]));
  return [place(convolutions, 'layer'), place(numbered(maps, 'map'), 'map'), place(numbered(channels, 'channel'), 'channel'), select];
}

// The picture of the lab: one grid or three, painted with the pointer or the keyboard, a number typed into a cell.

import { find, findAll } from '../dom/find.js';
import { onLanguage, t } from '../text/text.js';
import { chip, showBrush } from './brush.js';
import { Grid, shade } from './grid.js';
import { onWidth } from './maps.js';
import { paintable } from './painting.js';
import { COLOURED, PICTURES } from './presets.js';
import { kernelFor, rechannelled, resized } from './sizes.js';
import { LIMITS, change, lab, onLab } from './state.js';
import { outlines, trail } from './sources.js';

const CHANNELS = ['red', 'green', 'blue'];

/** @param {HTMLElement} element */
export function showPicture(element) {
  const at = (/** @type {string} */ selector) => find(element, selector, HTMLElement);
  /** @type {Grid[]} */
  let grids = [];
  const build = () => {
    grids = newGrids();
    at('.pg-lab-grids').replaceChildren(...grids.map(figure));
    at('.pg-lab-grids').classList.toggle('four', grids.length > 1);
    at('[data-colours]').hidden = lab.input.length === 1;
  };
  const draw = () => {
    if (grids.length !== (lab.input.length === 1 ? 1 : 4)) build();
    const wide = at('.pg-lab-grids').clientWidth;
    if (!wide) return;
    const parts = trail(lab.result, lab.pointed);
    for (const grid of grids) {
      grid.show({ ...look(grid), padding: lab.padding, room: grids.length > 1 ? (wide - 16) / 2 : wide, lost, unread, outlines: [...outlines(parts, 'input'), ...over()] });
      grid.canvas.setAttribute('aria-label', t(grid.name ? `lab.channels.${grid.name}` : 'lab.picture'));
      if (grid.caption) grid.caption.textContent = t(`lab.channels.${grid.name}`);
    }
    at('[data-reads]').textContent = reads();
  };
  showBrush(at('.pg-lab-brush'));
  shape(element);
  const offer = () => {
    const names = lab.input.length === 3 ? Object.keys(COLOURED) : Object.keys(PICTURES);
    at('[data-pictures]').replaceChildren(...names.map((name) => chip(t(`lab.pictures.${name}`), () => change({ input: structuredClone(lab.input.length === 3 ? COLOURED[name] : [PICTURES[name]]) }))));
  };
  let channels = 0;
  onLab((what) => {
    if (what === 'message') return;
    if (channels !== lab.input.length) offer();
    channels = lab.input.length;
    draw();
  });
  onWidth(at('.pg-lab-grids'), draw);
  onLanguage(() => {
    offer();
    draw();
  });
  return draw;
}

/** The grids of the picture: one, or the colours and their three channels. */
function newGrids() {
  const names = lab.input.length === 1 ? [null] : ['colour', ...CHANNELS];
  return names.map((name, i) => {
    const grid = new Grid(names.length === 1 ? 46 : 30);
    grid.name = name;
    grid.channel = names.length === 1 ? 0 : i ? i - 1 : null;
    paintable(grid);
    return grid;
  });
}

/** @param {Grid} grid */
function figure(grid) {
  const element = document.createElement('figure');
  if (grid.name) {
    grid.caption = document.createElement('figcaption');
    element.append(grid.caption);
  }
  const field = document.createElement('div');
  field.append(grid.canvas);
  element.append(field);
  return element;
}

/** Values and colours of a grid. @param {Grid} grid */
function look({ name, channel }) {
  const [rows, columns] = [lab.input[0].length, lab.input[0][0].length];
  const all = lab.input.flat(2);
  const most = Math.max(1, ...all.map(Math.abs));
  if (channel === null) {
    const part = (/** @type {number} */ c, /** @type {number} */ y, /** @type {number} */ x) => Math.round(255 * Math.max(0, Math.min(1, lab.input[c][y][x] / most)));
    return { rows, columns, value: () => 0, numbers: false, colour: (/** @type {number} */ y, /** @type {number} */ x) => [0, 1, 2].map((c) => part(c, y, x)) };
  }
  const values = lab.input[channel];
  const scale = all.some((v) => v < 0) ? 'signed' : (name ?? 'ink');
  return { rows, columns, value: (/** @type {number} */ y, /** @type {number} */ x) => values[y][x], colour: (/** @type {number} */ y, /** @type {number} */ x) => shade(scale, values[y][x], most) };
}

/** Whether no kernel can be centred on a cell: its neighbourhood sticks out of the picture and its padding. @param {number} y @param {number} x */
function lost(y, x) {
  const sides = [lab.kernels[0][0].length, lab.kernels[0][0][0].length];
  const size = [lab.input[0].length, lab.input[0][0].length];
  return [y, x].some((at, i) => {
    const reach = lab.dilation[i] * (sides[i] - 1);
    const first = at - Math.floor(reach / 2);
    return first < -lab.padding[i] || first + reach > size[i] - 1 + lab.padding[i];
  });
}

/** @param {number} y @param {number} x */
const unread = (y, x) => lab.result?.reads[y]?.[x] === 0;

/** @returns {import('./grid.js').Outline[]} */
const over = () => (lab.over ? [{ cells: [lab.over], colour: '--pg-ink', width: 1.5 }] : []);

/** How often the cell under the pointer is read. */
function reads() {
  const count = lab.over && lab.result?.reads[lab.over[0]]?.[lab.over[1]];
  if (!lab.over || !lab.result || count === null || count === undefined) return t('lab.paint_hint');
  const windows = lab.result.maps[0].length * lab.result.maps[0][0].length;
  return t('lab.read_by', { row: lab.over[0] + 1, column: lab.over[1] + 1, count, windows });
}

/** The size of the picture and its channels. @param {HTMLElement} element */
function shape(element) {
  const sides = findAll(element, '[data-side]', HTMLInputElement);
  const kinds = findAll(element, '[data-channels]', HTMLButtonElement);
  onLab((what) => {
    if (what !== 'bench') return;
    for (const side of sides) if (side !== document.activeElement) side.value = String(side.dataset.side === '0' ? lab.input[0].length : lab.input[0][0].length);
    for (const button of kinds) button.setAttribute('aria-pressed', String(Number(button.dataset.channels) === lab.input.length));
  });
  for (const side of sides) {
    side.max = String(LIMITS.side);
    side.addEventListener('change', () => { // not while it is being typed: of "12" the 1 would cut the picture off
      const size = [lab.input[0].length, lab.input[0][0].length];
      const axis = Number(side.dataset.side);
      size[axis] = Math.max(1, Math.min(LIMITS.side, Math.round(side.valueAsNumber) || 1));
      side.value = String(size[axis]);
      change({ input: lab.input.map((grid) => resized(grid, size[0], size[1])) });
    });
  }
  for (const button of kinds) {
    const channels = Number(button.dataset.channels);
    button.onclick = () => channels !== lab.input.length && change({ input: rechannelled(lab.input, channels), kernels: lab.kernels.map((kernel) => kernelFor(kernel, channels)) });
  }
}

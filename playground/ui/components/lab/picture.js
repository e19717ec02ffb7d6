// The picture of the lab: one grid or three, painted with the pointer or the keyboard, a number typed into a cell.

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

export function showPicture(element) {
  const find = (selector) => element.querySelector(selector);
  let grids = [];
  const build = () => {
    grids = newGrids();
    find('.pg-lab-grids').replaceChildren(...grids.map(figure));
    find('.pg-lab-grids').classList.toggle('four', grids.length > 1);
    find('[data-colours]').hidden = lab.input.length === 1;
  };
  const draw = () => {
    if (grids.length !== (lab.input.length === 1 ? 1 : 4)) build();
    const wide = find('.pg-lab-grids').clientWidth;
    if (!wide) return;
    const parts = trail(lab.result, lab.pointed);
    for (const grid of grids) {
      grid.show({ ...look(grid), padding: lab.padding, room: grids.length > 1 ? (wide - 16) / 2 : wide, lost, unread, outlines: [...outlines(parts, 'input'), ...over()] });
      grid.canvas.setAttribute('aria-label', t(grid.name ? `lab.channels.${grid.name}` : 'lab.picture'));
      if (grid.caption) grid.caption.textContent = t(`lab.channels.${grid.name}`);
    }
    find('[data-reads]').textContent = reads();
  };
  showBrush(find('.pg-lab-brush'));
  shape(element);
  const offer = () => {
    const names = lab.input.length === 3 ? Object.keys(COLOURED) : Object.keys(PICTURES);
    find('[data-pictures]').replaceChildren(...names.map((name) => chip(t(`lab.pictures.${name}`), () => change({ input: structuredClone(lab.input.length === 3 ? COLOURED[name] : [PICTURES[name]]) }))));
  };
  let channels = 0;
  onLab((what) => {
    if (what === 'message') return;
    if (channels !== lab.input.length) offer();
    channels = lab.input.length;
    draw();
  });
  onWidth(find('.pg-lab-grids'), draw);
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

/** Values and colours of a grid. */
function look({ name, channel }) {
  const [rows, columns] = [lab.input[0].length, lab.input[0][0].length];
  const all = lab.input.flat(2);
  const most = Math.max(1, ...all.map(Math.abs));
  if (channel === null) {
    const part = (c, y, x) => Math.round(255 * Math.max(0, Math.min(1, lab.input[c][y][x] / most)));
    return { rows, columns, value: () => 0, numbers: false, colour: (y, x) => [0, 1, 2].map((c) => part(c, y, x)) };
  }
  const values = lab.input[channel];
  const scale = all.some((v) => v < 0) ? 'signed' : (name ?? 'ink');
  return { rows, columns, value: (y, x) => values[y][x], colour: (y, x) => shade(scale, values[y][x], most) };
}

/** Whether no kernel can be centred on a cell: its neighbourhood sticks out of the picture and its padding. */
function lost(y, x) {
  const sides = [lab.kernels[0][0].length, lab.kernels[0][0][0].length];
  const size = [lab.input[0].length, lab.input[0][0].length];
  return [y, x].some((at, i) => {
    const reach = lab.dilation[i] * (sides[i] - 1);
    const first = at - Math.floor(reach / 2);
    return first < -lab.padding[i] || first + reach > size[i] - 1 + lab.padding[i];
  });
}

const unread = (y, x) => lab.result?.reads[y]?.[x] === 0;

const over = () => (lab.over ? [{ cells: [lab.over], colour: '--pg-text', width: 1.5 }] : []);

/** How often the cell under the pointer is read. */
function reads() {
  const count = lab.over && lab.result?.reads[lab.over[0]]?.[lab.over[1]];
  if (count === null || count === undefined) return t('lab.paint_hint');
  const windows = lab.result.maps[0].length * lab.result.maps[0][0].length;
  return t('lab.read_by', { row: lab.over[0] + 1, column: lab.over[1] + 1, count, windows });
}

/** The size of the picture and its channels. */
function shape(element) {
  onLab((what) => {
    if (what !== 'bench') return;
    for (const side of element.querySelectorAll('[data-side]')) if (side !== document.activeElement) side.value = side.dataset.side === '0' ? lab.input[0].length : lab.input[0][0].length;
    for (const button of element.querySelectorAll('[data-channels]')) button.setAttribute('aria-pressed', Number(button.dataset.channels) === lab.input.length);
  });
  for (const side of element.querySelectorAll('[data-side]')) {
    side.max = LIMITS.side;
    side.addEventListener('change', () => { // not while it is being typed: of "12" the 1 would cut the picture off
      const size = [lab.input[0].length, lab.input[0][0].length];
      size[side.dataset.side] = Math.max(1, Math.min(LIMITS.side, Math.round(side.valueAsNumber) || 1));
      side.value = size[side.dataset.side];
      change({ input: lab.input.map((grid) => resized(grid, ...size)) });
    });
  }
  for (const button of element.querySelectorAll('[data-channels]')) {
    const channels = Number(button.dataset.channels);
    button.onclick = () => channels !== lab.input.length && change({ input: rechannelled(lab.input, channels), kernels: lab.kernels.map((kernel) => kernelFor(kernel, channels)) });
  }
}

// The way from a value of a convolution to the lab: what the kernel reads there, and the kernel itself, on its bench.

import { needModule } from '../loading/wanted.js';
import { strongest } from '../run/largest.js';
import { setPage } from '../pages.js';
import { t } from '../text/text.js';
import { madeMap } from './made_map.js';
import { firstRead } from './partial_sums.js';
import { stageOf } from './where.js';

/** @typedef {import('./told.js').Told} Told */
/** @typedef {import('./made_map.js').MadeMap} MadeMap */
/** @typedef {import('../run/trace.js').Trace} Trace */

const SIDE = 12; // rows and columns of the lab's picture at most
const KERNEL = 5; // and of its kernels

/** @param {Told} told @param {Trace} run @returns {import('./head.js').Button[]} */
export function labButton(told, run) {
  if (told.kind !== 'convolution' || told.selection.index.length !== 3) return [];
  return [{ words: t('dock.lab'), act: () => void openLab(told, run), name: 'lab' }];
}

/** A grid of numbers: rows from `top`, columns from `left`. @param {ArrayLike<number>} values @param {number} width @param {{top: number, left: number, rows: number, columns: number, from: number}} cut */
const grid = (values, width, { top, left, rows, columns, from }) =>
  Array.from({ length: rows }, (_, y) => Array.from({ length: columns }, (_, x) => values[from + (top + y) * width + left + x]));

/** Where a cut of at most `most` begins so that the cell `at` is in its middle, as far as there is room. @param {number} at @param {number} size */
const begin = (at, size) => Math.max(0, Math.min(size - Math.min(size, SIDE), at - Math.floor(SIDE / 2)));

/**
 * The lab's bench with the part of the strongest input map around a cell, and the kernel that reads it; null where the
 * lab has no room for such a kernel.
 * @param {MadeMap} found
 * @param {number[]} cell
 */
function benchOf({ made, settings, parts }, [y, x]) {
  const [, tall, wide] = made.kernel;
  if (!settings || tall > KERNEL || wide > KERNEL) return null;
  const { stride, padding, dilation } = settings;
  const channel = strongest(parts.map((part) => part[y * made.size[1] + x]));
  const [, height, width] = made.shape;
  const [top, left] = [begin(y * stride, height), begin(x * stride, width)];
  const cut = { top, left, rows: Math.min(height, SIDE), columns: Math.min(width, SIDE), from: (firstRead(made) + channel) * height * width };
  const isWhole = cut.rows === height && cut.columns === width;
  return {
    input: [grid(made.input, width, cut)],
    kernels: [[grid(made.kernels, wide, { top: 0, left: 0, rows: tall, columns: wide, from: channel * tall * wide })]],
    bias: [made.kernel[0] === 1 ? made.bias : 0],
    stride: [stride, stride],
    padding: isWhole ? [padding, padding] : [0, 0],
    dilation: [dilation, dilation],
    relu: false,
    pooling: 'none',
  };
}

/** @param {Told} told @param {Trace} run */
async function openLab({ selection }, run) {
  const stage = stageOf(run, selection);
  const [map, y, x] = selection.index;
  const found = stage && (await madeMap(run, stage, map).catch(() => null));
  const bench = found && benchOf(found, [y, x]);
  if (!bench) return;
  const { change, onLab } = await needModule(() => import('../lab/state.js'));
  const isThere = document.querySelector('#pg-lab .pg-lab-grid') !== null;
  setPage('lab');
  if (isThere) change(bench);
  else {
    // The lab begins with a set-up of its own when it is first opened; this comes in its place.
    const off = onLab((what) => {
      if (what !== 'bench') return;
      off();
      queueMicrotask(() => change(bench));
    });
  }
}

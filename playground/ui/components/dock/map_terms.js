// The terms of a map: input map * kernel = what it adds, the strongest six as pictures, and all of them as one sum.

import { needModule } from '../loading/wanted.js';
import { stageTitle } from '../run/quantity_names.js';
import { runs } from '../run/session.js';
import { scaleFor } from '../stage/colours.js';
import { select } from '../stage/selecting.js';
import { screenNow } from '../stage/screen.js';
import { mainQuantity } from '../run/declarations.js';
import { t } from '../text/text.js';
import { firstRead } from './partial_sums.js';
import { caption, chain, el, line, restOf, signed } from './parts.js';
import { cellSize, picked, picture, signedScale, sizes } from './pictures.js';
import { grouped, strongestFirst } from './sums.js';
import { fixed } from '../text/numbers.js';
import { printedSum } from '../text/worked.js';
import { selectionIn } from './where.js';

/** @typedef {import('./made_map.js').MadeMap} MadeMap */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */

const SHOWN = 6;
/** Terms of its sum that stand by themselves, at least. */
export const FEWEST = 3;

/** The strongest terms, as many of them as add up with few decimals, and the others with the bias as one number. @param {MadeMap} found */
export function sumOf({ sums, node, made, cells }) {
  const order = strongestFirst(sums).slice(0, SHOWN);
  const strongest = order.map((channel) => sums[channel]);
  const beside = made.bias * cells + Array.from(sums).reduce((total, value, channel) => (order.includes(channel) ? total : total + value), 0);
  const { count, places } = grouped(strongest, beside, 0, node, 2, FEWEST);
  const [values, rest] = [strongest.slice(0, count), strongest.slice(count).reduce((sum, value) => sum + value, beside)];
  return { order, values, others: sums.length - count, printed: printedSum(values, [rest], node, places) };
}

/** @param {MadeMap} found @param {{run: Trace, stage: Stage, map: number}} of */
export function terms(found, { run, stage, map }) {
  const { order, printed: { places } } = sumOf(found);
  const { made, parts, source, sums } = found;
  const [, tall, wide] = made.kernel;
  const [, height, width] = made.shape;
  const size = sizes(order.length);
  const kernelScale = signedScale(made.kernels);
  const partScale = signedScale(...order.map((channel) => parts[channel]));
  const inputScale = scaleFor(source, source.declared ? mainQuantity(source.declared) : '', runs());
  const first = firstRead(made);
  const row = el('div', 'pg-map-row');
  row.append(...order.map((channel, k) => {
    const name = nameOf(run, source, first + channel);
    const input = picked({ values: made.input, from: (first + channel) * height * width, height, width, scale: inputScale }, size.input, {
      label: name,
      pick: source.declared?.quantities.values?.role === 'input' ? undefined : () => select(selectionIn(source, [first + channel])),
    });
    const frame = Object.assign(el('i', 'pg-around pg-window'));
    frame.dataset.cell = String(cellSize(size.input, Math.max(height, width)));
    input.append(frame);
    const kernel = picture({ values: made.kernels, from: channel * tall * wide, height: tall, width: wide, scale: kernelScale }, size.kernel, t('dock.map.kernel_of', { map: first + channel + 1 }));
    kernel.classList.add('pick');
    kernel.onclick = async () => (await needModule(() => import('./changes/kernel.js'))).openKernel({ layer: stage.layer ?? 0, map, channel });
    const added = picture({ values: parts[channel], height: made.size[0], width: made.size[1], scale: partScale }, size.input, t('dock.map.adds', { name }));
    return el('div', 'pg-map-term',
      caption(screenNow().lowDock ? (isPicture(source) ? t('dock.map.picture') : t('where.map', { map: first + channel + 1 })) : name),
      el('div', 'pg-product', input, el('span', '', '∗'), kernel, el('span', '', '='), added),
      el('p', 'pg-term-sum', el('span', 'pg-muted', k ? '' : t(found.passed ? 'dock.map.passed' : 'dock.map.over_all')), found.exact ? signed(fixed(sums[channel], places), sums[channel]) : '…'));
  }));
  return row;
}

/** The one picture that is given. @param {Stage} source */
const isPicture = (source) => source.declared?.quantities.values?.role === 'input' && source.arrays.values.shape[0] === 1;

/** "Max pooling 1, map 2"; the one picture that is given has no number. @param {Trace} run @param {Stage} source @param {number} channel */
function nameOf(run, source, channel) {
  if (isPicture(source)) return t('dock.map.drawing');
  return t('dock.map.source', { layer: stageTitle(source, run), map: channel + 1 });
}

/** The map as a sum, over the cells that are passed on. @param {MadeMap} found */
export const lineOfMap = (found) => line(t(found.passed ? 'dock.map.line' : 'dock.map.line_all', { cells: found.cells }), ...sumOfMap(found));

/** @param {MadeMap} found @returns {import('./parts.js').Content[]} */
export function sumOfMap(found) {
  const { printed, values, others } = sumOf(found);
  if (!found.exact) return ['…'];
  const words = others ? t(others === 1 ? 'dock.map.rest_one' : 'dock.map.rest', { count: others }) : t('dock.map.bias_times', { cells: found.cells });
  return [...chain(printed.terms, values), ...restOf(printed.rest[0], words), ` ${printed.equals} `, el('b', '', printed.total)];
}

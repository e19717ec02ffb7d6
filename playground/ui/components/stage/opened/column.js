// A map's column, opened: every input map, its kernel and what it adds; the bias; the map; and the window that slides over all.

import { madeMap } from '../../dock/made_map.js';
import { firstRead } from '../../dock/partial_sums.js';
import { signedScale } from '../../dock/pictures.js';
import { strongestFirst } from '../../dock/sums.js';
import { given, mapOf, selectionIn } from '../../dock/where.js';
import { el } from '../../dock/parts.js';
import { mainQuantity } from '../../run/declarations.js';
import { argmax } from '../../run/largest.js';
import { stageTitle } from '../../run/quantity_names.js';
import { runs } from '../../run/session.js';
import { state } from '../../store/store.js';
import { notZero, significant } from '../../text/numbers.js';
import { t } from '../../text/text.js';
import { scaleFor } from '../colours.js';
import { strongestMap } from '../strongest.js';
import { point, select } from '../selecting.js';
import { columnLayout } from './column_layout.js';
import { cellAt, paintPieces } from './pieces.js';

/** @typedef {import('../../dock/made_map.js').MadeMap} MadeMap */
/** @typedef {import('../../run/trace.js').Stage} RunStage */
/** @typedef {import('./column_layout.js').ColumnLayout} ColumnLayout */
/** @typedef {import('./pieces.js').Piece} Piece */
/** @typedef {import('../../run/gradient_trace.js').GradientTrace} GradientTrace */
/** @typedef {{stage: RunStage, map: number, found: MadeMap, layout: ColumnLayout, result: Piece, gradients: GradientTrace | null}} Drawn */

/** @param {HTMLElement} place @returns {import('./opened.js').Content} */
export function makeColumn(place) {
  const canvas = document.createElement('canvas');
  const marks = el('div', 'pg-opened-marks');
  canvas.setAttribute('role', 'img');
  place.append(canvas, marks);
  /** @type {Drawn | null} */
  let now = null;
  let turn = 0;
  const at = (/** @type {MouseEvent} */ { offsetX, offsetY }) => (now ? cellAt(now.result, offsetX, offsetY) : null);
  const selectionAt = (/** @type {number[] | null} */ cell) => (now && cell ? selectionIn(now.stage, [now.map, ...cell], 'maps') : null);
  canvas.addEventListener('pointermove', (event) => point(selectionAt(at(event))));
  canvas.addEventListener('pointerleave', () => point(null));
  canvas.addEventListener('click', (event) => {
    const found = selectionAt(at(event));
    if (found) select(found);
  });
  return {
    async show({ stage, run, size }) {
      const mine = ++turn;
      const { selection } = state;
      const own = selection && selection.stage === stage.kind && (selection.layer ?? undefined) === stage.layer ? selection.index[0] : undefined;
      const map = own ?? now?.map ?? strongestMap(stage.arrays.maps.values, stage.arrays.maps.shape).map;
      const title = t('dock.opened.column', { layer: stageTitle(stage, run), map: map + 1 });
      const values = run.forward ?? run;
      const found = await madeMap(values, values.stages.get(stage.key) ?? stage, map).catch(() => null);
      if (mine !== turn || !found?.settings) return title;
      now = drawn(canvas, { stage, map, found, size, gradients: run.forward ? /** @type {any} */ (run) : null });
      canvas.setAttribute('aria-label', title);
      write(marks, now);
      return title;
    },
    point() {
      if (now) frames(marks, now);
    },
    key(event) {
      const by = { PageDown: 1, PageUp: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by || !now) return false;
      const count = now.stage.arrays.maps.shape[0];
      select(selectionIn(now.stage, [(now.map + by + count) % count], 'maps'), { step: false });
      return true;
    },
  };
}

/** @param {HTMLCanvasElement} canvas @param {{stage: RunStage, map: number, found: MadeMap, size: {width: number, height: number, dpr: number}, gradients: GradientTrace | null}} of @returns {Drawn} */
function drawn(canvas, { stage, map, found, size, gradients }) {
  const { made, parts, sums, source } = found;
  const [, height, width] = made.shape;
  const [, tall, wide] = made.kernel;
  const layout = columnLayout(size, { order: strongestFirst(sums), input: [height, width], kernel: [tall, wide], size: made.size });
  const first = firstRead(made);
  const [kernelScale, partScale] = [signedScale(made.kernels), signedScale(...parts)];
  const inputScale = scaleFor(source, source.declared ? mainQuantity(source.declared) : '', runs());
  const isInput = source.declared?.quantities.values?.role === 'input';
  /** @type {Piece} */
  const result = { box: layout.result, cell: layout.cells.result, values: gradients ? mapOf(stage.arrays.maps, map) : made.values, rows: made.size[0], columns: made.size[1], scale: scaleFor(stage, 'maps', runs()) };
  const back = gradients && backOf(gradients, { stage, map, source, result });
  const pieces = layout.rows.flatMap(({ channel, input, kernel, part }) => back ? [
    { box: input, cell: layout.cells.input, ...back.input, from: (first + channel) * height * width, rows: height, columns: width },
    { box: kernel, cell: layout.cells.kernel, ...back.kernel, from: back.kernel.from + channel * tall * wide, rows: tall, columns: wide },
    { ...result, box: part, cell: layout.cells.part },
  ] : [
    { box: input, cell: layout.cells.input, values: made.input, from: (first + channel) * height * width, rows: height, columns: width, scale: isInput ? { ...inputScale, ramp: /** @type {const} */ ('ink') } : inputScale },
    { box: kernel, cell: layout.cells.kernel, values: made.kernels, from: channel * tall * wide, rows: tall, columns: wide, scale: kernelScale },
    { box: part, cell: layout.cells.part, values: parts[channel], rows: made.size[0], columns: made.size[1], scale: partScale },
  ]);
  paintPieces(canvas, size, [...pieces, result]);
  return { stage, map, found, layout, result, gradients };
}

/** d loss / d what the pictures show. A sum hands on what comes back to it unchanged: each of its parts has that of the map. @param {GradientTrace} gradients @param {{stage: RunStage, map: number, source: RunStage, result: Piece}} of */
function backOf(gradients, { stage, map, source, result }) {
  const behind = gradients.stages.get(source.key) ?? source;
  const weight = gradients.kernels.get(stage.layer ?? -1);
  const size = weight ? weight.values.length / weight.shape[0] : 0;
  const kernel = weight ? { values: weight.values, from: map * size, scale: { ...signedScale(weight.values.subarray(map * size, (map + 1) * size)), root: true } } : { values: new Float32Array(0), from: 0, scale: result.scale };
  return { input: { values: given(behind)?.values ?? new Float32Array(0), scale: scaleFor(behind, behind.declared ? mainQuantity(behind.declared) : '', runs()) }, kernel };
}

/** @param {number} x @param {number} y @param {string} words @param {string} [className] */
function label(x, y, words, className = '') {
  const element = el('span', className, words);
  Object.assign(element.style, { left: `${x}px`, top: `${y}px` });
  return element;
}

/** Numbers, signs and the bias as text. @param {HTMLElement} marks @param {Drawn} now */
function write(marks, { found, layout, gradients, result: { values } }) {
  const { made, source } = found;
  const first = firstRead(made);
  const count = given(source)?.shape[0] ?? 1;
  const { result } = layout;
  const middle = (/** @type {import('./column_layout.js').Box} */ { y, height }) => y + height / 2 - 9;
  marks.replaceChildren(
    ...layout.rows.flatMap(({ channel, input, kernel }) => [
      ...(count > 1 ? [label(input.x - 8, middle(input), String(first + channel + 1), 'left')] : []),
      label(input.x + input.width + 8, middle(input), gradients ? '←' : '∗', 'sign'),
      label(kernel.x + kernel.width + 8, middle(kernel), gradients ? '←' : '=', 'sign'),
    ]),
    label(result.x - 22, result.y + result.height / 2 - 12, gradients ? '←' : layout.rows.length > 1 ? 'Σ' : '→', 'sum'),
    label(result.x, result.y + result.height + 6, gradients ? t('backward.bias', { value: significant(sumOf(values)) }) : t('dock.opened.bias', { value: notZero(made.bias, 3) }), 'note'),
    ...(layout.hidden ? [label(result.x, result.y + result.height + 24, t('dock.opened.more', { count: layout.hidden }), 'note')] : []),
  );
}

/** A bias is added at every place, so that its gradient is the sum of theirs. @param {ArrayLike<number>} values */
const sumOf = (values) => Array.from(values).reduce((sum, value) => sum + value, 0);

/** The window on every input map, and the cell on every partial sum and on the map. @param {HTMLElement} marks @param {Drawn} now */
function frames(marks, { stage, map, found, layout }) {
  for (const old of marks.querySelectorAll('i')) old.remove();
  const looked = [state.pointed, state.selection].find((one) => one?.stage === stage.kind && (one.layer ?? undefined) === stage.layer && one.index.length === 3 && one.index[0] === map);
  const width = found.made.size[1];
  const best = argmax(mapOf(stage.arrays.maps, map));
  const [y, x] = looked ? looked.index.slice(1) : [Math.floor(best / width), best % width];
  if (!found.settings) return;
  const { stride, padding, dilation } = found.settings;
  const [, tall, wide] = found.made.kernel;
  const [, rows, columns] = found.made.shape;
  const [top, left] = [Math.max(0, y * stride - padding), Math.max(0, x * stride - padding)];
  const [bottom, right] = [Math.min(rows, y * stride - padding + (tall - 1) * dilation + 1), Math.min(columns, x * stride - padding + (wide - 1) * dilation + 1)];
  const frame = (/** @type {import('./column_layout.js').Box} */ box, /** @type {number} */ cell, /** @type {number[]} */ [v, u, h, w], /** @type {string} */ name) => {
    const mark = el('i', name);
    Object.assign(mark.style, { left: `${box.x + u * cell}px`, top: `${box.y + v * cell}px`, width: `${w * cell}px`, height: `${h * cell}px` });
    return mark;
  };
  marks.append(...layout.rows.flatMap(({ input, part }) => [
    frame(input, layout.cells.input, [top, left, bottom - top, right - left], 'window'),
    frame(part, layout.cells.part, [y, x, 1, 1], 'cell'),
  ]), frame(layout.result, layout.cells.result, [y, x, 1, 1], 'cell'));
}

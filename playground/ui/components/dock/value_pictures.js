// Pictures of one value: of a convolution the kernel, the patch under it and their product; its receptive field in the input.

import { scaleFor } from '../stage/colours.js';
import { screenNow } from '../stage/screen.js';
import { t } from '../text/text.js';
import { madeMap } from './made_map.js';
import { caption, el } from './parts.js';
import { firstRead, patchOf } from './partial_sums.js';
import { cellSize, frameAt, picked, picture, signedScale } from './pictures.js';
import { stageOf } from './where.js';

/** @typedef {import('./told.js').Told} Told */
/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../stage/colours.js').Scale} Scale */

/** @param {Told} told @param {Selection} selection @param {Trace} run @returns {Promise<Node[]>} */
export async function valuePictures(told, selection, run) {
  const { short, phone } = screenNow();
  const parts = told.kind === 'convolution' ? await patches(selection, run, short || phone ? 58 : 100) : [];
  return [...parts, ...fieldOf(told, run, short || phone ? 58 : 100)];
}

/** @param {Selection} selection @param {Trace} run @param {number} room */
async function patches(selection, run, room) {
  const stage = stageOf(run, selection);
  const [map, y, x] = selection.index;
  const found = stage && (await madeMap(run, stage, map).catch(() => null));
  if (!found?.settings) return [];
  const { made, settings } = found;
  const { kernel: shape, kernels } = made;
  const patch = new Float64Array(kernels.length);
  const area = shape[1] * shape[2];
  for (let channel = 0; channel < shape[0]; channel++) patch.set(patchOf(made, settings, channel, y, x), channel * area);
  const products = patch.map((value, i) => value * kernels[i]);
  const inputs = patch.some((value) => value < 0) ? signedScale(patch) : { .../** @type {Scale} */ (signedScale(patch)), ramp: /** @type {const} */ ('positive') };
  const one = (/** @type {string} */ name, /** @type {ArrayLike<number>} */ values, /** @type {Scale} */ scale) => el('figure', '', caption(t(`explain.${name}`)), picture({ ...tiled(values, shape), scale }, room, t(`explain.${name}`)));
  const first = firstRead(made);
  return [el('div', 'pg-patches', one('kernel', kernels, signedScale(kernels)), '∗', one('input', patch, inputs), '=', one('products', products, signedScale(products))),
    ...(first ? [el('span', 'pg-muted', t('dock.map.from', { map: first + 1 }))] : [])];
}

/** Squares of height x width in as many columns as rows, a cell between them. @param {ArrayLike<number>} values @param {number[]} shape */
function tiled(values, [count, tall, wide]) {
  const columns = Math.ceil(Math.sqrt(count));
  const [width, height] = [columns * (wide + 1) - 1, Math.ceil(count / columns) * (tall + 1) - 1];
  const painted = new Float64Array(width * height);
  for (let i = 0; i < count * tall * wide; i++) {
    const [k, v, u] = [Math.floor(i / (tall * wide)), Math.floor(i / wide) % tall, i % wide];
    painted[(Math.floor(k / columns) * (tall + 1) + v) * width + (k % columns) * (wide + 1) + u] = values[i];
  }
  return { values: painted, width, height };
}

/** The receptive field, a frame on the input. @param {Told} told @param {Trace} run @param {number} room */
function fieldOf({ field, window: span }, run, room) {
  if (!field || !span) return [];
  const [, [top, bottom], [left, right]] = field.ranges;
  const { input } = run;
  if (input.shape.length !== 3) return [];
  const [, height, width] = input.shape;
  const stage = run.stages.get('Input');
  const scale = stage ? scaleFor(stage, 'values', [run]) : { ramp: /** @type {const} */ ('ink'), most: 1 };
  const shown = picked({ values: input.values, height, width, scale: scale.ramp === 'positive' || scale.most === 1 ? { ramp: 'ink', most: scale.most } : scale }, room, { label: t('stages.input.name') });
  if (bottom > top && right > left) shown.append(frameAt([left, top, right - left, bottom - top], cellSize(room, Math.max(height, width))));
  return [el('figure', 'pg-depends', caption(t('dock.field')), shown)];
}

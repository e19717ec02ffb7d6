// Panels of pictures: feature maps with their kernels, pooled maps, and the flattened vector.

import { edit } from '../changes/chosen.js';
import { largest, legend, paint } from '../canvas/paint.js';
import { runs } from '../run/session.js';
import { t } from '../text/text.js';
import { layerWeights } from '../server/layer_weights.js';
import { dimensions, figure, panel, pictureCells, pixels } from './panel.js';

const KINDS = { Convolution: 'convolution', MaxPooling: 'max_pooling', AveragePooling: 'average_pooling' };

const SIGNED = ['tanh', 'identity']; // activations that keep what is negative

/** The largest value of the maps of a stage, in all runs that are on the page. */
const common = (kind, layer) => Math.max(...runs().map((run) => largest(run.get(kind, layer)?.arrays.maps.values ?? [])));

/** All maps of a convolution, activation or pooling, each with its kernel where it has one. */
export function mapsPanel(stage, trace) {
  const kind = KINDS[stage.kind] ?? stage.function;
  const [channels, height, width] = stage.arrays.maps.shape;
  const name = t(`stages.${kind}.name`, { layer: stage.layer + 1 });
  const equation = t(`stages.${kind}.equation`);
  const view = panel({ name, shape: dimensions(channels, height, width), equation, note: t(`stages.${kind}.note`) });
  view.body.className = `pg-maps ${kind}`;
  const canvases = Array.from({ length: channels }, () => pixels({ focus: true }));
  const tiles = canvases.map((canvas, k) => figure(String(k + 1), canvas));
  tiles.forEach((tile, k) => (tile.dataset.channel = `${stage.layer}:${k}`));
  view.body.append(...tiles);
  markChannels(view.body);
  canvases.slice(1).forEach((canvas) => (canvas.tabIndex = -1)); // one stop of the tab key; page keys go on from it
  if (kind === 'convolution') addKernels(stage.layer, trace, tiles, view);

  view.draw = ({ arrays }, trace) => {
    const { values, scale: range } = arrays.maps;
    const active = trace.get('Activation', stage.layer);
    const scale = kind === 'convolution' || SIGNED.includes(active.function) ? 'signed' : 'positive';
    // One scale for the activation and what is pooled from it: there the same colour is the same value.
    const most = common(kind === 'convolution' ? 'Convolution' : 'Activation', stage.layer);
    view.legend.show(scale, most);
    canvases.forEach((canvas, k) => {
      const where = t('where.map', { map: k + 1 });
      const related = arrays.winners && winner(canvas, arrays.winners.values, k, stage.layer, width, height);
      const offset = k * width * height;
      const select = (x, y) => ({ stage: stage.kind, layer: stage.layer, quantity: 'maps', index: [k, y, x] });
      paint(canvas, pictureCells(values, width, height, { scale, most, range, offset, where, related, select }));
    });
  };
  return view;
}

/** Where the value of a max-pooled cell stood: its window and the winner in the map of the panel before. */
function winner(canvas, winners, channel, layer, width, height) {
  return (x, y) => {
    const [side] = canvas.closest('.pg-stage').id.split('-');
    const before = document.querySelector(`#${side}-Activation-${layer}`) ?? document.querySelector(`#stage-Activation-${layer}`);
    const map = before?.querySelectorAll('.pg-maps figure')[channel]?.querySelector('canvas:last-of-type');
    if (!map?.cells) return [];
    const place = winners[(channel * height + y) * width + x];
    const cell = { canvas: map, x: 2 * x + (place % 2), y: 2 * y + (place >> 1), width: 1, height: 1 };
    return [{ canvas: map, x: 2 * x, y: 2 * y, width: 2, height: 2 }, cell];
  };
}

/** The same channel is marked in every panel of its layer while the pointer is on it. */
function markChannels(body) {
  const mark = (event, on) => {
    const channel = event.target.closest('[data-channel]')?.dataset.channel;
    for (const tile of document.querySelectorAll(`[data-channel="${channel}"]`)) tile.classList.toggle('marked', on);
  };
  body.addEventListener('pointerover', (event) => mark(event, true));
  body.addEventListener('pointerout', (event) => mark(event, false));
}

/** Each map's kernel beside it: 5 x 5 numbers, or one such square for each channel of the layer before. */
async function addKernels(layer, { architecture, of }, tiles, { body, legends }) {
  const { weight } = await layerWeights(architecture, layer, { changes: of?.changes });
  const scale = legend(t('stages.convolution.kernels'));
  scale.show('signed', weight.scale);
  legends.prepend(scale);
  const [outputs, inputs, height, width] = weight.shape;
  const columns = Math.ceil(Math.sqrt(inputs));
  body.classList.toggle('many', inputs > 1);
  const size = inputs * height * width;
  tiles.slice(0, outputs).forEach((tile, k) => {
    const canvas = pixels();
    canvas.classList.add('pg-kernel');
    canvas.addEventListener('click', () => canvas.at && canvas.cells.act.run(...canvas.at));
    tile.insertBefore(canvas, tile.lastChild);
    const place = (x, y) => {
      const [row, dy, column, dx] = [Math.floor(y / (height + 1)), y % (height + 1), Math.floor(x / (width + 1)), x % (width + 1)];
      return { input: row * columns + column, dy, dx, gap: dy === height || dx === width };
    };
    paint(canvas, {
      values: weight.values.subarray(k * size, (k + 1) * size),
      width: columns * (width + 1) - 1,
      height: Math.ceil(inputs / columns) * (height + 1) - 1,
      scale: 'signed',
      most: weight.scale,
      index: (x, y) => {
        const { input, dy, dx, gap } = place(x, y);
        return gap || input >= inputs ? Infinity : (input * height + dy) * width + dx;
      },
      act: { label: () => t('tries.edit', { map: k + 1 }), run: (x, y) => edit({ layer, map: k, channel: Math.min(inputs - 1, place(x, y).input) }) },
      describe: (x, y) => {
        const { input, dy, dx } = place(x, y);
        return t('where.kernel', { map: k + 1, input: input + 1, row: dy + 1, column: dx + 1 });
      },
    });
  });
}

/** The vector, in as many rows as there were channels: index k comes from channel k / (H * W). */
export function flattenPanel(stage, trace) {
  const [length] = stage.arrays.values.shape;
  const [channels, height, width] = [...trace.stages.values()].findLast(({ arrays }) => arrays.maps).arrays.maps.shape;
  const view = panel({ name: t('stages.flatten.name'), shape: String(length), note: t('stages.flatten.note', { channels, size: height * width }) });
  const canvas = pixels({ focus: true });
  view.body.className = 'pg-flatten';
  view.body.append(canvas);
  view.draw = ({ arrays }, trace) => {
    const { values, scale: range } = arrays.values;
    const active = [...trace.stages.values()].findLast(({ kind }) => kind === 'Activation');
    const most = common('Activation', active.layer);
    const scale = SIGNED.includes(active.function) ? 'signed' : 'positive';
    const size = height * width;
    const describe = (x, y) =>
      t('where.flat', { index: y * size + x, map: y + 1, row: Math.floor(x / width) + 1, column: (x % width) + 1 });
    const select = (x, y) => ({ stage: 'Flatten', quantity: 'values', index: [y * size + x] });
    paint(canvas, { values, width: size, height: channels, index: (x, y) => y * size + x, scale, most, range, describe, select });
    view.legend.show(scale, most);
  };
  return view;
}

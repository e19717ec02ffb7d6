// Panels of pictures: feature maps with their kernels, pooled maps, and the flattened vector.
// @ts-nocheck: untyped until the next issue replaces it

import { edit } from '../changes/chosen.js';
import { largest, legend, paint } from '../canvas/paint.js';
import { mainQuantity, scaleOf } from '../run/declarations.js';
import { quantityEquation, quantityName, sourcesOf, stageTitle, textName } from '../run/quantity_names.js';
import { runs } from '../run/session.js';
import { t } from '../text/text.js';
import { layerWeights } from '../server/layer_weights.js';
import { dimensions, figure, panel, pictureCells, pixels } from './panel.js';

const SIGNED = ['tanh', 'identity']; // functions that keep what is negative

/** The stage whose values these are: pooled and flattened ones have those of the stage before. */
function rootOf(stage, trace) {
  const passes = stage.made === 'flatten' || /Pooling$/.test(stage.kind);
  const before = passes && trace.stages.get(stage.inputs[0]);
  return before?.declared ? rootOf(before, trace) : stage;
}

/** The scale of colours of a stage: that of the stage whose values it has, so that there the same colour is the same value. */
function coloursOf(stage, trace) {
  const root = rootOf(stage, trace);
  const quantity = mainQuantity(root.declared);
  const declared = scaleOf(root.declared.quantities[quantity].range);
  const all = runs().map((run) => run.stages.get(root.key)?.arrays[quantity]?.values).filter(Boolean);
  const mayBePositive = declared !== 'signed' || (root.function && !SIGNED.includes(root.function));
  const positive = mayBePositive && !all.some((values) => values.some((v) => v < 0));
  return { scale: positive ? 'positive' : 'signed', most: Math.max(...all.map(largest)) };
}

/** All maps of a convolution, activation or pooling, each with its kernel where it has one. */
export function mapsPanel(stage, trace) {
  const names = Object.entries(stage.declared.quantities).flatMap(([name, { role }]) => (role !== 'winners' && stage.arrays[name] ? [name] : []));
  const [channels, height, width] = stage.arrays[names[0]].shape;
  const kind = textName(stage);
  const equation = t(`stages.${kind}.equation`) || quantityEquation(names[0], stage, trace);
  const note = [t(`stages.${kind}.note`), sourcesOf(stage, trace)].filter(Boolean).join(' ');
  const view = panel({ name: stageTitle(stage, trace), shape: dimensions(channels, height, width), equation, note });
  view.body.className = `pg-maps ${kind}`;
  const canvases = names.flatMap((name) => Array.from({ length: channels }, (_, k) => ({ name, k, canvas: pixels({ focus: true }) })));
  const caption = (name, k) => (names.length > 1 ? `${quantityName(name, stage, trace)} ${k + 1}` : String(k + 1));
  const tiles = canvases.map(({ name, k, canvas }) => figure(caption(name, k), canvas));
  tiles.forEach((tile, place) => (tile.dataset.channel = `${stage.layer}:${canvases[place].k}`));
  view.body.append(...tiles);
  markChannels(view.body);
  for (const { canvas } of canvases.slice(1)) canvas.tabIndex = -1; // one stop of the tab key; page keys go on from it
  if (stage.kind === 'Convolution') addKernels(stage.layer, trace, tiles, view).catch(() => {}); // a network whose weights the server does not give

  view.draw = (now, trace) => {
    const { scale, most } = coloursOf(now, trace);
    view.legend.show(scale, most);
    for (const { name, k, canvas } of canvases) {
      const { values } = now.arrays[name];
      const where = t('where.map', { map: k + 1 });
      const related = now.arrays.winners && winner(canvas, now, k, width, height);
      const select = (x, y) => ({ stage: now.kind, layer: now.layer, quantity: name, index: [k, y, x] });
      paint(canvas, pictureCells(values, width, height, { scale, most, offset: k * width * height, where, related, select }));
    }
  };
  return view;
}

/** Where the value of a max-pooled cell stood: its window and the winner in the map of the panel before. */
function winner(canvas, { arrays: { winners: { values } }, inputs: [before] }, channel, width, height) {
  return (x, y) => {
    const [side] = canvas.closest('.pg-stage').id.split('-');
    const id = before.replaceAll(':', '-');
    const panel = document.getElementById(`${side}-${id}`) ?? document.getElementById(`stage-${id}`);
    const map = panel?.querySelectorAll('.pg-maps figure')[channel]?.querySelector('canvas:last-of-type');
    if (!map?.cells || map.cells.width < 2 * width) return [];
    const place = values[(channel * height + y) * width + x];
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
  const quantity = mainQuantity(stage.declared);
  const [length] = stage.arrays[quantity].shape;
  const before = trace.stages.get(stage.inputs[0]);
  const { shape } = before.arrays[mainQuantity(before.declared)];
  const [channels, height, width] = shape.length === 3 ? shape : [1, 1, length];
  const view = panel({ name: stageTitle(stage, trace), shape: String(length), note: t('stages.flatten.note', { channels, size: height * width }) });
  const canvas = pixels({ focus: true });
  view.body.className = 'pg-flatten';
  view.body.append(canvas);
  view.draw = (now, trace) => {
    const { values } = now.arrays[quantity];
    const { scale, most } = coloursOf(now, trace);
    const size = height * width;
    const describe = (x, y) =>
      t('where.flat', { index: y * size + x, map: y + 1, row: Math.floor(x / width) + 1, column: (x % width) + 1 });
    const select = (x, y) => ({ stage: now.kind, quantity, index: [y * size + x] });
    paint(canvas, { values, width: size, height: channels, index: (x, y) => y * size + x, scale, most, describe, select });
    view.legend.show(scale, most);
  };
  return view;
}

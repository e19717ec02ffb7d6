// All kernels of a layer as one picture: a row of kernels for each input map, a column for each map that they make.

import { contextOf } from '../canvas/context.js';
import { placeOf, table } from '../stage/colours.js';
import { t } from '../text/text.js';
import { caption, el } from './parts.js';
import { cellSize, signedScale } from './pictures.js';

/** How many kernels stand in a row, and how many rows: of one input map in two or more rows. @param {number} maps @param {number} channels */
function arranged(maps, channels) {
  if (channels > 1) return { columns: maps, rows: channels };
  const columns = Math.min(maps, 16);
  return { columns, rows: Math.ceil(maps / columns) };
}

/** @param {import('../server/wire.js').WireArray} weight (maps, channels, rows, columns) @param {(map: number) => void} pick @param {{width: number, height: number}} [room] */
export function kernelsPicture({ values, shape: [maps, channels, tall, wide] }, pick, room = { width: 480, height: 168 }) {
  const { columns, rows } = arranged(maps, channels);
  const width = columns * (wide + 1) - 1;
  // Columns always stand apart, rows where there is room for that at the same size.
  const loose = rows * (tall + 1) - 1;
  const widest = cellSize(room.width, width);
  const dense = channels > 1 && Math.min(widest, cellSize(room.height, rows * tall)) > Math.min(widest, cellSize(room.height, loose));
  const pitch = dense ? tall : tall + 1;
  const height = dense ? rows * tall : loose;
  const cell = Math.min(widest, cellSize(room.height, height));
  const canvas = Object.assign(document.createElement('canvas'), { width, height, className: 'pg-picture-of pick' });
  Object.assign(canvas.style, { width: `${cell * width}px`, height: `${cell * height}px` });
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const scale = signedScale(values);
  const colours = table(scale.ramp);
  for (let i = 0; i < values.length; i++) {
    const [map, channel, v, u] = [Math.floor(i / (channels * tall * wide)), Math.floor(i / (tall * wide)) % channels, Math.floor(i / wide) % tall, i % wide];
    const [column, row] = channels > 1 ? [map, channel] : [map % columns, Math.floor(map / columns)];
    pixels[(row * pitch + v) * width + column * (wide + 1) + u] = colours[placeOf(scale, values[i])];
  }
  context.putImageData(image, 0, 0);
  const name = t('dock.layer.kernels', { count: maps * channels, size: `${tall} × ${wide}` });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', name);
  canvas.onclick = ({ offsetX, offsetY }) => {
    const column = Math.min(columns - 1, Math.floor(offsetX / cell / (wide + 1)));
    const map = channels > 1 ? column : Math.min(maps - 1, Math.floor(offsetY / cell / pitch) * columns + column);
    pick(map);
  };
  return el('figure', 'pg-kernels', caption(name), canvas);
}

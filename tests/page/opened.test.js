// What is opened in place: the parts of a map's column, the columns that it takes the place of, tiles of a whole layer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnLayout, tilesFor } from '../../playground/ui/components/stage/opened/column_layout.js';
import { cellAt } from '../../playground/ui/components/stage/opened/pieces.js';
import { regionFor } from '../../playground/ui/components/stage/opened/region.js';

const inside = ({ x, y, width, height }, size) => x >= 0 && y >= -1e-9 && x + width <= size.width + 1e-9 && y + height <= size.height + 1e-9;
const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('all parts of a column stand apart, inside, in whole device pixels', () => {
  for (const dpr of [1, 1.5, 2]) {
    for (const [count, input, kernel, out, size] of [[16, [14, 14], [5, 5], [14, 14], [720, 560]], [1, [28, 28], [5, 5], [28, 28], [720, 560]], [16, [14, 14], [5, 5], [14, 14], [760, 400]], [3, [32, 32], [3, 3], [30, 30], [360, 300]]]) {
      const room = { width: size[0], height: size[1], dpr };
      const { rows, result, cells, hidden } = columnLayout(room, { order: Array.from({ length: count }, (_, k) => k), input, kernel, size: out });
      assert.equal(rows.length + hidden, count);
      const boxes = [...rows.flatMap((row) => [row.input, row.kernel, row.part]), result];
      for (const box of boxes) assert.ok(inside(box, room), JSON.stringify([count, dpr, box]));
      boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => assert.ok(!overlap(a, b))));
      for (const cell of Object.values(cells)) assert.ok(cell * dpr < 1 || Math.abs(cell * dpr - Math.round(cell * dpr)) < 1e-9);
    }
  }
});

test('of more input maps than have room the strongest stay, in their own order', () => {
  const order = Array.from({ length: 512 }, (_, k) => (k * 7) % 512);
  const { rows, hidden } = columnLayout({ width: 700, height: 300, dpr: 1 }, { order, input: [14, 14], kernel: [3, 3], size: [14, 14] });
  assert.ok(hidden > 0 && rows.length > 8);
  const shown = rows.map(({ channel }) => channel);
  assert.deepEqual(shown, [...order.slice(0, rows.length)].sort((a, b) => a - b));
});

test('it takes the place of its own column and of those before, until there is room', () => {
  const block = (key, x, width) => ({ key, x, y: 60, width, height: 500 });
  const layout = { width: 950, height: 600, blocks: [block('a', 20, 100), block('b', 140, 100), block('c', 300, 100), block('d', 440, 100), block('e', 700, 20)] };
  const own = regionFor(layout, 'c', 80);
  assert.ok(own.x >= 280 && own.x + own.width <= 440);
  const wide = regionFor(layout, 'c', 350);
  assert.ok(wide.x < 20 && wide.x + wide.width >= 400);
  const all = regionFor(layout, 'a', 10_000);
  assert.ok(all.x === 8 && all.x + all.width >= 720 && all.x + all.width <= 950);
});

test('tiles of a layer fill the room, each a whole number of pixels', () => {
  const { cell, across, pitchX, pitchY } = tilesFor({ width: 900, height: 560, dpr: 1 }, [32, 14, 14], 20);
  assert.equal(cell, Math.round(cell));
  assert.ok(across * pitchX - 20 <= 900 && Math.ceil(32 / across) * pitchY - 20 <= 560);
});

test('the cell under a point', () => {
  const piece = { box: { x: 10, y: 20, width: 28, height: 14 }, rows: 2, columns: 4 };
  assert.deepEqual(cellAt(piece, 11, 21), [0, 0]);
  assert.deepEqual(cellAt(piece, 37, 33), [1, 3]);
  assert.equal(cellAt(piece, 9, 21), null);
});

// Where edges run: through the gutters, never over another map.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf } from '../../playground/ui/components/stage/forms/maps.js';
import { layoutOf } from '../../playground/ui/components/stage/layout/layout.js';
import { pathOf, routeOf } from '../../playground/ui/components/stage/edges/routes.js';

/** A block of maps. */
function block(key, { x, y, count, columns, size, pitchX, pitchY }) {
  const rows = Math.ceil(count / columns);
  const tiles = { count, columns, pitchX, pitchY, width: size, height: size };
  return { key, form: 'maps', x, y, width: (columns - 1) * pitchX + size, height: (rows - 1) * pitchY + size, tiles };
}

const tile = ({ x, y, tiles: { columns, pitchX, pitchY, width, height } }, k) => ({ x: x + (k % columns) * pitchX, y: y + Math.floor(k / columns) * pitchY, width, height });

// Pooling 1, convolution 2 and flatten, as in the mocks.
const LAYOUTS = {
  wide: [block('a', { x: 528, y: 106, count: 16, columns: 2, size: 56, pitchX: 60, pitchY: 68 }), block('b', { x: 776, y: 106, count: 32, columns: 2, size: 28, pitchX: 32, pitchY: 34 })],
  laptop: [block('a', { x: 548, y: 94, count: 16, columns: 3, size: 56, pitchX: 57, pitchY: 66 }), block('b', { x: 800, y: 94, count: 32, columns: 3, size: 28, pitchX: 30, pitchY: 36 })],
  phone: [block('a', { x: 11, y: 306, count: 16, columns: 16, size: 18.67, pitchX: 23.2, pitchY: 23.2 }), block('b', { x: 11, y: 376, count: 32, columns: 16, size: 18.67, pitchX: 23.2, pitchY: 23.2 })],
};
const STRIP = { key: 'c', form: 'strip', x: 1100, y: 106, width: 14, height: 538 };

/** Points along a way. */
function sampled({ from, steps }) {
  const points = [from];
  let at = from;
  for (const step of steps) {
    for (let k = 1; k <= 40; k++) points.push(pointOf(at, step, k / 40));
    at = step.at(-1);
  }
  return points;
}

function pointOf(from, step, t) {
  const u = 1 - t;
  const weights = step.length === 1 ? [u, t] : [u ** 3, 3 * u * u * t, 3 * u * t * t, t ** 3];
  return [0, 1].map((axis) => [from, ...step].reduce((sum, point, k) => sum + weights[k] * point[axis], 0));
}

const inside = ([x, y], box) => x > box.x + 0.5 && x < box.x + box.width - 0.5 && y > box.y + 0.5 && y < box.y + box.height - 0.5;

function assertFree(route, boxes, name) {
  for (const way of [route, ...(route.stem ? [route.stem] : [])]) for (const point of sampled(way)) for (const box of boxes) if (inside(point, box)) assert.fail(`${name}: ${point} in ${JSON.stringify(box)}`);
}

test('no edge runs over a map', () => {
  for (const [name, [a, b]] of Object.entries(LAYOUTS)) {
    const tiles = [a, b].flatMap((one) => Array.from({ length: one.tiles.count }, (_, k) => tile(one, k)));
    for (let from = 0; from < 16; from++) {
      for (let to = 0; to < 32; to++) {
        const route = routeOf({ box: tile(a, from), block: a }, { box: tile(b, to), block: b }, [a, b]);
        assertFree(route, tiles, `${name} ${from} ${to}`);
        assert.match(pathOf(route), /^M[\d. -]+[LC]/);
        assert.ok(route.stem, 'edges of a map meet before it');
      }
    }
  }
});

test('edges of a map end where their stem begins, and that ends at the map', () => {
  for (const [a, b] of Object.values(LAYOUTS)) {
    for (let to = 0; to < 32; to++) {
      const box = tile(b, to);
      const { steps, stem } = routeOf({ box: tile(a, 3), block: a }, { box, block: b });
      assert.deepEqual(steps.at(-1).at(-1), stem.from);
      const [x, y] = stem.steps.at(-1).at(-1);
      assert.ok(x >= box.x - 0.01 && x <= box.x + box.width && y >= box.y - 0.01 && y <= box.y + box.height, `${x} ${y}`);
    }
  }
});

test('from the drawing to each map of the first layer, and from a map to its values in the flatten', () => {
  const { wide: [a, b] } = LAYOUTS;
  const entry = { x: 216, y: 180, width: 0, height: 0 };
  const tiles = [a, b].map((one) => Array.from({ length: one.tiles.count }, (_, k) => tile(one, k)));
  for (let k = 0; k < 16; k++) assertFree(routeOf({ box: entry, block: null }, { box: tile(a, k), block: a }), tiles[0], `to ${k}`);
  for (let k = 0; k < 32; k++) {
    const route = routeOf({ box: tile(b, k), block: b }, { box: { ...STRIP, y: 106 + k * 16, height: 16 }, block: STRIP });
    assertFree(route, tiles[1], `from ${k}`);
    assert.equal(route.steps.at(-1).at(-1)[0], STRIP.x);
  }
});

test('around a layer that stands between', () => {
  const { wide: [a, b] } = LAYOUTS;
  const route = routeOf({ box: tile(a, 1), block: a }, { box: { ...STRIP, y: 300, height: 16 }, block: STRIP }, [a, b, STRIP]);
  assertFree(route, [b], 'around');
});

test('units: from the right of one to the left of the other, downwards from below to above', () => {
  const unit = (x, y) => ({ x, y, width: 14, height: 14 });
  const [left, right] = [{ x: 0, y: 0, width: 100, height: 100, form: 'grid' }, { x: 300, y: 0, width: 100, height: 100, form: 'grid' }];
  assert.equal(pathOf(routeOf({ box: unit(16, 32), block: left }, { box: unit(332, 0), block: right })), 'M30 39C181 39 181 7 332 7');
  const below = { ...right, x: 0, y: 300 };
  assert.equal(pathOf(routeOf({ box: unit(16, 32), block: left }, { box: unit(0, 332), block: below })), 'M23 46C23 189 7 189 7 332');
});

const stage = (key, shape, role = 'values', more = {}) => {
  const [kind, layer] = key.split(':');
  return { key, kind, layer: layer && Number(layer), quantity: 'values', title: `${kind} ${layer ?? ''}`, short: kind, note: '', shape, role, inputs: [], timed: false, range: 'unbounded', symbol: '', ...more };
};
const chain = (...all) => all.map((one, k) => ({ ...one, inputs: k ? [all[k - 1].key] : [] }));
const PICTURE = stage('Input', [1, 28, 28], 'input');
const [FLAT, OUTPUT] = [['Flatten', 'values', { made: 'flatten' }], stage('Output', [10], 'logits')];
const maps = (name, channels, side) => ['Convolution', 'Activation', 'MaxPooling'].map((kind, k) => stage(`${kind}:${name}`, [channels, k < 2 ? side : side / 2, k < 2 ? side : side / 2]));
const NETWORKS = {
  cnn: chain(PICTURE, ...maps(0, 16, 28), ...maps(1, 32, 14), stage(FLAT[0], [1568], FLAT[1], FLAT[2]), OUTPUT),
  lenet: chain(PICTURE, ...maps(0, 6, 28), ...maps(1, 16, 10), stage(FLAT[0], [400], FLAT[1], FLAT[2]), stage('Dense:0', [120], 'activation'), stage('Dense:1', [84], 'activation'), OUTPUT),
  vgg: chain(PICTURE, ...maps(0, 16, 32), ...maps(1, 32, 16), ...maps(2, 64, 8), ...maps(3, 64, 4), stage(FLAT[0], [256], FLAT[1], FLAT[2]), OUTPUT),
};
const SIZES = [[1026, 614, false], [1036, 456, false], [692, 456, false], [1506, 794, false], [3426, 1874, false], [390, 350, true], [430, 600, true]];

test('in the real layouts no edge runs over another map, whatever the size', () => {
  let tried = 0;
  for (const [name, shown] of Object.entries(NETWORKS)) {
    for (const [width, height, phone] of SIZES) {
      const layout = layoutOf(shown, { width, height, dpr: phone ? 3 : 1, phone, short: height < 560, steps: 0, from: 0, count: 0, task: 'digits', classes: 10, opened: null, chosen: null });
      const blocks = layout.blocks.filter(({ form }) => form === 'maps');
      const boxes = new Map(blocks.map((one) => [one.key, Array.from({ length: one.tiles.count }, (_, k) => boxOf(one, [k]))]));
      const all = [...boxes.values()].flat();
      for (const one of shown.filter(({ kind }) => kind === 'Convolution')) {
        const [from, to] = [layout.blocks.find(({ key }) => key === one.inputs[0]) ?? null, layout.blocks.find(({ key }) => key === one.key)];
        if (!to || (!from && phone)) continue;
        const sources = from ? (boxes.get(from.key) ?? []) : [{ ...layout.entry, width: 0, height: 0 }];
        const some = (list, most) => list.filter((_, k) => k % Math.ceil(list.length / most) === 0);
        for (const source of some(sources, 9)) {
          for (const target of some(boxes.get(to.key), 9)) {
            tried++;
            assertFree(routeOf({ box: source, block: from }, { box: target, block: to }, layout.blocks), all, `${name} ${width}x${height} ${one.key}`);
          }
        }
      }
    }
  }
  assert.ok(tried > 1000, String(tried));
});

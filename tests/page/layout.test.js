// Where layers stand: all of them within the stage, on whole device pixels, never over each other, at every size.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as grid from '../../playground/ui/components/stage/forms/grid.js';
import * as logits from '../../playground/ui/components/stage/forms/logits.js';
import * as maps from '../../playground/ui/components/stage/forms/maps.js';
import * as nodes from '../../playground/ui/components/stage/forms/nodes.js';
import * as picture from '../../playground/ui/components/stage/forms/picture.js';
import * as strip from '../../playground/ui/components/stage/forms/strip.js';
import { classRows } from '../../playground/ui/components/stage/layout/class_rows.js';
import { inputRows } from '../../playground/ui/components/stage/layout/input_rows.js';
import { layoutOf } from '../../playground/ui/components/stage/layout/layout.js';
import { bestOf, divisorBelow } from '../../playground/ui/components/stage/layout/options.js';

const FORMS = { grid, logits, maps, nodes, picture, strip };
const NEAR = 1e-6;

const stage = (key, shape, role = 'values', more = {}) => {
  const [kind, layer] = key.split(':');
  return { key, kind, layer: layer && Number(layer), quantity: 'values', title: `${kind} ${layer ?? ''}`, short: kind, note: '', shape, role, inputs: [], timed: false, range: 'unbounded', symbol: '', ...more };
};
const chain = (...all) => all.map((one, k) => ({ ...one, inputs: k ? [all[k - 1].key] : [] }));
const FLATTEN = { made: 'flatten' };

const CNN = chain(stage('Input', [1, 28, 28], 'input'), stage('Convolution:0', [16, 28, 28]), stage('Activation:0', [16, 28, 28]), stage('MaxPooling:0', [16, 14, 14]), stage('Convolution:1', [32, 14, 14]), stage('Activation:1', [32, 14, 14]), stage('MaxPooling:1', [32, 7, 7]), stage('Flatten', [1568], 'values', FLATTEN), stage('Output', [10], 'logits'));
const FNN = chain(stage('Input', [1, 28, 28], 'input'), stage('Dense:0', [384], 'activation'), stage('Dense:1', [128], 'activation'), stage('Output', [10], 'logits'));
const TABLE = chain(stage('Input', [10], 'input'), stage('Dense:0', [32], 'activation'), stage('Output', [2], 'logits'));
const NUMBER = chain(stage('Input', [10], 'input'), stage('Dense:0', [32], 'activation'), stage('Output', [1], 'logits'));
const LENET = chain(stage('Input', [1, 28, 28], 'input'), stage('Convolution:0', [6, 28, 28]), stage('Activation:0', [6, 28, 28]), stage('AveragePooling:0', [6, 14, 14]), stage('Convolution:1', [16, 10, 10]), stage('Activation:1', [16, 10, 10]), stage('AveragePooling:1', [16, 5, 5]), stage('Flatten', [400], 'values', FLATTEN), stage('Dense:0', [120], 'activation'), stage('Dense:1', [84], 'activation'), stage('Output', [10], 'logits'));
const CONV1D = chain(stage('Input', [20, 24], 'input'), stage('Convolution:0', [32, 24]), stage('Activation:0', [32, 24]), stage('MaxPooling:0', [32, 12]), stage('Mystery:0', [], '', { quantity: '' }), stage('Flatten', [384], 'values', FLATTEN), stage('Output', [18], 'logits'));
const ODD = chain(stage('Input', [50], 'input'), stage('Convolution:0', [5, 9, 31]), stage('MaxPooling:0', [5, 4, 15]), stage('Custom:0', [4, 3, 2, 2]), stage('Dense:0', [97], 'activation'), stage('Output', [10], 'logits'));
const WIDE = chain(stage('Input', [784], 'input'), stage('Dense:0', [4096], 'activation'), stage('Dense:1', [10000], 'activation'), stage('Output', [1000], 'logits'));

function vgg() {
  const all = [stage('Input', [3, 32, 32], 'input')];
  let side = 32;
  for (const [k, [channels, pools]] of [[64, 1], [128, 1], [256, 0], [256, 1], [512, 0], [512, 1], [512, 0], [512, 1]].entries()) {
    for (const kind of ['Convolution', 'BatchNorm', 'Activation']) all.push(stage(`${kind}:${k}`, [channels, side, side]));
    if (pools) all.push(stage(`MaxPooling:${k}`, [channels, (side /= 2), side]));
  }
  return chain(...all, stage('Flatten', [512], 'values', FLATTEN), stage('Output', [10], 'logits'));
}

function resnet() {
  const all = [stage('Input', [3, 64, 64], 'input')];
  for (const [block, [channels, side]] of [[64, 16], [64, 16], [128, 8], [128, 8], [256, 4], [256, 4], [512, 2], [512, 2]].entries()) {
    for (const half of [0, 1]) for (const kind of ['Convolution', 'BatchNorm', ...(half ? ['Addition'] : []), 'Activation']) all.push(stage(`${kind}:${2 * block + half}`, [channels, side, side]));
  }
  return chain(...all, stage('AveragePooling:0', [512, 1, 1]), stage('Flatten', [512], 'values', FLATTEN), stage('Output', [10], 'logits'));
}

const NETWORKS = { CNN, FNN, TABLE, NUMBER, LENET, CONV1D, ODD, WIDE, VGG: vgg(), RESNET: resnet() };
const CLASSES = { TABLE: 2, NUMBER: 0, CONV1D: 18, WIDE: 1000 };
const DPRS = [1, 1.25, 1.5, 2, 3];
const SCREENS = [[1026, 614], [1000, 456], [1036, 456], [658, 456], [692, 456], [866, 456], [940, 614], [1506, 794], [3426, 1874], [866, 434], [610, 482], [520, 300]];

const sizeOf = (width, height, more = {}) => ({ width, height, dpr: 1, phone: false, short: height < 560, steps: 0, from: 0, count: 0, task: 'digits', classes: 10, opened: null, chosen: null, ...more });
const wide = (name) => SCREENS.flatMap(([width, height]) => DPRS.map((dpr) => sizeOf(width, height, { dpr, classes: CLASSES[name] ?? 10 })));
const phones = (name) => [[390, 350], [390, 203], [360, 420], [430, 600], [712, 300]].flatMap(([width, height]) => [1, 2, 3].map((dpr) => sizeOf(width, height, { dpr, phone: true, classes: CLASSES[name] ?? 10 })));
const laidOut = Object.fromEntries(Object.entries(NETWORKS).map(([name, shown]) => [
  name,
  [...wide(name), ...phones(name)].map((size) => ({ name, size, shown, layout: layoutOf(shown, size), where: `${name} ${size.width}x${size.height} at ${size.dpr}${size.phone ? ' phone' : ''}` })),
]));
const each = (names = Object.keys(NETWORKS)) => names.flatMap((name) => laidOut[name]);
const isWhole = (value, dpr) => Math.abs(value * dpr - Math.round(value * dpr)) < NEAR;
const blockOf = (layout, key) => layout.blocks.find((block) => block.key === key);

test('no layer is ever missing: a block, or a label where nothing is known of it', () => {
  for (const { shown, layout, where } of each()) {
    for (const one of shown) {
      const isDrawing = one.role === 'input' && one.shape.length === 3 && one.shape[0] === 1 && shown[1].shape.length === 3;
      if (isDrawing) continue;
      if (one.quantity) assert.ok(blockOf(layout, one.key), `${where}: ${one.key}`);
      assert.ok(layout.labels.some(({ key }) => key === one.key), `${where}: label of ${one.key}`);
    }
  }
});

test('everything is within the picture, and the picture is as large as the stage where that can be', () => {
  for (const { name, size, layout, where } of each()) {
    for (const block of layout.blocks) {
      assert.ok(block.x >= -NEAR && block.y >= -NEAR && block.width > 0 && block.height > 0, `${where}: ${JSON.stringify(block)}`);
      assert.ok(block.x + block.width <= layout.width + NEAR && block.y + block.height <= layout.height + NEAR, `${where}: ${block.key} ${block.x + block.width} ${block.y + block.height} in ${layout.width} x ${layout.height}`);
    }
    for (const label of layout.labels) assert.ok(label.x >= 0 && label.y >= 0 && label.x + label.width <= layout.width + 1, `${where}: label ${JSON.stringify(label)}`);
    const isPacked = ['CNN', 'FNN', 'TABLE', 'NUMBER', 'LENET'].includes(name);
    const isUsual = size.phone ? size.height >= 350 : size.height > 400 && size.width >= 650;
    if (isPacked && isUsual) assert.ok(layout.width <= size.width && layout.height <= size.height, `${where}: ${layout.width} x ${layout.height}`);
  }
});

test('nothing lies over anything else', () => {
  for (const { layout, where } of each()) {
    for (const [k, a] of layout.blocks.entries()) {
      for (const b of layout.blocks.slice(k + 1)) {
        const apart = a.x + a.width <= b.x + NEAR || b.x + b.width <= a.x + NEAR || a.y + a.height <= b.y + NEAR || b.y + b.height <= a.y + NEAR;
        assert.ok(apart, `${where}: ${a.key} and ${b.key}`);
      }
    }
  }
});

test('blocks, cells and the gaps between are whole numbers of device pixels', () => {
  for (const { size: { dpr }, layout, where } of each()) {
    for (const { key, x, y, width, height, cell, cellHeight = cell, inset = 0, tiles } of layout.blocks) {
      const lengths = { x, y, width, height, cell, cellHeight, inset, ...(tiles ? { pitchX: tiles.pitchX, pitchY: tiles.pitchY, tile: tiles.width, high: tiles.height } : {}) };
      for (const [name, length] of Object.entries(lengths)) assert.ok(isWhole(length, dpr), `${where}: ${name} of ${key} is ${length}`);
    }
  }
});

test('all 144 maps and all units of the packed networks are there, and no two share a place', () => {
  for (const { name, size, shown, layout, where } of each(['CNN', 'FNN', 'LENET'])) {
    if (size.phone ? size.dpr < 2 || size.height < 350 || size.width > 500 : size.width < 600) continue; // no room for all in whole pixels
    let count = 0;
    for (const one of shown) {
      const block = blockOf(layout, one.key);
      if (!block?.tiles) continue;
      const places = new Set();
      for (let k = 0; k < one.shape[0]; k++) {
        const box = FORMS[block.form].boxOf(block, [k]);
        assert.ok(box, `${where}: ${one.key} ${k}`);
        assert.ok(box.x >= block.x - NEAR && box.y >= block.y - NEAR && box.x + box.width <= block.x + block.width + NEAR && box.y + box.height <= block.y + block.height + NEAR, `${where}: ${one.key} ${k} is outside its block`);
        places.add(`${box.x.toFixed(3)} ${box.y.toFixed(3)}`);
      }
      assert.equal(places.size, one.shape[0], `${where}: ${one.key}`);
      if (block.form === 'maps') count += places.size;
    }
    if (name === 'CNN') assert.equal(count, 144, where);
  }
});

test('the layers of a group have one geometry', () => {
  for (const { layout, where } of each(['CNN'])) {
    for (const keys of [['Convolution:0', 'Activation:0', 'MaxPooling:0'], ['Convolution:1', 'Activation:1', 'MaxPooling:1']]) {
      const [first, ...rest] = keys.map((key) => blockOf(layout, key).tiles);
      for (const tiles of rest) assert.deepEqual([tiles.columns, tiles.rows, tiles.pitchX, tiles.pitchY], [first.columns, first.rows, first.pitchX, first.pitchY], where);
    }
  }
});

test('what stands at the middle of a value is that value', () => {
  for (const { shown, layout, where } of each(['CNN', 'FNN', 'TABLE', 'LENET', 'CONV1D', 'ODD'])) {
    for (const one of shown) {
      const block = blockOf(layout, one.key);
      if (!block) continue;
      const size = one.shape.reduce((a, b) => a * b, 1);
      const run = { stages: new Map([[one.key, { arrays: { values: { values: new Float32Array(size) } } }]]) };
      for (const index of [one.shape.map(() => 0), one.shape.map((n) => n >> 1), one.shape.map((n) => n - 1)]) {
        if (block.tiles && index[0] >= block.tiles.count) continue;
        const box = FORMS[block.form].boxOf(block, index, run);
        const found = FORMS[block.form].at(block, box.x + box.width / 2 - block.x, box.y + box.height / 2 - block.y, run);
        assert.ok(found, `${where}: ${one.key} ${index}`);
        if (block.form !== 'strip') assert.deepEqual(found.index, index, `${where}: ${one.key}`);
      }
    }
  }
});

const places = (layout, key) => {
  const { x, y, tiles, inset } = blockOf(layout, key);
  return { x: x + inset, y: y + inset, columns: tiles.columns, rows: tiles.rows, size: tiles.width, pitch: [tiles.pitchX, tiles.pitchY] };
};

test('the mocks: 1440 x 900', () => {
  const layout = layoutOf(CNN, sizeOf(1026, 614));
  for (const [key, x] of [['Convolution:0', 40], ['Activation:0', 168], ['MaxPooling:0', 296]]) assert.deepEqual(places(layout, key), { x, y: 62, columns: 2, rows: 8, size: 56, pitch: [60, 68] });
  for (const [key, x] of [['Convolution:1', 544], ['Activation:1', 620], ['MaxPooling:1', 696]]) assert.deepEqual(places(layout, key), { x, y: 62, columns: 2, rows: 16, size: 28, pitch: [32, 34] });
  const { x, y, width, height } = blockOf(layout, 'Flatten');
  assert.deepEqual([x, y, width, height], [868, 62, 14, 538]);
  const out = blockOf(layout, 'Output');
  assert.equal(out.x + out.width, 1026);
  const { blocks: [input, first, second] } = layoutOf(FNN, sizeOf(1026, 614));
  assert.deepEqual([input.cell, first.cell, first.tiles.columns, first.tiles.pitchX, second.cell, second.tiles.columns, second.tiles.pitchX], [8, 14, 16, 16, 18, 8, 20]);
  for (const block of [input, first, second]) assert.ok(Math.abs(block.y + block.height / 2 - 328) <= 1);
});

test('the mocks: a school laptop and a phone', () => {
  const laptop = layoutOf(CNN, sizeOf(1036, 456));
  assert.deepEqual(places(laptop, 'Convolution:0'), { x: 8, y: 50, columns: 3, rows: 6, size: 56, pitch: [57, 66] });
  const second = places(laptop, 'Convolution:1');
  assert.deepEqual([second.columns, second.rows, second.size, second.pitch], [3, 11, 28, [30, 36]]);
  const phone = layoutOf(CNN, sizeOf(390, 350, { dpr: 3, phone: true }));
  for (const key of ['Convolution:0', 'MaxPooling:0', 'Convolution:1', 'MaxPooling:1']) {
    const { columns, size } = places(phone, key);
    assert.deepEqual([columns, Math.round(size * 3)], [16, 56]);
  }
  assert.equal(phone.height, 350);
});

test('larger screens have larger cells, and never fewer maps', () => {
  const sizes = [[658, 456], [1026, 614], [1506, 794], [2146, 1154], [3426, 1874]].map(([width, height]) => blockOf(layoutOf(CNN, sizeOf(width, height)), 'Convolution:0').tiles.width);
  assert.deepEqual(sizes, [...sizes].sort((a, b) => a - b));
  assert.ok(sizes[4] >= 6 * 28);
});

test('inputs of a table stand at their sliders, outputs at their answers', () => {
  for (const size of wide('TABLE')) {
    const layout = layoutOf(TABLE, size);
    for (const [key, rows] of [['Input', inputRows(10, size.height)], ['Output', classRows(2, size.height)]]) {
      const block = blockOf(layout, key);
      rows.forEach((y, k) => {
        const box = nodes.boxOf(block, [k]);
        assert.ok(Math.abs(box.y + box.height / 2 - y) < 1e-6, `${key} ${k}`);
      });
    }
  }
  const [input, hidden, output] = layoutOf(TABLE, sizeOf(940, 614, { classes: 2 })).blocks;
  assert.deepEqual([input.radius, hidden.radius, output.radius].map((r) => Math.round(r)), [9, 7, 15]);
});

test('what has no room is counted in the label', () => {
  const shown = NETWORKS.VGG.map((one) => ({ ...one, firstOf: `first # of ${one.shape[0]}` }));
  const layout = layoutOf(shown, sizeOf(1026, 614));
  const { tiles } = blockOf(layout, 'Convolution:0');
  assert.ok(tiles.count < 64);
  const { note } = layout.labels.find(({ key }) => key === 'Convolution:0');
  assert.ok(note === '' || note.startsWith(`first ${tiles.count} of 64`) || note === `${tiles.count} / 64`, note);
});

test('of the sizes that fit together the best are taken', () => {
  const option = (along, score) => ({ zoom: 1, lines: 1, perLine: 1, count: 1, along, score });
  const lists = [[option(1, 0), option(5, 2)], [option(1, 0), option(4, 3)]];
  assert.deepEqual(bestOf(lists, 9)?.options.map(({ along }) => along), [5, 4]);
  assert.deepEqual(bestOf(lists, 8)?.options.map(({ along }) => along), [1, 4]);
  assert.equal(bestOf(lists, 1), null);
  assert.deepEqual([divisorBelow(384, 19.6), divisorBelow(128, 11.3), divisorBelow(97, 9.8)], [16, 8, 9]);
});

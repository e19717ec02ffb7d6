// The layout of recurrent networks: all inside, on whole device pixels, nothing over anything else, for every size, task and stack.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { halfRows, laneHeights, laneRows } from '../../playground/ui/components/stage/layout/lane_rows.js';
import { timedLayout } from '../../playground/ui/components/stage/layout/timed.js';

const gates = (...symbols) => symbols.map((symbol) => [`gate_${symbol}`, 'gate', 'share']);
const CELLS = {
  RNNStep: [['hidden', 'state', 'signed']],
  LSTMStep: [...gates('f', 'i'), ['candidate', 'candidate', 'signed'], ...gates('o'), ['cell', 'state', 'unbounded'], ['hidden', 'state', 'signed']],
  GRUStep: [...gates('r', 'z'), ['candidate', 'candidate', 'signed'], ['hidden', 'state', 'signed']],
  Dense: [['pre_activation', 'pre_activation', 'unbounded'], ['activation', 'activation', 'unbounded']],
};
const TASKS = {
  digits: { steps: 28, count: 28, features: 28, classes: 10 },
  strokes: { steps: 61, count: 61, features: 3, classes: 10 },
  names: { steps: 9, count: 9, features: 30, classes: 18 },
  reviews: { steps: 200, count: 40, features: 50, classes: 2 },
  series: { steps: 300, count: 120, features: 1, classes: 0 },
};
const SIZES = {
  '1440x900': { width: 1026, height: 614, dpr: 1 },
  '1366x620': { width: 1000, height: 456, dpr: 1, short: true },
  '1024x620': { width: 658, height: 456, dpr: 1.25, short: true },
  '1920x1080': { width: 1506, height: 794, dpr: 1.5 },
  '3840x2160': { width: 3426, height: 1874, dpr: 2 },
  '390x664': { width: 390, height: 380, dpr: 3, phone: true },
};

function shownOf(kind, { layers, directions, units = 128, features }) {
  const one = { title: '', symbol: 'x', module: '', inputs: [], made: undefined, function: undefined };
  const lanes = Array.from({ length: layers * directions }, (_, k) => [Math.floor(k / directions), k % directions]).flatMap(([layer, direction]) =>
    CELLS[kind].map(([quantity, role, range]) => ({ ...one, key: `${kind}:${layer}:${direction}`, kind, quantity, layer, direction, shape: [units], timed: true, role, range })));
  const input = { ...one, key: 'Input', kind: 'Input', quantity: 'values', layer: undefined, direction: undefined, shape: [9, features], timed: false, role: 'input', range: 'unbounded' };
  const logits = { ...one, key: 'StepOutput', kind: 'StepOutput', quantity: 'logits', layer: undefined, direction: undefined, shape: [10], timed: true, role: 'logits', range: 'logits' };
  return [input, ...lanes, logits];
}

const sizeOf = (size, task) => ({ phone: false, short: false, from: 0, opened: null, chosen: null, ...SIZES[size], task, ...TASKS[task] });
const isWhole = (length, dpr) => Math.abs(length * dpr - Math.round(length * dpr)) < 1e-6;

function check(layout, size, what) {
  for (const { x, y, width, height, form, quantity } of layout.blocks) {
    const place = `${what}, ${form} ${quantity}: ${[x, y, width, height]}`;
    assert.ok(width > 0 && height > 0 && x >= 0 && y >= 0 && x + width <= size.width + 1e-6, place);
    assert.ok(y + height <= layout.height, place);
    for (const length of [x, y, width, height]) assert.ok(isWhole(length, size.dpr), place);
  }
  const inOrder = layout.blocks.toSorted((a, b) => a.y - b.y);
  for (let k = 1; k < inOrder.length; k++) assert.ok(inOrder[k].y >= inOrder[k - 1].y + inOrder[k - 1].height - 1e-6, `${what}: ${inOrder[k].quantity} over ${inOrder[k - 1].quantity}`);
  assert.ok(isWhole(layout.axis.step, size.dpr), what);
  for (const { lanes } of layout.axis.groups) {
    for (const { height, units, perRow, row } of lanes) {
      assert.ok(isWhole(row, size.dpr), what);
      assert.ok(Math.abs(height - Math.ceil(units / perRow) * row) < 1e-6, `${what}: a lane has no row too many`);
    }
  }
}

for (const size of Object.keys(SIZES)) {
  test(`everything stands inside ${size}`, () => {
    for (const task of Object.keys(TASKS)) {
      for (const kind of Object.keys(CELLS)) {
        for (const [layers, directions, units] of [[1, 1, 64], [1, 2, 96], [2, 1, 128], [2, 2, 64]]) {
          const what = `${size} ${task} ${kind} ${layers} x ${directions}`;
          const now = sizeOf(size, task);
          const layout = timedLayout(shownOf(kind, { layers, directions, units, features: TASKS[task].features }), now);
          check(layout, now, what);
          // Only four layers on a phone may be more than it has room for.
          if (!now.phone || layers * directions < 4) assert.equal(layout.height, now.height, `${what}: it has room without scrolling`);
          const shownLanes = layout.axis.groups.flatMap((group) => group.lanes);
          assert.equal(layout.axis.groups.length, layers * directions, what);
          assert.ok(layout.axis.groups.some(({ isOpen, lanes }) => isOpen && lanes.length === CELLS[kind].length), what);
          for (const { height } of shownLanes) assert.ok(height >= 11, `${what}: a lane of ${height} px has no room for its name`);
        }
      }
    }
  });
}

test('the LSTM of the mock: every lane of both layers, steps of 30 px, states higher than gates', () => {
  const size = sizeOf('1440x900', 'digits');
  const { axis, blocks } = timedLayout(shownOf('LSTMStep', { layers: 2, directions: 1, features: 28 }), size);
  assert.equal(axis.step, 30);
  assert.equal(blocks.length, 14);
  const [f, , , , c, h] = axis.groups[1].lanes;
  assert.ok(f.height >= 20 && c.height > h.height && h.height > f.height);
  assert.deepEqual(axis.groups[0].lanes.map(({ height }) => height), axis.groups[1].lanes.map(({ height }) => height));
});

test('on a phone the layer that is chosen is open, the others show what they give on', () => {
  const size = sizeOf('390x664', 'digits');
  const shown = shownOf('LSTMStep', { layers: 2, directions: 1, features: 28 });
  const openOf = (chosen) => timedLayout(shown, { ...size, chosen }).axis.groups.map(({ isOpen, lanes }) => [isOpen, lanes.length]);
  assert.deepEqual(openOf(null), [[false, 1], [true, 6]]);
  assert.deepEqual(openOf('LSTMStep:0:0'), [[true, 6], [false, 1]]);
  assert.equal(timedLayout(shown, size).axis.step, 10);
});

test('a lane that is opened has a row for each unit', () => {
  const shown = shownOf('LSTMStep', { layers: 2, directions: 1, features: 28 });
  for (const name of ['1440x900', '1920x1080', '390x664']) {
    const size = { ...sizeOf(name, 'digits'), opened: { key: 'LSTMStep:0:0', how: 'lane', quantity: 'gate_i' } };
    const layout = timedLayout(shown, size);
    check(layout, size, name);
    const lane = layout.axis.groups[0].lanes.find(({ quantity }) => quantity === 'gate_i');
    assert.equal(lane.perRow, 1, name);
  }
});

test('a long sequence has an overview below it', () => {
  const layout = timedLayout(shownOf('GRUStep', { layers: 2, directions: 1, features: 50 }), sizeOf('1440x900', 'reviews'));
  assert.ok(layout.axis.overview.y >= layout.axis.bottom);
  assert.ok(layout.axis.overview.y + layout.axis.overview.height <= 614);
  assert.equal(timedLayout(shownOf('GRUStep', { layers: 1, directions: 1, features: 30 }), sizeOf('1440x900', 'names')).axis.overview, null);
});

test('rows of a lane: as many units each, whole device pixels, all units', () => {
  for (const units of [1, 7, 64, 96, 128, 448]) {
    for (let height = 1; height < 400; height += 7) {
      const { perRow, row, rows, height: used } = laneRows(units, height);
      assert.ok(used <= height && used === rows * row);
      assert.ok(rows * perRow >= units && (rows - 1) * perRow < units);
    }
    for (const height of laneHeights(units, 300)) assert.equal(laneRows(units, height).height, height);
  }
});

test('the halves of a lane of two runs are filled by their rows', () => {
  assert.equal(halfRows(128, 247).perRow, 2); // 64 rows in 123 pixels
  for (const units of [1, 7, 64, 96, 128, 448]) {
    for (let height = 4; height < 400; height += 7) {
      const { perRow, row, rows, height: half, second } = halfRows(units, height);
      assert.ok(half === Math.floor((height - 1) / 2) && second + half === height && second > half);
      assert.ok(Math.abs(rows * row - half) < 1e-9 && row >= 1);
      assert.ok(rows * perRow >= units && (rows - 1) * perRow < units);
    }
  }
});

test('the chart of a short series holds the number after its last step', () => {
  for (const size of Object.keys(SIZES)) {
    for (const steps of [5, 17, 21, 75]) {
      const { axis, blocks } = timedLayout(shownOf('GRUStep', { layers: 1, directions: 1, features: 1 }), { ...sizeOf(size, 'series'), steps, count: steps });
      const chart = blocks.find(({ form }) => form === 'chart');
      assert.ok(chart.x + chart.width >= axis.x + axis.width + axis.step - 1e-9, `${steps} steps at ${size}`);
    }
  }
});

// How a run is painted in the memory lab: its lanes as in the living picture, its input and its guesses as cells of ink.

import { contextOf } from '../canvas/context.js';
import { inksNow, pen } from '../canvas/inks.js';
import { placeOf, scaleFor, table } from '../stage/colours.js';
import { paint } from '../stage/forms/lane.js';
import { laneRows } from '../stage/layout/lane_rows.js';
import { bitmapOf, drawCells } from '../stage/time/bitmap.js';
import { BETWEEN } from './lane_list.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./lane_list.js').Lane} Lane */

const ROOM = 9; // px that a letter of a token needs

/** A canvas as wide as it stands and so high, in device pixels, and its context in CSS px. @param {HTMLCanvasElement} canvas @param {number} height */
function sized(canvas, height) {
  const dpr = globalThis.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  canvas.style.height = `${height}px`;
  Object.assign(canvas, { width: Math.round(width * dpr), height: Math.round(height * dpr) });
  const context = contextOf(canvas);
  context.scale(dpr, dpr);
  return { context, width, dpr };
}

/** All lanes of a network, one below the other; returns their heights with the gaps between them. @param {HTMLCanvasElement} canvas @param {Trace} run @param {Lane[]} lanes @param {{step: number, part: number}} how @returns {number[]} */
export function paintLane(canvas, run, lanes, { step, part }) {
  const heights = lanes.map(({ parts }) => parts * part + BETWEEN.lanes);
  const { context, width, dpr } = sized(canvas, heights.reduce((a, b) => a + b, 0));
  let top = 0;
  for (const [k, lane] of lanes.entries()) {
    const height = heights[k] - BETWEEN.lanes;
    context.save();
    context.translate(0, top);
    if (lane.key === 'StepOutput') paintCells(context, run, lane.key, lane.quantity, { step, height });
    else {
      const stage = /** @type {import('../run/trace.js').Stage} */ (run.stages.get(lane.key));
      const rows = laneRows(stage.arrays[lane.quantity].size, height * dpr);
      const block = { x: 0, y: 0, width, height, key: lane.key, quantity: lane.quantity, mean: false, direction: 0, perRow: rows.perRow, row: height / rows.rows, axis: { step, from: 0, count: run.steps } };
      const look = { scale: scaleFor(stage, lane.quantity, [run]), dpr, original: null, moment: run.steps - 1, atEnd: true, faded: () => false };
      paint(context, /** @type {any} */ (block), run, look);
    }
    context.restore();
    top += heights[k];
  }
  return heights;
}

/** What is read at each step as cells, or as it is written where there is room. @param {HTMLCanvasElement} canvas @param {Trace} run @param {string[]} tokens @param {{step: number, height: number}} how */
export function paintInput(canvas, run, tokens, { step, height }) {
  const { context } = sized(canvas, height);
  if (step < ROOM * Math.max(...tokens.map((token) => token.length))) return paintCells(context, run, 'Input', 'values', { step, height });
  const { ink, muted } = inksNow();
  for (const [k, token] of tokens.entries()) {
    const isMeant = k === 0 || token.length === 1 || token.endsWith('*');
    pen(context, { size: 13, bold: token.endsWith('*'), colour: isMeant ? ink : muted });
    context.fillText(token, (k + 0.5) * step, height / 2);
  }
}

/** A row for each number of a step, in ink, or in colours where there are two signs. @param {CanvasRenderingContext2D} context @param {Trace} run @param {string} key @param {string} quantity @param {{step: number, height: number}} how */
function paintCells(context, run, key, quantity, { step, height }) {
  const array = run.stages.get(key)?.arrays[quantity];
  if (!array) return;
  const size = quantity === 'values' ? array.shape[1] : array.size;
  const isShare = quantity !== 'logits';
  const most = isShare ? 1 : Math.max(1e-9, ...array.values.filter(Number.isFinite).map(Math.abs));
  /** @type {import('../stage/colours.js').Scale} */
  const scale = { ramp: isShare ? 'ink' : 'signed', most };
  const colours = table(scale.ramp);
  const bitmap = bitmapOf(run, `${key} ${quantity} cells`, {
    width: run.steps, height: size, filled: run.steps, signature: [colours, most],
    column: (t, put) => {
      for (let row = 0; row < size; row++) put(row, colours[placeOf(scale, array.values[t * size + row])]);
    },
  });
  drawCells(context, bitmap, 0, run.steps * step, height);
}

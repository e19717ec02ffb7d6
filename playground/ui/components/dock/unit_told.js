// What is to be known of a selected unit: its stage, its names, how many terms its sum has, and whether it is switched off.

import { mainQuantity } from '../run/declarations.js';
import { place } from '../run/time_axis.js';
import { keyOf } from '../run/trace.js';
import { t } from '../text/text.js';
import { Graph, keptGate, structureOf } from './cell/structure.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/**
 * `layer`: the selection of all of it; `quantity` that was selected, `summed` the one whose sum is told: it, or where it is made of others the gate of what is kept.
 * @typedef {{run: Trace, stage: Stage, index: number, quantity: string, summed: string, selectionAt: (t: number, quantity: string) => Selection, layer: Selection}} Unit
 */
/** @typedef {{layer: number, units: number[], direction?: number}} Off */

/** Of which gates it is said that they are held. @param {{stage: Stage, run: Trace, index: number}} unit @returns {import('./cell/held.js').Unit} */
export const heldPlace = ({ stage, run, index }) => ({ layer: stage.layer, unit: index, ...(run.bidirectional ? { direction: stage.direction ?? 0 } : {}) });

/** @param {Selection} selection @param {Trace} run @returns {Unit | null} */
export function unitOf(selection, run) {
  const { stage: kind, layer, direction, quantity, index: [index = 0], original } = selection;
  const stage = run.stages.get(keyOf({ stage: kind, layer, direction }));
  if (!stage?.declared?.timed || !stage.arrays[quantity]) return null;
  return { run, stage, index, quantity, summed: summedOf(stage, quantity), selectionAt: (at, name) => ({ stage: kind, layer, direction, t: at, quantity: name, index: [index], original }), layer: { ...selection, t: null, index: [] } };
}

/** @param {Stage} stage @param {string} quantity */
function summedOf({ declared }, quantity) {
  if (!declared?.diagram) return quantity;
  const structure = structureOf(declared.diagram, declared.quantities);
  const { graph } = structure;
  if (graph.isBoxed(quantity)) return quantity;
  const names = Object.keys(declared.quantities).filter((name) => graph.nodes.has(name) && graph.isBoxed(name));
  return keptGate(structure) ?? names[0] ?? quantity;
}

/** "unit 58 · row 14". @param {Unit} unit @param {number} at */
export const titleOf = ({ run, index }, at) => [t('where.unit', { unit: index + 1 }), run.steps ? place(run, at) : ''].filter(Boolean).join(' · ');

/** How many products the sum behind a value has: all of the input, and all units of the state. @param {Unit} unit */
export function termCount({ run, stage, summed }) {
  const { declared, arrays, inputs } = stage;
  if (!declared?.diagram) return 0;
  const graph = new Graph(declared.diagram, declared.quantities);
  if (!graph.isBoxed(summed)) return 0;
  const given = inputs.map((key) => run.stages.get(key)).reduce((sum, source) => sum + (source ? sizeOf(source) : 0), 0);
  return graph.box(summed).reads.reduce((sum, { source }) => sum + (graph.node(source).operation === 'given' ? given : (arrays[source.replace('′', '')]?.size ?? 0)), 0);
}

/** Of what one step is given. @param {Stage} stage */
function sizeOf({ declared, arrays }) {
  const array = declared ? arrays[mainQuantity(declared)] : Object.values(arrays).at(-1);
  if (!array) return 0;
  return declared?.timed ? array.size : (array.shape.at(-1) ?? 0);
}

/** @param {Off} entry @param {Unit} unit */
const isOfLayer = (entry, { stage }) => entry.layer === (stage.layer ?? 0) && (entry.direction ?? 0) === (stage.direction ?? 0);

/** @param {Off[] | undefined} off @param {Unit} unit */
export const isOff = (off, unit) => Boolean(off?.some((entry) => isOfLayer(entry, unit) && entry.units.includes(unit.index)));

/** The list with this unit off, or on again; null where none is left. @param {Off[] | undefined} off @param {Unit} unit @returns {Off[] | null} */
export function switched(off = [], unit) {
  const others = off.filter((entry) => !isOfLayer(entry, unit));
  const units = off.filter((entry) => isOfLayer(entry, unit)).flatMap((entry) => entry.units);
  const next = units.includes(unit.index) ? units.filter((k) => k !== unit.index) : [...units, unit.index].sort((a, b) => a - b);
  const { layer = 0, direction } = unit.stage;
  if (next.length) others.push({ layer, units: next, ...(direction ? { direction } : {}) });
  return others.length ? others : null;
}

// A cell's diagram in its place: laid out for the room that there is, drawn once, and moved from step to step.

import { quantityName } from '../../run/quantity_names.js';
import { t } from '../../text/text.js';
import { heldPlace } from '../unit_told.js';
import { compactLayoutOf } from './compact.js';
import { CellDrawing } from './drawing.js';
import { heldAt } from './held.js';
import { layoutOf } from './layout.js';
import { printedValues } from './printed.js';
import { Graph, keptGate, structureOf } from './structure.js';
import { largestOf, valuesOf } from './values.js';

/** @typedef {import('../unit_told.js').Unit} Unit */

const LOW = 150; // px below which there is room for the kept line and the valves alone
const NARROW = 560;
const WIDEST = 760;
const FULL = 186; // height of the whole diagram

export class CellView {
  /** @param {HTMLElement} place @param {Omit<import('./valve.js').Hands, 'name'>} hands */
  constructor(place, hands) {
    this.place = place;
    this.hands = hands;
    /** @type {Graph | null} */
    this.graph = null;
    /** @type {CellDrawing | null} */
    this.drawing = null;
    /** @type {Map<string, import('./values.js').Certain>} */
    this.values = new Map();
    this.before = 't−1';
    this.firstGate = '';
    this.kept = ''; // the state on the line across the top
    this.most = 1;
    this.signature = '';
  }

  get hasValves() {
    return Boolean(this.drawing?.valves.length);
  }

  /** @param {Unit} unit */
  arrange({ stage, run, index }) {
    const { declared } = stage;
    const diagram = declared?.diagram;
    if (!declared || !diagram) {
      this.place.replaceChildren();
      [this.graph, this.drawing, this.signature] = [null, null, ''];
      return;
    }
    this.before = stage.direction ? 't+1' : 't−1';
    const { clientWidth, clientHeight } = this.place;
    const size = { width: Math.min(WIDEST, clientWidth), height: clientHeight, before: this.before, now: 't' };
    const isSmall = size.height < LOW || size.width < NARROW;
    if (!isSmall) size.height = FULL;
    const signature = `${stage.kind} ${this.before} ${size.width} ${size.height}`;
    if (signature !== this.signature || !this.drawing) {
      const structure = structureOf(diagram, declared.quantities);
      const layout = (isSmall ? compactLayoutOf : layoutOf)(diagram, declared.quantities, size);
      const name = (/** @type {string} */ gate, /** @type {boolean} */ less) => `${less ? '1 − ' : ''}${quantityName(gate, stage, run)}`;
      this.graph = structure.graph;
      this.firstGate = keptGate(structure) ?? '';
      this.kept = structure.rail?.state ?? '';
      this.drawing = layout && new CellDrawing(layout, { ...this.hands, name });
      this.place.replaceChildren(...(this.drawing ? [this.drawing.element] : []));
      this.signature = signature;
    }
    this.drawing?.element.setAttribute('aria-label', t('cell.diagram'));
    for (const valve of this.drawing?.valves ?? []) valve.rename();
    this.most = this.graph ? largestOf(this.graph, stage, index) : 1;
  }

  /** The numbers of a step. @param {Unit} unit @param {number} at @param {{more?: Map<string, number>, instead?: Map<string, number>}} also */
  seek(unit, at, also) {
    const { stage, run, index } = unit;
    if (!this.graph || !this.drawing) return;
    this.values = valuesOf(this.graph, { stage, unit: index, t: at }, also);
    const gates = run.of?.changes?.gates;
    const held = new Set([...this.graph.nodes.keys()].filter((name) => heldAt(gates, name, heldPlace(unit)) !== undefined));
    this.drawing.update({ values: this.values, texts: printedValues(this.graph, this.values, this.most), most: this.most, held });
  }
}

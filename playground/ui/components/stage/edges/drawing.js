// The edges over the picture: one drawing of lines and outlines, a veil over what stands back, and below it all of a table's.

import { theme } from '../../canvas/theme.js';
import { argmax } from '../../run/largest.js';
import { drawn } from '../../run/plan.js';
import { session } from '../../run/session.js';
import { keyOf } from '../../run/trace.js';
import { state } from '../../store/store.js';
import { currentLanguage } from '../../text/text.js';
import { screenNow } from '../screen.js';
import { withStage } from '../stage.js';
import { edgesOf, onEdges } from './ask.js';
import { chosenOf } from './chosen.js';
import { Lines } from './lines.js';
import { Note } from './note.js';
import { padBeside } from './pad_edge.js';
import { WhyNot } from './why_not.js';
import { pathOf, routeOf } from './routes.js';
import { structureOf } from './structure.js';
import { paintAll } from './all_edges.js';

/** @typedef {import('../stage.js').Stage} Stage */
/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../layout/layout.js').Layout} Layout */
/** @typedef {import('./found.js').Chosen} Chosen */
/** @typedef {import('./found.js').Edge} Edge */
/** @typedef {import('./chosen.js').Focus} Focus */
/** @typedef {import('./found.js').Place} Place */
/** @typedef {import('./relations.js').Relations} Relations */
/** @typedef {import('./lines.js').Line} Line */

const PATIENCE = 300; // ms
const WIDTH = 4.5; // px, of the largest edge of a layer, beside the one that all have
const PHONE = { maps: 3.2, units: 2 }; // and on a phone

/** Over a short way, as on a phone, lines that lead to much the same place are thinner. @param {import('./routes.js').Route} route @param {string | undefined} form */
function widthOf({ isDown, from, steps }, form) {
  if (!isDown) return WIDTH;
  const way = Math.abs((steps.at(-1)?.at(-1) ?? from)[1] - from[1]);
  return Math.min(form === 'maps' ? PHONE.maps : PHONE.units, way / 9);
}

/** What is looked at: what is pointed at, else what is selected, of those whose edges are known. @param {Relations} relations @returns {Focus | null} */
function focusNow(relations) {
  const { pointed, selection } = state;
  for (const looked of [pointed, selection]) {
    if (!looked?.index.length) continue;
    const key = keyOf(looked);
    const unit = relations.unitOf(key, looked.index);
    if (unit === null) continue;
    const isSame = selection !== null && keyOf(selection) === key && selection.index[0] === looked.index[0];
    return { key, index: relations.indexOf({ key, unit }), against: isSame && !relations.isBackward ? (selection.against ?? null) : null };
  }
  return null;
}

/** @param {import('../../run/trace.js').Trace} trace */
function answerOf({ output, labels }) {
  if (!output) return null;
  return labels.length ? argmax(output) : 0;
}

class Edges {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.lines = new Lines(stage);
    this.beside = 0; // px to the pad
    this.note = new Note(stage.place);
    this.whyNot = new WhyNot(stage);
    this.before = '';
    this.signature = '';
    this.held = 0; // since when those of the run before stay, ms
    /** @type {Relations | null} */
    this.relations = null;
  }

  /** Draw what has changed. */
  update() {
    const { stage } = this;
    const run = drawn();
    const { layout } = stage;
    if (!run || !layout) return;
    const relations = edgesOf(run);
    const focus = relations && focusNow(relations);
    const answer = answerOf(run);
    const reached = [...run.stages.keys()].filter((key) => !stage.overlays.some(({ faded }) => faded?.(key, [])));
    const now = JSON.stringify([focus, answer, reached, run.architecture, run === session.trace, run.recurrent && run.steps, currentLanguage(), theme()]);
    this.whyNot.update(relations, answer, run.labels);
    if (now === this.before && relations === this.relations && stage.signature === this.signature) return;
    if (this.#holds(run, relations)) return;
    if (stage.signature !== this.signature || !this.beside) {
      this.beside = padBeside(stage); // the pad may come after the picture
      this.lines.move();
    }
    [this.before, this.relations, this.signature] = [now, relations, stage.signature];
    const chosen = relations && chosenOf(relations, { focus, answer });
    this.note.update(screenNow().phone ? null : chosen, layout, relations?.isBackward ? 'backward.drawn' : 'edges.drawn', run.labels[answer ?? 0] ?? '');
    const boxOf = (/** @type {Place} */ place) => this.boxOf(place);
    this.lines.all((canvas) => paintAll(canvas, layout, relations, boxOf, Boolean(chosen?.lit), reached));
    if (relations && chosen) this.lines.show(this.#linesOf(chosen, layout, reached), chosen, layout, boxOf);
    else this.lines.show(structureOf({ ...layout, entry: this.#entry(layout) }, run.stages, (key, index) => stage.boxOf(key, index)).map(plain), null, layout, boxOf);
  }

  /** The edges of the run before stay for a moment, until those of the next one come, so that nothing flickers. @param {import('../../run/trace.js').Trace} run @param {Relations | null} relations */
  #holds(run, relations) {
    const isNext = !relations && this.relations && run === session.trace && !run.preview && this.stage.signature === this.signature;
    if (!isNext || (this.held && performance.now() - this.held >= PATIENCE)) {
      this.held = 0;
      return false;
    }
    if (!this.held) {
      this.held = performance.now();
      setTimeout(() => this.update(), PATIENCE + 10);
    }
    return true;
  }

  /** Where the edges of what is drawn begin. @param {Layout} layout */
  #entry = ({ entry: { x, y } }) => ({ x: x - this.beside, y });

  /** @param {Place} place @returns {Box | null} */
  boxOf({ key, index, last }) {
    const { layout } = this.stage;
    if (key === 'Input' && layout && !layout.blocks.some((block) => block.key === key)) return { ...this.#entry(layout), width: 0, height: 0 };
    const first = this.stage.boxOf(key, index);
    const end = last && this.stage.boxOf(key, last);
    if (!first || !end) return first;
    const [x, y] = [Math.min(first.x, end.x), Math.min(first.y, end.y)];
    return { x, y, width: Math.max(first.x + first.width, end.x + end.width) - x, height: Math.max(first.y + first.height, end.y + end.height) - y };
  }

  /** Those whose sources have been reached, as gradients come back to one layer after another. @param {Chosen} chosen @param {Layout} layout @param {string[]} reached @returns {Line[]} */
  #linesOf({ edges, lit }, layout, reached) {
    const blockOf = (/** @type {string} */ key) => layout.blocks.find((block) => block.key === key) ?? null;
    /** @type {Map<string, Line>} */
    const stems = new Map();
    const lines = edges.filter(({ from }) => reached.includes(from.key)).flatMap((edge) => {
      const start = this.boxOf(edge.start) ? edge.start : edge.from;
      if (start.key === 'Input' && !blockOf('Input') && screenNow().phone) return []; // the pad stands beside the answer there
      const [from, to] = [this.boxOf(start), this.boxOf(edge.to)];
      if (!from || !to) return [];
      const route = routeOf({ box: from, block: blockOf(start.key) }, { box: to, block: blockOf(edge.to.key) }, layout.blocks);
      const look = lookOf(edge, lit !== null);
      const isOutside = route.from[0] < 0;
      if (route.stem) {
        const d = pathOf(route.stem);
        if (!stems.has(d) || edge.kind !== 'faint') stems.set(d, { d, look: look === 'drawing' || look === 'faint' ? look : 'stem', width: 2, isOutside });
      }
      return [{ d: pathOf(route), look, width: edge.kind === 'strong' ? 1 + widthOf(route, blockOf(start.key)?.form) * edge.share : 0, edge, isOutside }];
    });
    const [faint, others] = [true, false].map((isFaint) => lines.filter(({ look }) => (look === 'faint') === isFaint));
    return [...faint, ...others.sort((a, b) => b.width - a.width), ...stems.values()]; // where two share a gutter both are seen
  }
}

/** @param {Edge} edge @param {boolean} isFocused @returns {Line['look']} */
function lookOf({ kind, value }, isFocused) {
  if (kind === 'faint') return 'faint';
  if (kind === 'strong') return value < 0 ? 'negative' : 'positive';
  if (Number.isNaN(value)) return isFocused ? 'stem' : 'again';
  return 'drawing';
}

/** @param {import('./routes.js').Route} route @returns {Line} */
const plain = (route) => ({ d: pathOf(route) + (route.stem ? pathOf(route.stem) : ''), look: 'faint', width: 0, isOutside: route.from[0] < 0 });

/** @type {Edges | null} */
let edges = null;

/** Draw what has changed. */
export const update = () => edges?.update();

withStage((stage) => {
  edges = new Edges(stage);
  onEdges(update);
  stage.add({ layout: update, run: update });
});

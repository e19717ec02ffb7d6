// The picture of the network: one canvas for each quantity, laid out by layout/, painted by forms/, read by pointer and keys.

import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { onExact } from '../run/exact.js';
import { drawn, onPlan } from '../run/plan.js';
import { network, on, onTask, runs, session } from '../run/session.js';
import { keyOf } from '../run/trace.js';
import { onMoment, player } from '../playback/player.js';
import { onView, span } from '../playback/view.js';
import { currentLanguage, fill, onLanguage } from '../text/text.js';
import { state } from '../store/store.js';
import { holdScales, scaleFor } from './colours.js';
import { FORMS } from './forms/forms.js';
import { layoutOf } from './layout/layout.js';
import { BlockView, writeLabels } from './blocks.js';
import { readByKeys } from './keys.js';
import { readByPointer } from './pointer.js';
import { onScreenKind, screenNow } from './screen.js';
import { onOpened, onPointed, onSelection } from './selecting.js';
import { showPlaces } from './places.js';
import { summaryOf } from './summary.js';
import { shownOf } from './shown.js';

/** @typedef {import('./layout/layout.js').Layout} Layout */
/** @typedef {import('./layout/layout.js').Size} Size */
/** @typedef {import('./layout/layout.js').Box} Box */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** A part that draws over the picture. @typedef {{layout?: (stage: Stage) => void, run?: (stage: Stage) => void, faded?: (key: string, index: number[]) => boolean}} Overlay */

export class Stage {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.place = find(element, '.pg-picture', HTMLElement);
    /** @type {Layout | null} */
    this.layout = null;
    /** @type {Map<string, BlockView>} by key and quantity */
    this.views = new Map();
    /** @type {Overlay[]} */
    this.overlays = [];
    this.signature = '';
    this.room = { width: 0, height: 0 }; // kept, as asking for it would lay the page out anew
    this.asked = { layout: false, all: false, keys: /** @type {Set<string>} */ (new Set()) };
  }

  /** What is drawn: the run, or the plan of the network. @returns {Trace | null} */
  get run() {
    return drawn();
  }

  /** Whether all that was asked for is drawn. */
  get idle() {
    const { layout, all, keys } = this.asked;
    return !layout && !all && !keys.size;
  }

  /** @param {Overlay} overlay */
  add(overlay) {
    this.overlays.push(overlay);
    this.later({ layout: true });
  }

  /** @param {string} key @param {string} [quantity] @returns {BlockView | undefined} */
  view(key, quantity) {
    if (quantity !== undefined) return this.views.get(`${key} ${quantity}`);
    return [...this.views.values()].find(({ block }) => block.key === key);
  }

  /** Where a map, unit or value stands, from the top left of the stage. @param {string} key @param {number[]} index @param {{quantity?: string, t?: number | null}} [of] @returns {Box | null} */
  boxOf(key, index, { quantity, t } = {}) {
    const view = this.view(key, quantity) ?? this.view(key);
    return view && this.run ? (FORMS[view.block.form]?.boxOf(view.block, index, this.run, t) ?? null) : null;
  }

  /** Draw anew with the next picture of the screen: some stages, all, or with another layout. @param {{key?: string, all?: boolean, layout?: boolean}} what */
  later({ key, all = false, layout = false }) {
    const { asked } = this;
    const isFirst = !asked.layout && !asked.all && !asked.keys.size;
    asked.layout ||= layout;
    asked.all ||= all;
    if (key) asked.keys.add(key);
    if (isFirst) requestAnimationFrame(() => this.#now());
  }

  #now() {
    const { layout, all, keys } = this.asked;
    this.asked = { layout: false, all: false, keys: new Set() };
    const isNew = layout && this.#arrange();
    for (const view of this.views.values()) if (isNew || all || layout || keys.has(view.block.key)) this.#paint(view);
    for (const overlay of this.overlays) {
      if (layout) overlay.layout?.(this);
      overlay.run?.(this);
    }
  }

  /** @returns {Size} */
  #size() {
    const { run } = this;
    const { width, height } = this.room;
    const { from, count } = run?.recurrent ? span(run) : { from: 0, count: 0 };
    return { width, height, dpr: window.devicePixelRatio || 1, ...screenNow(), steps: run?.steps ?? 0, from, count, task: session.task ?? '', classes: run?.labels.length ?? 0, opened: state.opened, chosen: state.selection && keyOf(/** @type {any} */ (state.selection)) };
  }

  /** Lay the run out; true if anything stands elsewhere than before. */
  #arrange() {
    const { run } = this;
    const size = this.#size();
    if (!run || !size.width || !size.height) return false;
    const shown = shownOf(run);
    const layout = layoutOf(shown, size);
    const signature = JSON.stringify(layout);
    this.layout = layout;
    if (signature === this.signature) return false;
    this.signature = signature;
    const kept = this.views;
    this.views = new Map();
    for (const block of layout.blocks) {
      const id = `${block.key} ${block.quantity}`;
      const view = kept.get(id) ?? new BlockView();
      kept.delete(id);
      view.move(block, size.dpr);
      this.views.set(id, view);
    }
    for (const { element } of kept.values()) element.remove();
    writeLabels(this.place, layout.labels);
    this.place.append(...[...this.views.values()].map(({ element }) => element)); // in the order of the layers, for the Tab key
    Object.assign(this.place.style, { width: `${layout.width}px`, height: `${layout.height}px` });
    return true;
  }

  /** @param {BlockView} view */
  #paint(view) {
    const { run } = this;
    const { key, quantity, form } = view.block;
    const stage = run?.stages.get(key);
    if (!run || !stage || !FORMS[form]) return;
    const both = run === session.trace ? runs() : [run];
    if (!run.preview) view.call(run, `${run.milliseconds} ${currentLanguage()}`, () => summaryOf(run, key, quantity));
    view.paint(FORMS[form], run, {
      scale: quantity ? scaleFor(stage, quantity, both) : { ramp: 'signed', most: 1 },
      dpr: window.devicePixelRatio || 1,
      original: run === session.trace && session.original?.stages.get(key)?.arrays[quantity] ? session.original : null,
      moment: player.moment,
      atEnd: player.atEnd,
      faded: (index) => this.overlays.some((overlay) => overlay.faded?.(key, index)),
    });
  }
}

/** @type {Stage | null} */
let stage = null;
/** @type {((stage: Stage) => void)[]} */
const waiting = [];

/** Call `use` with the stage, now or when it is there: for parts that draw over it. @param {(stage: Stage) => void} use */
export function withStage(use) {
  if (stage) use(stage);
  else waiting.push(use);
}

/** @param {HTMLElement} element */
export function mount(element) {
  const mine = (stage = new Stage(element));
  const arrange = () => mine.later({ layout: true });
  new ResizeObserver(() => {
    mine.room = { width: element.clientWidth, height: element.clientHeight };
    arrange();
  }).observe(element);
  onScreenKind(arrange);
  onTask(arrange);
  onPlan(arrange);
  onOpened(arrange);
  onTheme(arrange);
  onView(arrange);
  on('architecture', arrange);
  on('clear', arrange);
  on('begin', () => void (session.trace?.preview || mine.later({ layout: false })));
  on('stage', ({ key, declared }) => mine.later(mine.view(key) && !(declared?.timed && session.trace?.open) ? { key } : { layout: true }));
  on('end', arrange);
  on('interrupt', () => holdScales(true));
  on('end', (trace) => trace.preview || holdScales(false));
  onExact(() => mine.later({ all: true }));
  onMoment(() => mine.later({ all: !session.trace?.recurrent }));
  onSelection(() => mine.later({ all: true }));
  onLanguage(() => {
    fill(element);
    arrange();
  });
  readByPointer(mine);
  readByKeys(mine);
  showPlaces(mine);
  onPointed(() => mine.later({ all: mine.overlays.some(({ faded }) => faded) }));
  for (const use of waiting.splice(0)) use(mine);
  arrange();
}

/** The name of the chosen network among the classes of the page's element, for the style sheet. */
onTask(() => document.getElementById('pg-app')?.setAttribute('data-kind', network()?.architecture ?? ''));

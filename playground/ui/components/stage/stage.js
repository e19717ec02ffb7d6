// The picture of the network: one canvas for each quantity, laid out by layout/, painted by forms/, read by pointer and keys.

import { pixelRatio } from '../dom/zoom.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { whileWanted } from '../loading/wanted.js';
import { onExact } from '../run/exact.js';
import { onGradients } from '../run/backward.js';
import { drawn, onPlan } from '../run/plan.js';
import { network, on, onTask, runs, session } from '../run/session.js';
import { keyOf } from '../run/trace.js';
import { onMoment, player } from '../playback/player.js';
import { onView, span } from '../playback/view.js';
import { currentLanguage, fill, onLanguage } from '../text/text.js';
import { state } from '../store/store.js';
import { holdScales, scaleFor } from './colours.js';
import { FORMS } from './forms/forms.js';
import { spatialLayout } from './layout/spatial.js';
import { Picture } from './picture.js';
import { readByKeys } from './keys.js';
import { readByPointer } from './pointer.js';
import { onScreenKind, screenNow } from './screen.js';
import { onOpened, onPointed, onSelection } from './selecting.js';
import { showPlaces } from './places.js';
import { summaryOf } from './summary.js';
import { shownOf } from './shown.js';
import { likeOf } from '../tasks.js';

/** @typedef {import('./layout/layout.js').Layout} Layout */
/** @typedef {import('./layout/layout.js').Size} Size */
/** @typedef {import('./blocks.js').BlockView} BlockView */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** What a picture in time needs. @typedef {{layoutOf: (shown: import('./shown.js').Shown[], size: Size) => Layout, movedInTime: typeof import('./time/keys.js').movedInTime, mountTime: (stage: Stage) => void}} InTime */
/** A part that draws over the picture. @typedef {{layout?: (stage: Stage) => void, run?: (stage: Stage) => void, faded?: (key: string, index: number[]) => boolean}} Overlay */

export class Stage extends Picture {
  /** @param {HTMLElement} element @param {() => Promise<InTime>} loadTime @param {() => Trace | null} [source] what is drawn: by itself the run of the page, or the plan of the network */
  constructor(element, loadTime, source = drawn) {
    super(find(element, '.pg-picture', HTMLElement));
    this.element = element;
    this.loadTime = loadTime;
    this.source = source;
    /** @type {Overlay[]} */
    this.overlays = [];
    this.room = { width: 0, height: 0 }; // kept, as asking for it would lay the page out anew
    this.foot = 0; // px below the picture that something else takes
    this.corner = 0; // px at its upper right
    /** @type {InTime | null} when a network reads in steps */
    this.inTime = null;
    this.isWaiting = false; // for that
    this.asked = { layout: false, all: false, keys: /** @type {Set<string>} */ (new Set()) };
  }

  /** @returns {Trace | null} */
  get run() {
    return this.source();
  }

  /** Whether all that was asked for is drawn. */
  get idle() {
    const { layout, all, keys } = this.asked;
    return !layout && !all && !keys.size && !this.isWaiting;
  }

  /** @param {Overlay} overlay */
  add(overlay) {
    this.overlays.push(overlay);
    this.later({ layout: true });
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
    if (!this.room.width) return; // it is not on the screen; when it comes there, it is laid out
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
    const { width, height: whole } = this.room;
    const height = Math.max(0, whole - this.foot);
    const { from, count } = run?.recurrent ? span(run) : { from: 0, count: 0 };
    return { width, height, corner: this.corner, foot: this.foot, dpr: pixelRatio(), ...screenNow(), steps: run?.steps ?? 0, from, count, task: likeOf(session.task) ?? '', classes: run?.labels.length ?? 0, opened: state.opened, chosen: state.selection && keyOf(/** @type {any} */ (state.selection)) };
  }

  /** Lay the run out; true if anything stands elsewhere than before. */
  #arrange() {
    const { run } = this;
    const size = this.#size();
    if (!run || !size.width || !size.height) return false;
    const layout = this.#layoutOf(shownOf(run), size);
    return layout !== null && this.put(layout, size.dpr);
  }

  /** Null while what lays out a picture in time is on its way. @param {import('./shown.js').Shown[]} shown @param {Size} size @returns {Layout | null} */
  #layoutOf(shown, size) {
    if (!shown.some(({ timed }) => timed)) return spatialLayout(shown, size);
    if (!this.inTime && !this.isWaiting) void this.#waitForTime();
    return this.inTime?.layoutOf(shown, size) ?? null;
  }

  async #waitForTime() {
    this.isWaiting = true;
    this.inTime = await whileWanted('stage', this.loadTime, () => true);
    this.inTime?.mountTime(this);
    this.isWaiting = false;
    this.later({ layout: true });
  }

  /** What `use` gives while each canvas has at least so many pixels in a px. @template T @param {number} least @param {() => T} use @returns {T} */
  sharply(least, use) {
    const at = (/** @type {number} */ dpr) => {
      for (const view of this.views.values()) {
        view.move(view.block, dpr);
        this.#paint(view);
      }
    };
    const dpr = pixelRatio();
    at(Math.ceil(least / dpr) * dpr); // whole times as many, so that all stands where it stood
    try {
      return use();
    } finally {
      at(dpr);
    }
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
      dpr: view.dpr,
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

/** @param {HTMLElement} element @param {() => Promise<InTime>} loadTime */
export function mount(element, loadTime) {
  const mine = (stage = new Stage(element, loadTime));
  keep(mine);
  onPlan(() => mine.later({ layout: true }));
  on('interrupt', () => holdScales(true));
  on('end', (trace) => trace.preview || holdScales(false));
  for (const use of waiting.splice(0)) use(mine);
}

/** Keep a picture what the page is about: its run, what is selected, how it is looked at. @param {Stage} mine */
export function keep(mine) {
  const { element } = mine;
  const arrange = () => mine.later({ layout: true });
  new ResizeObserver(() => {
    mine.room = { width: element.clientWidth, height: element.clientHeight };
    arrange();
  }).observe(element);
  onScreenKind(arrange);
  onTask(arrange);
  onGradients(arrange);
  onOpened(arrange);
  onTheme(arrange);
  onView(arrange);
  on('architecture', arrange);
  on('clear', arrange);
  on('begin', () => void (session.trace?.preview || mine.later({ layout: false })));
  on('stage', ({ key }) => mine.later(mine.view(key) ? { key } : { layout: true }));
  on('end', arrange);
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
  arrange();
}

/** The name of the chosen network among the classes of the page's element, for the style sheet. */
onTask(() => document.getElementById('pg-app')?.setAttribute('data-kind', network()?.architecture ?? ''));

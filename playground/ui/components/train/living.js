// The living picture: the network as it is now, on one example that stays, with the values it makes of it or their gradients.

import { pixelRatio } from '../dom/zoom.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { showsSwitch } from '../dom/radios.js';
import { lazy } from '../loading/lazy.js';
import { whileWanted } from '../loading/wanted.js';
import { scaleFor } from '../stage/colours.js';
import { paintAll } from '../stage/edges/all_edges.js';
import { FORMS } from '../stage/forms/forms.js';
import { spatialLayout } from '../stage/layout/spatial.js';
import { Picture } from '../stage/picture.js';
import { screenNow } from '../stage/screen.js';
import { shownOf } from '../stage/shown.js';
import { summaryOf } from '../stage/summary.js';
import { state } from '../store/store.js';
import { currentLanguage, onLanguage, t } from '../text/text.js';
import { bench, onBench, setShows } from './bench.js';
import { made } from './elements.js';
import { showAnswer } from './living_answer.js';
import { showTips } from './tips.js';
import { onTraining, training } from './training.js';

/** @typedef {import('../stage/layout/layout.js').Size} Size */
/** @typedef {import('../stage/layout/layout.js').Layout} Layout */
/** @typedef {import('../run/trace.js').Trace} Trace */

const ANSWER = 128; // px at the right of the picture for what it answers
const MOST_STEPS = 60; // of a sequence, that are drawn

const loadTime = lazy(async () => {
  const [time, labels] = await Promise.all([import('../stage/in_time.js'), import('../stage/time/labels.js')]);
  return { ...time, ...labels };
});

export class Living extends Picture {
  /** @param {HTMLElement} element */
  constructor(element) {
    super(find(element, '.pg-picture', HTMLElement));
    this.element = element;
    this.edges = Object.assign(document.createElement('canvas'), { className: 'pg-all-edges' });
    this.edges.setAttribute('aria-hidden', 'true');
    this.words = made('div', 'pg-time');
    this.place.prepend(this.edges);
    this.place.before(this.words);
    this.hint = made('p', 'pg-train-hint');
    element.append(this.hint);
    this.answer = showAnswer(element);
    /** @type {Awaited<ReturnType<typeof loadTime>> | null} */
    this.inTime = null;
    this.isAsked = false;
    this.written = '';
  }

  /** @returns {Trace | null} */
  get run() {
    const { progress } = training;
    return (bench.shows === 'gradients' && progress?.gradients) || progress?.trace || null;
  }

  /** Draw with the next picture of the screen. */
  later() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.#draw();
    });
  }

  /** @param {Trace} run @returns {Size} */
  #size(run) {
    const { clientWidth, clientHeight: height } = this.element;
    const width = clientWidth - (screenNow().phone || !run.labels.length ? 0 : ANSWER);
    return { width, height, dpr: pixelRatio(), alone: true, phone: screenNow().phone, short: height < 420, steps: run.steps, from: 0, count: Math.min(MOST_STEPS, Math.max(1, run.steps)), task: run.task, classes: run.labels.length, opened: null, chosen: null };
  }

  #draw() {
    const { run } = this;
    this.place.hidden = this.words.hidden = !run;
    this.hint.textContent = run ? '' : training.progress?.refused || t(training.progress ? 'train.coming' : 'train.press_run');
    const size = run && this.#size(run);
    const layout = run && size && size.height > 0 ? this.#layoutOf(run, size) : null;
    if (!run || !layout) return this.answer(this);
    const isNew = this.put(layout, pixelRatio());
    for (const view of this.views.values()) this.#paint(view, run);
    this.#write(run, isNew);
    this.#drawEdges(layout);
    this.answer(this);
  }

  /** Null while what lays out a picture in time is on its way. @param {Trace} run @param {Size} size @returns {Layout | null} */
  #layoutOf(run, size) {
    const shown = shownOf(run);
    if (!shown.some(({ timed }) => timed)) return spatialLayout(shown, size);
    if (!this.inTime) void this.#waitForTime();
    return this.inTime?.layoutOf(shown, size) ?? null;
  }

  async #waitForTime() {
    this.inTime = await whileWanted('train', loadTime, () => state.page === 'train');
    if (this.inTime) this.later();
  }

  /** @param {import('../stage/blocks.js').BlockView} view @param {Trace} run */
  #paint(view, run) {
    const { key, quantity, form } = view.block;
    const stage = run.stages.get(key);
    if (!stage || !FORMS[form]) return;
    const scale = quantity ? scaleFor(stage, quantity, [run]) : { ramp: /** @type {const} */ ('signed'), most: 1 };
    if (!training.progress?.running) view.call(run, currentLanguage(), () => summaryOf(run, key, quantity));
    view.paint(FORMS[form], run, { scale, dpr: pixelRatio(), original: null, moment: Math.max(0, run.steps - 1), atEnd: true, faded: () => false });
  }

  /** The words along a time axis. @param {Trace} run @param {boolean} isNew */
  #write(run, isNew) {
    const axis = this.layout?.axis;
    const now = JSON.stringify([Boolean(axis), run.task, Boolean(run.forward), currentLanguage(), run.steps]);
    if (!isNew && now === this.written) return;
    this.written = now;
    this.words.replaceChildren();
    if (!axis || !this.inTime) return;
    this.inTime.writeNumbers(this.words, axis, this);
    this.inTime.writeLabels(this.words, axis, this);
  }

  /** What the sources add, or what comes back to them, of a small network. @param {Layout} layout */
  #drawEdges(layout) {
    const { progress } = training;
    const relations = (this.run?.forward ? progress?.gradients : progress)?.relations ?? null;
    paintAll(this.edges, layout, relations, ({ key, index }) => this.boxOf(key, index), false);
  }
}

/** @param {HTMLElement} element @param {HTMLElement} head where it is chosen what the picture shows */
export function showPicture(element, head) {
  const living = new Living(element);
  const buttons = showsSwitch(head, setShows);
  const press = () => buttons.press(bench.shows);
  showTips(living);
  new ResizeObserver(() => living.later()).observe(element);
  onTheme(() => living.later());
  onTraining(() => living.later());
  onBench((what) => {
    press();
    if (what === 'looks') living.later();
  });
  onLanguage(() => {
    buttons.name(t('train.shows.title'), (shows) => ({ words: t(`train.shows.${shows}`), about: t(`train.shows.${shows}_about`) }));
    living.later();
  });
  press();
}

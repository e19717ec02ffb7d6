// One input, a row for each network: all along one time axis, whose step under the pointer is shown in all of them.

import '../stage/in_time.js';
import { onTheme } from '../canvas/theme.js';
import { el } from '../dock/parts.js';
import { setHidden, setText } from '../dom/changed.js';
import { pixelRatio, placeIn } from '../dom/zoom.js';
import { lazy } from '../loading/lazy.js';
import { whileWanted } from '../loading/wanted.js';
import { onTask, session } from '../run/session.js';
import { onPut, put, state } from '../store/store.js';
import { onLanguage, t } from '../text/text.js';
import { ReadAbove } from './read_above.js';
import { Row } from './row.js';
import { axisOf } from './row_layout.js';
import { answered, foundOf, networks, onRuns } from './runs.js';
import { partTitle } from './title.js';
import { agreement } from './words.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./row_layout.js').Axis} Axis */

const LEAST = 100; // px of a row; where not all have that, the list scrolls
const MOST = 190;
const PADDING = 17; // px above and below the pictures, and the line between two rows

/** @param {HTMLElement} element */
export function mount(element) {
  const rows = new Rows(element);
  const both = el('div', 'pg-pair');
  const loadPair = lazy(async () => (await import('./pair.js')).mount(both));
  element.append(both);
  const showPair = () => {
    // One of another task's networks.
    const isStrange = networks().length > 0 && state.pair?.some((name) => !networks().some((one) => one.name === name));
    const isPair = Boolean(state.pair) && state.page === 'compare' && !isStrange;
    element.classList.toggle('paired', isPair);
    document.body.classList.toggle('pg-paired', isPair); // the player is of use then
    if (isPair) void whileWanted('pair', loadPair, () => Boolean(state.pair));
    else if (state.pair) put({ pair: null }); // the next time all are there again
    else rows.unpick();
  };
  const renew = () => {
    rows.renew();
    showPair();
  };
  onTask(renew);
  onPut(['catalogue'], renew);
  onPut(['pair', 'page'], showPair);
  onLanguage(renew);
  onRuns(rows.later);
  onTheme(rows.later);
}

/** The largest value of all states, so that a colour is the same value in every row. @param {Trace[]} traces */
function largestState(traces) {
  const stages = traces.flatMap((trace) => [...trace.stages.values()]).filter(({ declared }) => declared?.timed);
  const scales = stages.flatMap(({ arrays }) => Object.values(arrays).filter(({ range }) => range === 'signed').map(({ scale }) => scale));
  return Math.max(0, ...scales) || 1;
}

class Rows {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.head = partTitle('pg-rows-title');
    this.columns = ['score', 'parameters', 'answer'].map((name) => el('span', `pg-row-figure ${name}`));
    this.above = new ReadAbove();
    this.list = el('ol', 'pg-rows');
    this.waiting = el('p', 'pg-muted pg-compare-waiting');
    element.append(el('div', 'pg-row pg-row-head', this.head.element, ...this.columns), this.above.element, this.list, this.waiting);
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Axis} */
    this.axis = { inset: 0, step: 1, from: 0, count: 1 };
    this.isAsked = false;
    /** @type {number | null} the step that is pointed at */
    this.at = null;
    this.list.addEventListener('pointermove', (event) => this.#point(this.#stepAt(event)));
    this.list.addEventListener('pointerleave', () => this.#point(null));
    new ResizeObserver(this.later).observe(this.list);
  }

  /** Draw with the next picture of the screen. */
  later = () => {
    if (!this.isAsked) requestAnimationFrame(() => this.#draw());
    this.isAsked = true;
  };

  /** The words, and a row for each network of the task. */
  renew() {
    const { task } = session;
    const count = networks().length;
    setText(this.head.title, (count === 1 && t(`compare.title_one.${task}`)) || t(`compare.title.${task}`, { count }));
    [t(`compare.score.${task}`), t('compare.parameters'), t('compare.answer')].forEach((words, k) => setText(this.columns[k], words));
    setText(this.waiting, t('compare.waiting'));
    if (count !== this.rows.length || this.rows.some(({ network }, k) => network !== networks()[k])) {
      this.rows = networks().map((network) => new Row(network, () => this.#pick()));
      this.list.replaceChildren(...this.rows.map((row) => row.element));
    }
    for (const row of this.rows) row.name();
    this.#tell(0);
    this.later();
  }

  /** No network is one of two any more. */
  unpick() {
    for (const row of this.rows) row.pick.checked = false;
    this.#tell(0);
    this.later();
  }

  #pick() {
    const names = this.rows.filter((row) => row.pick.checked).map(({ network }) => network.name);
    this.#tell(names.length);
    if (names.length === 2) put({ pair: names }, { step: true });
  }

  /** What one can do, with so many networks picked. @param {number} picked */
  #tell(picked) {
    setText(this.head.hint, t(`compare.${picked === 1 ? 'hint_second' : networks().length > 1 ? 'hint' : 'hint_one'}`));
  }

  /** @param {PointerEvent} event */
  #stepAt(event) {
    const { inset, step, from, count } = this.axis;
    const place = this.rows[0]?.place;
    const column = place ? Math.floor((placeIn(place, event)[0] - inset) / step) : -1;
    return column >= 0 && column < count ? from + column : null;
  }

  /** @param {number | null} at */
  #point(at) {
    this.at = at;
    for (const row of this.rows) row.point(at, this.axis);
  }

  #draw() {
    this.isAsked = false;
    const traces = answered();
    setHidden(this.waiting, traces.length > 0 || networks().some(({ name }) => foundOf(name).error));
    const width = this.rows[0]?.place.clientWidth;
    if (!width) return;
    const height = Math.max(LEAST, Math.min(MOST, Math.floor(this.list.clientHeight / this.rows.length))) - PADDING;
    const timed = traces.find(({ recurrent }) => recurrent);
    const dpr = pixelRatio();
    if (timed) this.axis = axisOf({ steps: Math.max(...traces.map(({ steps }) => steps)), width, dpr, task: timed.task });
    const room = { width, height, dpr, axis: this.axis };
    this.above.show(timed ?? null, room);
    const most = largestState(traces);
    for (const row of this.rows) {
      row.element.style.height = `${height + PADDING}px`;
      row.show(foundOf(row.network.name), room, most);
    }
    this.#point(this.at); // also of answers that came while the pointer rested
    setText(this.head.said, agreement(this.rows.flatMap(({ network, trace }) => (trace ? [{ network, trace }] : []))));
  }
}

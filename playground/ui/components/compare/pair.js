// Two networks as two living pictures over each other, on one time axis where both have one: the step is that of both.

import { lazy } from '../loading/lazy.js';
import { button, el } from '../dock/parts.js';
import { setText } from '../dom/changed.js';
import { nameOf } from '../network/picker.js';
import { onMoment, player } from '../playback/player.js';
import { ofInput, ofNetwork, on, onTask, session, setArchitecture } from '../run/session.js';
import { Trace } from '../run/trace.js';
import { askForTrace } from '../server/ask_trace.js';
import { explainColours } from '../stage/legend.js';
import { keep, Stage } from '../stage/stage.js';
import { onPut, put, state } from '../store/store.js';
import { fill, onLanguage, t } from '../text/text.js';
import { AnswerCell } from './answer_cell.js';
import { following } from './following.js';
import { networks } from './runs.js';
import { sizesOf } from './words.js';

/** @typedef {import('../store/state.js').Network} Network */

const HTML = '<p class="pg-unseen" data-keys data-text="stage.keys"></p><div class="pg-picture"></div><p class="pg-unseen" role="status" aria-live="polite" data-heard></p>';

/** The two that are chosen, if the task has them. @returns {Network[]} */
const chosen = () => (state.pair ?? []).flatMap((name) => networks().find((one) => one.name === name) ?? []);

/** Whether a network reads in steps, which the player then goes through. @param {Network} one */
const isTimed = (one) => one.arguments.num_layers !== undefined || session.task === 'series';

/** One of the two: its name and answer over its picture. */
class Half {
  /** @param {number} k */
  constructor(k) {
    this.k = k;
    this.name = el('b', '');
    this.sizes = el('span', 'pg-muted');
    this.message = el('span', 'pg-row-error');
    this.answer = new AnswerCell();
    const place = el('section', 'pg-stage pg-pair-stage');
    place.innerHTML = HTML;
    place.tabIndex = -1;
    this.place = place;
    this.element = el('div', 'pg-pair-half', place, el('div', 'pg-pair-said', el('p', 'pg-pair-name', this.name, this.sizes), this.message, this.answer.element));
    /** @type {Trace | null} of the one that is not the network of the page */
    this.other = null;
    this.stage = new Stage(place, lazy(() => import('../stage/in_time.js')), () => this.run);
    keep(this.stage);
    explainColours(this.stage);
  }

  /** @returns {Network | undefined} */
  get network() {
    return chosen()[this.k];
  }

  /** @returns {Trace | null} */
  get run() {
    const name = this.network?.name;
    const own = name === session.architecture ? session.trace : this.other;
    return own && own.architecture === name && own.stages.size ? own : null;
  }

  write() {
    const { network: mine, run } = this;
    if (!mine) return;
    this.element.classList.toggle('empty', !run);
    setText(this.name, ofNetwork(run?.of?.changes) ? t('tries.network', { network: nameOf(mine) }) : nameOf(mine));
    setText(this.sizes, sizesOf(mine, run));
    this.place.ariaLabel = nameOf(mine);
    this.show();
  }

  /** No input: neither picture nor answer is left of the one before. */
  clear() {
    this.other = null;
    setText(this.message, '');
    this.write();
  }

  /** Its run, where it is not the network of the page. @param {any} input @param {import('../server/asking.js').How} how @param {boolean} preview */
  async ask(input, how, preview) {
    const { network: mine } = this;
    if (!mine || !session.task) return;
    const asked = { task: session.task, input, architecture: mine.name, changes: ofInput(session.changes) };
    /** @type {Trace | null} */
    let trace = null;
    for await (const frame of askForTrace({ ...asked, preview: preview || null }, how)) {
      if (frame.run) trace = Object.assign(new Trace(frame.run, mine.arguments.bidirectional), { preview, of: asked });
      else if (frame.end) trace?.end({ ...frame.end, milliseconds: frame.end.milliseconds ?? 0 });
      else trace?.add(frame);
    }
    if (how.signal?.aborted) return;
    this.other = trace;
    setText(this.message, '');
    this.write();
    this.stage.later({ layout: true, all: true });
  }

  show() {
    const { run } = this;
    this.answer.show(run?.output ? run : null, player.atEnd ? null : player.moment);
  }
}

class Pair {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.halves = [0, 1].map((k) => new Half(k));
    this.title = el('h2', '');
    this.hint = el('p', 'pg-muted');
    this.back = button('', leave);
    element.append(el('div', 'pg-row-title pg-pair-title', el('div', '', this.title, this.hint), this.back), ...this.halves.map((half) => half.element));
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) leave();
    });
    this.following = following({
      isWanted: () => state.page === 'compare' && chosen().length === 2,
      question: () => JSON.stringify([this.second.network?.name, ofInput(session.changes)]),
      ask: (input, how, preview) => this.second.ask(input, how, preview),
      refuse: (words) => setText(this.second.message, words ?? t('errors.offline')),
    });
  }

  /** The half whose network is not that of the page. */
  get second() {
    return this.halves.find((half) => half.network?.name !== session.architecture) ?? this.halves[1];
  }

  write() {
    fill(this.element);
    const [upper, lower] = chosen();
    if (!lower) return;
    setText(this.title, t('compare.pair.title', { upper: nameOf(upper), lower: nameOf(lower) }));
    setText(this.hint, t(`compare.pair.${chosen().every(isTimed) ? 'hint' : 'hint_apart'}`));
    setText(this.back, t('compare.pair.back'));
    for (const half of this.halves) half.write();
  }

  /** Another pair, or none. */
  renew() {
    if (state.page !== 'compare' || chosen().length < 2) {
      this.following.drop();
      return;
    }
    // The player goes through the steps of the page's own run: that is one of the two, one with steps if there is one.
    const own = chosen().find(({ name }) => name === session.architecture);
    const timed = chosen().find(isTimed);
    if (!own || (timed && !isTimed(own))) setArchitecture((timed ?? chosen()[0]).name, { step: false });
    this.write();
    for (const half of this.halves) half.stage.later({ layout: true, all: true });
    void this.following.again();
  }
}

const leave = () => put({ pair: null }, { step: true });

/** @param {HTMLElement} element */
export function mount(element) {
  const pair = new Pair(element);
  const renew = () => pair.renew();
  const write = () => pair.halves.forEach((half) => half.write());
  onPut(['pair', 'page', 'catalogue'], renew);
  onTask(renew);
  on('end', write);
  on('clear', () => pair.halves.forEach((half) => half.clear()));
  onMoment(() => pair.halves.forEach((half) => half.show()));
  onLanguage(() => pair.write());
  renew();
}

// The dock for one unit of a layer through time: its cell with the numbers of this step, its curves, its equations.

import { onExact, makeExact } from '../run/exact.js';
import { pending } from '../run/pending.js';
import { session } from '../run/session.js';
import { seek as seekTo } from '../playback/player.js';
import { look } from '../playback/view.js';
import { stageTitle } from '../run/quantity_names.js';
import { select } from '../stage/selecting.js';
import { t } from '../text/text.js';
import { CellView } from './cell/view.js';
import { equationBlocks, equationsOf, keptLine } from './unit_equations.js';
import { explainer, matrixValues } from './unit_explained.js';
import { changeHere } from './change_here.js';
import { HoldBar } from './unit_hold.js';
import { UnitInTime } from './unit_in_time.js';
import { MANY, termsOf } from './unit_terms.js';
import { isOff, switched, termCount, titleOf, unitOf } from './unit_told.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./unit_told.js').Unit} Unit */

const PATIENCE = 350; // milliseconds after the last key until the network is asked
const RESTING = 100; // milliseconds: steps that come faster have no time to be read

const HTML = '<div class="pg-cell-place"></div><div class="pg-time-place"></div><div class="pg-worked-column"><div class="pg-worked-place"></div></div>';

/** @typedef {Pick<import('./head.js').Head, 'say' | 'title' | 'brief'>} Head */

class UnitView {
  /** @param {HTMLElement} place @param {Head} head */
  constructor(place, head) {
    this.place = place;
    this.head = head;
    this.element = Object.assign(document.createElement('div'), { className: 'pg-unit', innerHTML: HTML });
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (this.element.querySelector(name));
    this.parts = { time: find('.pg-time-place'), worked: find('.pg-worked-place') };
    /** @type {Unit | null} */
    this.unit = null;
    this.moment = 0;
    this.terms = false;
    this.steppedAt = -RESTING; // from step to step
    /** @type {ReturnType<typeof setTimeout> | undefined} until the cursor rests */
    this.due = undefined;
    /** @type {Map<string, number>} */
    this.moved = new Map(); // gates in someone's hand
    this.turned = pending(PATIENCE, 'architecture'); // by keys
    this.bar = new HoldBar();
    this.parts.worked.before(this.bar.element);
    this.cell = new CellView(find('.pg-cell-place'), {
      drag: (gate, value) => this.#drag(gate, value),
      turn: (gate, value) => {
        this.#drag(gate, value);
        this.turned.wait(() => this.#hold(gate, value));
      },
      hold: (gate, value) => this.#hold(gate, value),
      release: (gate) => {
        this.turned.drop();
        this.bar.release(gate);
      },
      pick: (quantity) => this.unit && select({ ...this.unit.layer, quantity, index: [this.unit.index] }, { step: false }),
    });
    this.curves = new UnitInTime(this.parts.time, seekTo);
    this.explain = explainer(() => this.#told());
    onExact((trace) => trace === this.unit?.run && this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** @param {Selection} selection @param {Trace} run */
  show(selection, run) {
    const unit = unitOf(selection, run);
    if (!unit) return;
    const isOther = this.unit?.stage.key !== unit.stage.key || this.unit.index !== unit.index || this.unit.quantity !== unit.quantity;
    if (isOther) {
      this.turned.flush(); // it is of the unit before
      this.#openTerms(false);
    }
    this.unit = unit;
    if (this.element.parentElement !== this.place) this.place.replaceChildren(this.element);
    if (!this.turned.isWaiting) this.moved.clear();
    if (run.of && !run.exact) void makeExact(run);
    this.#draw();
  }

  /** @param {number} moment */
  seek(moment) {
    if (moment === this.moment) return;
    this.moment = moment;
    const isFast = performance.now() - this.steppedAt < RESTING;
    this.steppedAt = performance.now();
    this.#step({ isFast, isOnWay: true });
  }

  clear() {
    this.turned.flush();
    this.unit = null;
    clearTimeout(this.due);
    this.explain.clear();
    this.element.remove();
  }

  /** All of it anew: another unit, run, language or size. */
  #draw() {
    const { unit } = this;
    if (!unit || !this.element.isConnected) return;
    this.element.classList.toggle('plain', !unit.stage.declared?.diagram); // of no cell
    this.cell.arrange(unit);
    const first = this.cell.firstGate;
    const { clientWidth: width, clientHeight: height } = this.parts.time;
    const was = unit.run === session.trace ? (session.original?.stages.get(unit.stage.key) ?? null) : null;
    if (width && height) this.curves.draw({ stage: unit.stage, unit: unit.index, run: unit.run, first, was }, { width, height, beside: height < 120 });
    this.bar.show({ stage: unit.stage, unit: unit.index, run: unit.run, valueOf: (gate) => this.cell.values.get(gate)?.value });
    this.#name();
    this.#step();
  }

  /** What stands in the row above. */
  #name() {
    const { unit } = this;
    if (!unit) return;
    const { declared } = unit.stage;
    const symbol = declared?.quantities[unit.summed]?.symbol ?? '';
    const count = termCount(unit);
    const off = isOff(session.changes?.off, unit);
    const buttons = [];
    if (this.cell.hasValves) buttons.push({ words: t('cell.hold'), short: t('dock.short.hold'), act: () => this.#openBar(this.bar.element.hidden), pressed: !this.bar.element.hidden, name: 'hold' });
    if (count) buttons.push({ words: t('cell.terms', { count, symbol }), short: t('dock.short.terms', { count }), act: () => this.#openTerms(!this.terms), pressed: this.terms, name: 'terms' });
    if (declared?.searchable) buttons.push({ words: t('cell.similar'), short: t('dock.short.similar'), act: () => this.#similar(), name: 'similar' });
    if (declared?.switchable) buttons.push({ words: t(off ? 'cell.switch_on' : 'cell.switch_off'), short: t(off ? 'dock.short.on' : 'dock.short.off'), act: () => changeHere({ off: switched(session.changes?.off, unit) }), pressed: off, name: 'off' });
    const up = { words: stageTitle(unit.stage, unit.run), act: () => select(unit.layer) };
    this.head.say({ up, title: titleOf(unit, this.#at), note: this.cell.hasValves ? t('cell.hint') : '', buttons });
  }

  /** Steps of other inputs in which the same units are on. */
  #similar() {
    const { stage, quantity } = /** @type {Unit} */ (this.unit);
    look({ range: { key: stage.key, quantity, first: this.#at, last: this.#at } });
  }

  get #at() {
    return Math.max(0, Math.min(this.moment, (this.unit?.stage.filled ?? 1) - 1));
  }

  /** The numbers of this step; of one among many the equations wait until the cursor rests. `isOnWay`: the cursor came from another. @param {{isFast?: boolean, isOnWay?: boolean}} [options] */
  #step({ isFast = false, isOnWay = isFast } = {}) {
    const { unit } = this;
    if (!unit) return;
    const at = this.#at;
    this.head.title(titleOf(unit, at));
    const told = this.explain.of(unit.run, unit.selectionAt(at, unit.summed), { isChosen: !isOnWay, ...(this.terms || !this.cell.graph ? { terms: MANY } : {}) });
    const more = told && this.cell.graph ? matrixValues(this.cell.graph, unit.summed, told) : undefined;
    this.cell.seek(unit, at, { more, instead: this.moved });
    this.curves.seek(at);
    clearTimeout(this.due);
    this.parts.worked.classList.toggle('late', isFast);
    if (isFast) this.due = setTimeout(() => this.#step(), RESTING);
    else this.#work(unit, told);
    if (!this.bar.element.hidden) this.bar.update();
  }

  /** The equations, or the terms of one. @param {Unit} unit @param {import('./unit_explained.js').Told | null} told */
  #work(unit, told) {
    const { graph, before, values } = this.cell;
    const of = graph && { ...unit, unit: unit.index, quantity: unit.summed, graph, before, values, told, moved: this.moved };
    this.head.brief(...(of ? keptLine(of, this.cell.kept) : []));
    if (this.terms) this.parts.worked.replaceChildren(termsOf(told));
    else this.parts.worked.replaceChildren(...(of ? equationBlocks(of) : [...equationsOf(told), termsOf(told)]));
  }

  /** What was asked has come; a valve that is being moved is not disturbed. */
  #told() {
    if (!this.moved.size) this.#step();
  }

  /** @param {string} gate @param {number} value */
  #hold(gate, value) {
    this.#openBar(true);
    this.bar.hold(gate, value);
  }

  /** @param {string} gate @param {number} value */
  #drag(gate, value) {
    this.moved.set(gate, value);
    this.#step();
    this.bar.try(gate, value);
  }

  /** @param {boolean} isOpen */
  #openBar(isOpen) {
    if (this.bar.element.hidden !== isOpen) return;
    this.bar.element.hidden = !isOpen;
    if (isOpen) this.bar.update();
    this.#name();
  }

  /** @param {boolean} isOpen */
  #openTerms(isOpen) {
    if (this.terms === isOpen) return;
    this.terms = isOpen;
    this.element.classList.toggle('terms', isOpen);
    this.#name();
    this.#step();
  }
}

/** The dock's content for units of layers through time: it fills `place` while it shows one. @param {HTMLElement} place @param {Head} head */
export function unitView(place, head) {
  const view = new UnitView(place, head);
  return {
    /** @param {Selection} selection @param {Trace} run */
    show: (selection, run) => view.show(selection, run),
    /** @param {number} moment */
    seek: (moment) => view.seek(moment),
    clear: () => view.clear(),
  };
}

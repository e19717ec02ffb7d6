// The dock for one unit of a layer through time: its cell with the numbers of this step, its curves, its equations.

import { onExact, makeExact } from '../run/exact.js';
import { change, session } from '../run/session.js';
import { seek as seekTo } from '../playback/player.js';
import { look } from '../playback/view.js';
import { t } from '../text/text.js';
import { CellView } from './cell/view.js';
import { equationBlocks } from './unit_equations.js';
import { explainer, matrixValues } from './unit_explained.js';
import { HoldBar } from './unit_hold.js';
import { UnitInTime } from './unit_in_time.js';
import { MANY, termsOf } from './unit_terms.js';
import { isOff, switched, termCount, titleOf, unitOf } from './unit_told.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./unit_told.js').Unit} Unit */

const HTML = `
<header class="pg-dock-row"><h2 id="pg-dock-title"></h2><p class="pg-dock-hint"></p>
  <div class="pg-dock-buttons"><button type="button" data-do="hold" aria-expanded="false"></button><button type="button" data-do="terms" aria-expanded="false"></button><button type="button" data-do="similar"></button><button type="button" data-do="off" aria-pressed="false"></button></div>
</header>
<div class="pg-unit-columns"><div class="pg-cell-place"></div><div class="pg-time-place"></div><div class="pg-worked-place"></div></div>`;

class UnitView {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.element = Object.assign(document.createElement('div'), { className: 'pg-unit', innerHTML: HTML });
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (this.element.querySelector(name));
    this.parts = { title: find('h2'), hint: find('.pg-dock-hint'), columns: find('.pg-unit-columns'), worked: find('.pg-worked-place') };
    /** @type {Unit | null} */
    this.unit = null;
    this.moment = 0;
    this.terms = false;
    /** @type {Map<string, number>} */
    this.moved = new Map(); // gates in someone's hand
    this.bar = new HoldBar();
    this.parts.hint.after(this.bar.element);
    this.cell = new CellView(find('.pg-cell-place'), {
      drag: (gate, value) => this.#drag(gate, value),
      hold: (gate, value) => (this.moved.clear(), this.#openBar(true), this.bar.hold(gate, value)),
      release: (gate) => this.bar.release(gate),
    });
    this.curves = new UnitInTime(find('.pg-time-place'), seekTo);
    this.explain = explainer(() => this.#told());
    this.#buttons();
    onExact((trace) => trace === this.unit?.run && this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.parts.columns);
  }

  #buttons() {
    /** @type {Record<string, () => void>} */
    const actions = {
      hold: () => this.#openBar(this.bar.element.hidden),
      terms: () => this.#openTerms(!this.terms),
      similar: () => this.unit && look({ range: { key: this.unit.stage.key, quantity: this.unit.quantity, first: this.moment, last: this.moment } }),
      off: () => this.unit && change({ off: switched(session.changes?.off, this.unit) }),
    };
    for (const button of this.#all()) button.onclick = actions[button.dataset.do ?? ''];
  }

  /** @returns {HTMLButtonElement[]} */
  #all() {
    return [...this.element.querySelectorAll('button')].filter((button) => button.dataset.do !== undefined);
  }

  /** @param {Selection} selection @param {Trace} run */
  show(selection, run) {
    const unit = unitOf(selection, run);
    if (!unit) return;
    const isOther = this.unit?.stage.key !== unit.stage.key || this.unit.index !== unit.index || this.unit.quantity !== unit.quantity;
    if (isOther) this.#openTerms(false);
    this.unit = unit;
    if (this.element.parentElement !== this.place) this.place.replaceChildren(this.element);
    this.moved.clear();
    if (run.of && !run.open && !run.exact) void makeExact(run);
    this.#draw();
  }

  /** @param {number} moment */
  seek(moment) {
    if (moment === this.moment) return;
    this.moment = moment;
    this.#step();
  }

  clear() {
    this.unit = null;
    this.explain.clear();
    this.element.remove();
  }

  /** All of it anew: another unit, run, language or size. */
  #draw() {
    const { unit } = this;
    if (!unit || !this.element.isConnected) return;
    this.cell.arrange(unit);
    const first = this.cell.firstGate;
    const time = /** @type {HTMLElement} */ (this.element.querySelector('.pg-time-place'));
    const { clientWidth: width, clientHeight: height } = time;
    if (width && height) this.curves.draw({ stage: unit.stage, unit: unit.index, run: unit.run, first }, { width, height, beside: height < 120 });
    this.bar.show({ stage: unit.stage, unit: unit.index, valueOf: (gate) => this.cell.values.get(gate)?.value });
    this.#name();
    this.#step();
  }

  #name() {
    const { unit } = this;
    if (!unit) return;
    const symbol = unit.stage.declared?.quantities[unit.summed]?.symbol ?? '';
    const isSwitched = isOff(session.changes?.off, unit);
    const words = {
      hold: t('cell.hold'),
      terms: t('cell.terms', { count: termCount(unit), symbol }),
      similar: t('cell.similar'),
      off: t(isSwitched ? 'cell.switch_on' : 'cell.switch_off'),
    };
    const shown = { hold: this.cell.hasValves, terms: termCount(unit) > 0, similar: unit.stage.declared?.searchable, off: unit.stage.declared?.switchable };
    for (const button of this.#all()) {
      const name = /** @type {keyof typeof words} */ (button.dataset.do);
      button.textContent = words[name];
      button.hidden = !shown[name];
      if (name === 'off') button.setAttribute('aria-pressed', String(isSwitched));
    }
    this.parts.hint.textContent = this.cell.hasValves ? t('cell.hint') : '';
    this.parts.hint.hidden = !this.bar.element.hidden;
  }

  /** The numbers of this step. */
  #step() {
    const { unit } = this;
    if (!unit) return;
    const at = Math.max(0, Math.min(this.moment, unit.stage.filled - 1));
    this.parts.title.textContent = titleOf(unit, at);
    const told = this.explain.of(unit.run, unit.selectionAt(at, unit.summed), this.terms ? { terms: MANY } : {});
    const more = told && this.cell.graph ? matrixValues(this.cell.graph, unit.summed, told) : undefined;
    this.cell.seek(unit, at, { more, instead: this.moved });
    this.curves.seek(at);
    if (this.terms) this.parts.worked.replaceChildren(termsOf(told, () => this.#openTerms(false)));
    else if (this.cell.graph) this.parts.worked.replaceChildren(...equationBlocks({ ...unit, unit: unit.index, quantity: unit.summed, graph: this.cell.graph, before: this.cell.before, values: this.cell.values, told }));
    if (!this.bar.element.hidden) this.bar.update();
  }

  /** What was asked has come; a valve that is being moved is not disturbed. */
  #told() {
    if (!this.moved.size) this.#step();
  }

  /** @param {string} gate @param {number} value */
  #drag(gate, value) {
    this.moved.set(gate, value);
    this.#step();
  }

  /** @param {boolean} isOpen */
  #openBar(isOpen) {
    this.bar.element.hidden = !isOpen;
    this.parts.hint.hidden = isOpen;
    this.element.querySelector('[data-do=hold]')?.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) this.bar.update();
  }

  /** @param {boolean} isOpen */
  #openTerms(isOpen) {
    if (this.terms === isOpen) return;
    this.terms = isOpen;
    this.element.classList.toggle('terms', isOpen);
    this.element.querySelector('[data-do=terms]')?.setAttribute('aria-expanded', String(isOpen));
    this.#step();
  }
}

/** The dock's content for units of layers through time: it fills `place` while it shows one. @param {HTMLElement} place */
export function unitView(place) {
  const view = new UnitView(place);
  return {
    /** @param {Selection} selection @param {Trace} run */
    show: (selection, run) => view.show(selection, run),
    /** @param {number} moment */
    seek: (moment) => view.seek(moment),
    clear: () => view.clear(),
  };
}

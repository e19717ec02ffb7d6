// Holding a gate by choice instead of by hand: which one, at what value, of this unit or of all, and letting it go again.

import { heldQuantities } from '../run/declarations.js';
import { quantityName } from '../run/quantity_names.js';
import { session } from '../run/session.js';
import { fixed } from '../text/numbers.js';
import { t } from '../text/text.js';
import { changeHere, tryHere } from './change_here.js';
import { heldPlace } from './unit_told.js';
import { heldAt, holding, isHeldInAll, released } from './cell/held.js';

/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {{stage: Stage, unit: number, run: import('../run/trace.js').Trace, valueOf: (gate: string) => number | undefined}} Of */

export class HoldBar {
  constructor() {
    this.element = Object.assign(document.createElement('div'), { className: 'pg-hold', hidden: true });
    this.element.setAttribute('role', 'group');
    this.all = false;
    this.gate = '';
    /** @type {Of | null} */
    this.of = null;
    this.gates = Object.assign(document.createElement('select'), { className: 'pg-hold-gate' });
    this.value = Object.assign(document.createElement('input'), { type: 'range', step: '0.01' });
    this.digits = document.createElement('output');
    this.scope = [false, true].map((all) => this.#button('', () => this.#choose(all)));
    this.free = this.#button('', () => this.release(this.gate));
    for (const [k, button] of this.scope.entries()) button.dataset.scope = k ? 'all' : 'unit';
    this.free.dataset.free = '';
    this.element.append(this.gates, this.value, this.digits, ...this.scope, this.free);
    this.gates.onchange = () => this.#take(this.gates.value);
    this.value.oninput = () => {
      this.digits.textContent = fixed(Number(this.value.value), 2);
      this.try(this.gate, Number(this.value.value));
    };
    this.value.onchange = () => this.hold(this.gate, Number(this.value.value));
  }

  /** @param {string} text @param {() => void} click */
  #button(text, click) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    button.onclick = click;
    return button;
  }

  get #layer() {
    const { stage, unit, run } = /** @type {Of} */ (this.of);
    return heldPlace({ stage, run, index: unit });
  }

  /** Which unit it is of. @param {Of} of */
  show(of) {
    const isOther = this.of?.stage.key !== of.stage.key || this.of.unit !== of.unit;
    this.of = of;
    const { declared } = of.stage;
    const names = declared ? heldQuantities(declared) : [];
    this.gates.replaceChildren(...names.map((name) => new Option(quantityName(name, of.stage, session.trace), name)));
    if (!names.includes(this.gate)) this.gate = names[0] ?? '';
    if (isOther) this.all = isHeldInAll(session.changes?.gates, this.gate, this.#layer);
    this.element.setAttribute('aria-label', t('cell.hold'));
    this.gates.setAttribute('aria-label', t('cell.which'));
    this.value.setAttribute('aria-label', t('cell.value'));
    this.scope[0].textContent = t('cell.this_unit');
    this.scope[1].textContent = t('cell.all_units');
    this.free.textContent = t('cell.let_go');
    this.update();
  }

  /** What is held, and at what. */
  update() {
    if (!this.of) return;
    const held = heldAt(session.changes?.gates, this.gate, this.#layer);
    const isShare = this.of.stage.declared?.quantities[this.gate]?.range === 'share';
    Object.assign(this.value, { min: isShare ? '0' : '-1', max: '1' });
    const value = held ?? this.of.valueOf(this.gate) ?? 0;
    this.gates.value = this.gate;
    if (document.activeElement !== this.value || held !== undefined) this.value.value = String(value);
    this.digits.textContent = fixed(Number(this.value.value), 2);
    for (const [k, button] of this.scope.entries()) button.setAttribute('aria-pressed', String(this.all === Boolean(k)));
    this.free.disabled = held === undefined;
  }

  /** The gate that the bar is about. @param {string} gate */
  #take(gate) {
    this.gate = gate;
    this.update();
  }

  /** Of this unit or of all: what is held is then held there. @param {boolean} all */
  #choose(all) {
    const held = heldAt(session.changes?.gates, this.gate, this.#layer);
    this.all = all;
    if (held === undefined) this.update();
    else this.hold(this.gate, held, { moved: true });
  }

  /** @param {string} gate @param {number} value @param {{moved?: boolean}} [options] `moved`: from all units to one, or the other way */
  hold(gate, value, { moved = false } = {}) {
    const gates = moved ? released(session.changes?.gates, gate, this.#layer, { all: true }) : session.changes?.gates;
    this.gate = gate;
    changeHere({ gates: holding(gates, gate, this.#layer, value, { all: this.all }) });
  }

  /** While a hand moves it. @param {string} gate @param {number} value */
  try(gate, value) {
    tryHere({ gates: holding(session.changes?.gates, gate, this.#layer, value, { all: this.all }) });
  }

  /** @param {string} gate */
  release(gate) {
    const gates = released(session.changes?.gates, gate, this.#layer, { all: this.all });
    changeHere({ gates: gates.length ? gates : null });
  }
}

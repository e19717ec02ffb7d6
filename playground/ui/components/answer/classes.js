// A row for each class: its name, a bar of its probability, its number. Each can be pointed at and selected: its own edges.

import { argmax } from '../run/largest.js';
import { point, onPointed, onSelection, select } from '../stage/selecting.js';
import { classRows } from '../stage/layout/class_rows.js';
import { state } from '../store/store.js';
import { currentLanguage, t } from '../text/text.js';
import { ordered } from './order.js';
import { setHidden, setText } from '../dom/changed.js';
import { find } from '../dom/find.js';
import { percent } from './percent.js';

/** @typedef {import('../stage/selecting.js').Selection} Selection */
/** @typedef {import('./order.js').Form} Form */
/** @typedef {{element: HTMLButtonElement, k: number, label: string}} Row */
/** Probabilities, those without the changes, and by which the rows are in order. @typedef {{values: ArrayLike<number>, before: ArrayLike<number> | null, by: ArrayLike<number>}} Shown */

export class Classes {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {Row[]} in the order of the classes */
    this.rows = [];
    /** @type {Form} */
    this.form = 'rows';
    this.made = '';
    this.order = '';
    /** @type {() => Partial<Selection>} where the logits stand */
    this.where = () => ({ stage: 'Output', quantity: 'logits' });
    this.stage = find(document, '.pg-stage', HTMLElement);
    new ResizeObserver(() => this.place()).observe(this.stage);
    onSelection(() => this.#mark());
    onPointed(() => this.#mark());
  }

  /** Rows for these names, empty. @param {string[]} labels @param {Form} form */
  make(labels, form) {
    const made = `${form} ${labels.join()}`;
    if (made === this.made) return;
    [this.made, this.form, this.order] = [made, form, ''];
    this.element.dataset.form = form;
    this.rows = labels.map((label, k) => ({ element: this.#row(label, k), k, label }));
    this.element.replaceChildren(...this.rows.map(({ element }) => element));
    this.place();
    this.#mark();
  }

  /** At the heights of the logits in the picture. */
  place() {
    if (this.form === 'best') return;
    const heights = classRows(this.rows.length, this.stage.clientHeight);
    for (const { element, k } of this.rows) element.style.top = `${heights[k]}px`;
  }

  /** @param {Shown} shown */
  show({ values, before, by }) {
    if (this.form === 'best') this.#sort(by);
    const best = argmax(values);
    for (const { element, k, label } of this.rows) {
      const [, number, track] = element.children;
      // A transform, not a width: it moves at every step of a playback and must cost no layout.
      /** @type {HTMLElement} */ (track.children[0]).style.transform = `scaleX(${values[k]})`;
      const tick = /** @type {HTMLElement} */ (track.children[1]);
      setHidden(tick, !before);
      if (before) tick.style.left = `${100 * before[k]}%`;
      setText(number, percent(values[k]));
      const asked = `${currentLanguage()} ${k === best}`;
      if (element.dataset.asked === asked) continue;
      element.dataset.asked = asked;
      element.classList.toggle('chosen', k === best);
      element.title = t(`result.${k === best ? 'why_this' : 'why_not'}`, { label });
    }
    this.#sum(values);
  }

  /** Nothing is known. */
  blank() {
    for (const { element } of this.rows) {
      const [, number, track] = element.children;
      /** @type {HTMLElement} */ (track.children[0]).style.transform = 'scaleX(0)';
      /** @type {HTMLElement} */ (track.children[1]).hidden = true;
      setText(number, '');
      element.classList.remove('chosen');
      element.title = element.dataset.asked = '';
    }
    const sum = this.element.querySelector('summary b');
    if (sum) sum.textContent = '';
  }

  /** The best in sight, the others in a list that opens. @param {ArrayLike<number>} by */
  #sort(by) {
    const { best, others } = ordered(by);
    const order = [...best, ...others].join();
    if (order === this.order) return;
    const isOpen = this.element.querySelector('details')?.open ?? false;
    this.order = order;
    const nodes = (/** @type {number[]} */ list) => list.map((k) => this.rows[k].element);
    this.element.replaceChildren(...nodes(best));
    if (!others.length) return;
    const more = document.createElement('details');
    more.open = isOpen;
    more.innerHTML = '<summary><span></span><b></b></summary>';
    more.append(...nodes(others));
    this.element.append(more);
  }

  /** @param {ArrayLike<number>} values */
  #sum(values) {
    const summary = this.element.querySelector('summary');
    if (!summary) return;
    const others = this.order.split(',').map(Number).slice(-(summary.parentElement?.children.length ?? 1) + 1);
    setText(summary.children[0], t('result.others', { count: others.length }));
    setText(summary.children[1], percent(others.reduce((sum, k) => sum + values[k], 0)));
  }

  /** @param {string} label @param {number} k */
  #row(label, k) {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'pg-class';
    element.innerHTML = '<span></span> <span></span><i><i></i><s hidden></s></i>';
    element.children[0].textContent = label;
    element.dataset.class = String(k);
    const selection = () => /** @type {Selection} */ ({ layer: null, direction: null, t: null, ...this.where(), index: [k] });
    const off = () => state.pointed?.stage === selection().stage && point(null);
    element.addEventListener('pointerenter', () => point(selection()));
    element.addEventListener('pointerleave', off);
    element.addEventListener('focus', () => element.matches(':focus-visible') && point(selection()));
    element.addEventListener('blur', off);
    element.onclick = () => select(this.#is(state.selection, k) ? null : selection());
    return element;
  }

  /** @param {Selection | null} selection @param {number} k */
  #is(selection, k) {
    return selection?.stage === this.where().stage && selection?.index.length === 1 && selection.index[0] === k;
  }

  #mark() {
    for (const { element, k } of this.rows) {
      element.setAttribute('aria-pressed', String(this.#is(state.selection, k)));
      element.classList.toggle('pointed', this.#is(state.pointed, k));
    }
  }
}

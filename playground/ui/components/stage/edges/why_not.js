// "why not 8?" beside a class that is pointed at or selected and is not the answer: what it has less of than the answer.

import { setHidden } from '../../dom/changed.js';
import { state } from '../../store/store.js';
import { t } from '../../text/text.js';
import { select } from '../selecting.js';

/** @typedef {import('../stage.js').Stage} Stage */
/** @typedef {import('./relations.js').Relations} Relations */

const BELOW = 10; // px from the middle of the row

export class WhyNot {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.button = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-why-not', hidden: true });
    /** @type {{unit: number, answer: number} | null} */
    this.asked = null;
    this.button.addEventListener('click', () => this.#choose());
    stage.place.append(this.button);
  }

  /** The class that is looked at, not the answer; null if there is none. @param {number | null} answer */
  #unit(answer) {
    const of = [state.pointed, state.selection].find((looked) => looked?.stage === 'Output' && looked.quantity === 'logits' && looked.index.length);
    return of && answer !== null && of.index[0] !== answer ? of.index[0] : null;
  }

  /** @param {Relations | null} relations @param {number | null} answer @param {string[]} labels */
  update(relations, answer, labels) {
    const { stage, button } = this;
    const unit = relations?.output && labels.length > 1 ? this.#unit(answer) : null;
    const box = unit === null ? null : stage.boxOf('Output', [unit]);
    setHidden(button, !box);
    this.asked = box && unit !== null && answer !== null ? { unit, answer } : null;
    if (!box || !this.asked) return;
    const [label, best] = [labels[this.asked.unit], labels[this.asked.answer]];
    button.textContent = t('edges.why_not', { label });
    button.title = t('edges.why_not_of', { label, answer: best });
    button.setAttribute('aria-pressed', String(this.#isChosen()));
    Object.assign(button.style, { left: `${box.x + box.width}px`, top: `${box.y + box.height / 2 + BELOW}px` });
  }

  #isChosen() {
    const { selection } = state;
    return Boolean(this.asked && selection?.stage === 'Output' && selection.index[0] === this.asked.unit && selection.against === this.asked.answer);
  }

  #choose() {
    if (!this.asked) return;
    const { unit, answer } = this.asked;
    const whole = { stage: 'Output', layer: null, direction: null, t: null, quantity: 'logits', index: [unit] };
    select(this.#isChosen() ? whole : { ...whole, against: answer });
  }
}

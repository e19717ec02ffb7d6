// The answer of one network in its row: what it says, how likely that is to it, and the classes as bars.

import { percent } from '../answer/percent.js';
import { score } from '../answer/score.js';
import { el } from '../dock/parts.js';
import { setText } from '../dom/changed.js';
import { argmax } from '../run/largest.js';
import { errors, inUnit, predictions } from '../run/series.js';
import { labelOf } from '../run/time_axis.js';
import { significant } from '../text/numbers.js';
import { t } from '../text/text.js';

/** @typedef {import('../run/trace.js').Trace} Trace */

const COLUMNS = 10; // classes that have a bar each beside each other
const BEST = 3; // of more, or of names that are words

export class AnswerCell {
  constructor() {
    this.prediction = el('output', '');
    this.confidence = el('b', '');
    this.bars = el('div', 'pg-row-bars');
    this.note = el('p', 'pg-muted');
    this.element = el('div', 'pg-row-answer', el('div', 'pg-row-said', this.prediction, this.confidence), this.bars, this.note);
  }

  /** What it says in the end, or after time step `at`; null of a network that has not answered. @param {Trace | null} trace @param {number | null} at */
  show(trace, at) {
    if (!trace) return this.#tell('', '', '');
    if (!trace.labels.length) return this.#number(trace, at);
    const values = (at !== null && trace.recurrent && !trace.bidirectional && trace.guess(at)) || trace.probabilities || [];
    const best = argmax(values);
    this.#tell(labelOf(trace.labels[best] ?? '', trace.task), values.length ? percent(values[best]) : '', '');
    this.#show(trace, values, best);
  }

  /** @param {Trace} trace @param {number | null} at */
  #number(trace, at) {
    this.bars.replaceChildren();
    if (trace.encoded?.kind !== 'Series') {
      const { prediction, caption } = score(trace);
      this.#tell(prediction, '', caption);
      return;
    }
    const run = /** @type {any} */ (trace);
    const next = predictions(run)[at ?? run.encoded.read - 1];
    const { ahead } = errors(run);
    this.#tell(next === undefined ? '' : inUnit(run, next), '', ahead.length ? t('compare.ahead', { error: significant(ahead[0], 3) }) : '');
  }

  /** @param {string} prediction @param {string} confidence @param {string} note */
  #tell(prediction, confidence, note) {
    setText(this.prediction, prediction);
    setText(this.confidence, confidence);
    setText(this.note, note);
    if (!prediction) this.bars.replaceChildren();
  }

  /** @param {Trace} trace @param {ArrayLike<number>} values @param {number} best */
  #show(trace, values, best) {
    const isUpright = trace.labels.length === COLUMNS;
    const order = trace.labels.map((_, k) => k);
    const shown = isUpright ? order : order.sort((a, b) => values[b] - values[a]).slice(0, BEST);
    this.bars.classList.toggle('upright', isUpright);
    while (this.bars.children.length < shown.length) this.bars.append(el('div', '', el('span', ''), el('i', '', el('i', ''))));
    while (this.bars.children.length > shown.length) this.bars.lastElementChild?.remove();
    shown.forEach((k, place) => {
      const bar = /** @type {HTMLElement} */ (this.bars.children[place]);
      setText(bar.children[0], labelOf(trace.labels[k], trace.task));
      bar.classList.toggle('chosen', k === best);
      bar.title = percent(values[k]);
      /** @type {HTMLElement} */ (bar.children[1].children[0]).style.transform = `scale${isUpright ? 'Y' : 'X'}(${values[k]})`;
    });
  }
}

// A line that says what an answer waits for, how much of it is done, and lets the visitor cancel it and ask again.

import { isIdle } from '../server/standing.js';
import { waitingWords } from '../server/waiting_words.js';
import { t } from '../text/text.js';

/** @typedef {import('../server/standing.js').Standing} Standing */

export class Waiting {
  /**
   * @param {HTMLElement} place where the line is put, at the end
   * @param {() => void} ask asks the same again
   * @param {() => void} [cancelled] takes back what was shown of the asking
   */
  constructor(place, ask, cancelled = () => {}) {
    this.place = place;
    this.ask = ask;
    this.cancelled = cancelled;
    this.asking = new AbortController();
    this.isIdle = false; // nobody works for it now
    this.words = Object.assign(document.createElement('span'), { role: 'status' });
    this.bar = Object.assign(document.createElement('progress'), { max: 1 });
    this.button = Object.assign(document.createElement('button'), { type: 'button' });
    this.line = Object.assign(document.createElement('p'), { className: 'pg-waits' });
    this.line.append(this.words, this.bar, this.button);
  }

  /** Begin to ask, in place of what was asked before. */
  begin() {
    this.drop();
    this.asking = new AbortController();
    const { signal } = this.asking;
    return { signal, told: (/** @type {Standing | null} */ standing) => void (signal.aborted || this.tell(standing)) };
  }

  /** What was asked is wanted no more. */
  drop() {
    this.asking.abort();
    this.isIdle = false;
    this.line.remove();
  }

  /** @param {Standing | null} standing */
  tell(standing) {
    this.isIdle = isIdle(standing);
    if (!standing) this.line.remove();
    else this.show(waitingWords(standing), t('waiting.cancel'), () => this.cancel(), standing.share);
  }

  cancel() {
    this.asking.abort();
    this.cancelled();
    this.show(t('waiting.cancelled'), t('waiting.again'), () => {
      this.line.remove();
      this.ask();
    });
  }

  /** @param {string} words @param {string} act @param {() => void} does @param {number | null} [share] */
  show(words, act, does, share) {
    if (this.words.textContent !== words) this.words.textContent = words;
    this.bar.hidden = !share;
    this.bar.value = share ?? 0;
    Object.assign(this.button, { textContent: act, onclick: does });
    if (this.line.parentElement !== this.place) this.place.append(this.line);
  }
}

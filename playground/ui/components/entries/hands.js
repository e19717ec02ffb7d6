// Which of the pointers on the pad draws: the first one, but a pen takes it from a finger or a palm.

const LATER = 700; // milliseconds after a pen for which a touch is the hand that holds it

/** What a pointer that is put down does: it draws; it draws in place of one whose stroke was none; it rests. @typedef {'draw' | 'takeover' | 'rest'} Deed */

export class Hands {
  /** @type {{id: number, kind: string} | null} the pointer that draws */
  drawing = null;
  #penUntil = -Infinity; // when the pen was last seen

  /** @param {number} id @param {string} kind pointerType @param {number} now milliseconds @returns {Deed} */
  down(id, kind, now) {
    if (kind === 'touch' && now - this.#penUntil < LATER) return 'rest';
    const palm = this.drawing?.kind === 'touch' && kind === 'pen';
    if (this.drawing && !palm) return 'rest';
    this.drawing = { id, kind };
    this.see(kind, now);
    return palm ? 'takeover' : 'draw';
  }

  /** A pen that hovers or draws is there. @param {string} kind @param {number} now */
  see(kind, now) {
    if (kind === 'pen') this.#penUntil = now;
  }

  /** Whether it is the one that draws. @param {number} id */
  draws(id) {
    return this.drawing?.id === id;
  }

  /** It draws no more. @param {number} now */
  up(now) {
    if (this.drawing) this.see(this.drawing.kind, now);
    this.drawing = null;
  }
}

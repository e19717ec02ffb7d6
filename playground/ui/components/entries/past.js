// What stood on the pad before: Undo brings it back, a picture as well as strokes.

const MOST = 100; // of one that undoes more often, the last stroke goes

/** What stands on a pad. @typedef {{strokes: import('./strokes.js').Point[][], picture: import('./pad.js').Shown | null, demonstration: boolean}} Standing */

export class Past {
  /** @type {Standing[]} */
  #kept = [];

  get empty() {
    return !this.#kept.length;
  }

  /** Something else is about to stand there. @param {Standing} standing */
  keep(standing) {
    this.#kept.push({ ...standing, strokes: [...standing.strokes] }); // a stroke that is done never changes
    if (this.#kept.length > MOST) this.#kept.shift();
  }

  /** The last that was kept, which is then forgotten. */
  back() {
    return this.#kept.pop();
  }

  forget() {
    this.#kept = [];
  }
}

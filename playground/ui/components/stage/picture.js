// A run as a picture: an element with a canvas for each block of its layout, kept from one layout to the next, and its labels.

import { BlockView, writeLabels } from './blocks.js';
import { FORMS } from './forms/forms.js';

/** @typedef {import('./layout/layout.js').Layout} Layout */
/** @typedef {import('./layout/layout.js').Box} Box */
/** @typedef {import('../run/trace.js').Trace} Trace */

export class Picture {
  /** @param {HTMLElement} place of all its elements */
  constructor(place) {
    this.place = place;
    /** @type {Layout | null} */
    this.layout = null;
    /** @type {Map<string, BlockView>} by key and quantity */
    this.views = new Map();
    this.signature = '';
  }

  /** What is drawn. @returns {Trace | null} */
  get run() {
    return null;
  }

  /** @param {string} key @param {string} [quantity] @returns {BlockView | undefined} */
  view(key, quantity) {
    if (quantity !== undefined) return this.views.get(`${key} ${quantity}`);
    return [...this.views.values()].find(({ block }) => block.key === key);
  }

  /** Where a map, unit or value stands, from the top left of the stage. @param {string} key @param {number[]} index @param {{quantity?: string, t?: number | null}} [of] @returns {Box | null} */
  boxOf(key, index, { quantity, t } = {}) {
    const view = this.view(key, quantity) ?? this.view(key);
    return view && this.run ? (FORMS[view.block.form]?.boxOf(view.block, index, this.run, t) ?? null) : null;
  }

  /** Take over a layout; true if anything stands elsewhere than before. @param {Layout} layout @param {number} dpr */
  put(layout, dpr) {
    const signature = JSON.stringify(layout);
    this.layout = layout;
    if (signature === this.signature) return false;
    this.signature = signature;
    const kept = this.views;
    this.views = new Map();
    for (const block of layout.blocks) {
      const id = `${block.key} ${block.quantity}`;
      const view = kept.get(id) ?? new BlockView();
      kept.delete(id);
      view.move(block, dpr);
      this.views.set(id, view);
    }
    for (const { element } of kept.values()) element.remove();
    writeLabels(this.place, layout.labels);
    this.place.append(...[...this.views.values()].map(({ element }) => element)); // in the order of the layers, for the Tab key
    Object.assign(this.place.style, { width: `${layout.width}px`, height: `${layout.height}px` });
    return true;
  }
}

// The elements of the picture: a block with its canvas for each quantity, and the labels as text.

import { contextOf } from '../canvas/context.js';

/** @typedef {import('./layout/layout.js').Block} Block */
/** @typedef {import('./layout/layout.js').Label} Label */
/** @typedef {import('./forms/forms.js').Form} Form */
/** @typedef {import('./forms/forms.js').Look} Look */

export class BlockView {
  constructor() {
    this.element = document.createElement('div');
    this.element.className = 'pg-block';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'application');
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.element.append(this.canvas);
    /** @type {Block} */
    this.block = /** @type {any} */ ({});
    this.dpr = 1;
    /** @type {{run: object, stamp: string} | null} what the words are of */
    this.called = null;
  }

  /** @param {Block} block @param {number} dpr */
  move(block, dpr) {
    this.block = block;
    this.dpr = dpr;
    const { x, y, width, height } = block;
    Object.assign(this.element.dataset, { key: block.key, quantity: block.quantity, form: block.form });
    Object.assign(this.element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    [this.canvas.width, this.canvas.height] = [Math.round(width * dpr), Math.round(height * dpr)];
  }

  /** What it shows in words, found anew when the run is another, or in another state. @param {object} run @param {string} stamp @param {() => string} words */
  call(run, stamp, words) {
    if (this.called?.run === run && this.called.stamp === stamp) return;
    this.called = { run, stamp };
    this.element.ariaLabel = words();
  }

  /** @param {Form} form @param {import('../run/trace.js').Trace} run @param {Look} look */
  paint(form, run, look) {
    const context = contextOf(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    form.paint(context, this.block, run, look);
  }
}

/** The labels, in place of those before. @param {HTMLElement} place @param {Label[]} labels */
export function writeLabels(place, labels) {
  for (const old of place.querySelectorAll(':scope > .pg-label')) old.remove();
  for (const { x, y, width, height, align, title, note, key, turned } of labels) {
    const label = document.createElement('div');
    label.className = `pg-label ${align}${turned ? ' turned' : ''}`;
    if (key) label.dataset.key = key;
    Object.assign(label.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: height ? `${height}px` : '' });
    const [name, words] = [document.createElement('b'), document.createElement('span')];
    [name.textContent, words.textContent] = [title, note];
    label.append(...(title ? [name] : []), ...(note ? [words] : []));
    place.append(label);
  }
}

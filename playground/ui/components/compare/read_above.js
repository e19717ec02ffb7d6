// What is read at each step, above the rows, where that is letters or words.

import { el } from '../dock/parts.js';
import { setHidden } from '../dom/changed.js';
import { BlockView } from '../stage/blocks.js';
import { FORMS } from '../stage/forms/forms.js';
import { shownOf } from '../stage/shown.js';
import { PLAIN } from './row.js';
import { readLayout } from './row_layout.js';

export class ReadAbove {
  constructor() {
    this.view = new BlockView();
    this.view.element.removeAttribute('tabindex');
    this.view.element.setAttribute('aria-hidden', 'true'); // the column at the left says it
    this.place = el('div', 'pg-row-picture', this.view.element);
    this.element = el('div', 'pg-row pg-row-read', this.place);
  }

  /** @param {import('../run/trace.js').Trace | null} trace of a network that reads in steps @param {Omit<import('./row_layout.js').Room, 'task' | 'classes'>} room */
  show(trace, room) {
    const block = trace && readLayout(shownOf(trace), { ...room, task: trace.task, classes: trace.labels.length });
    setHidden(this.element, !block);
    if (!block || !trace) return;
    this.view.move(block, room.dpr);
    this.place.style.height = `${block.height}px`;
    this.view.paint(FORMS.given, trace, { ...PLAIN, scale: { ramp: 'signed', most: 1 }, dpr: room.dpr });
  }
}

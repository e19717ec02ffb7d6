// What is opened in place: a map's column or a whole layer, over the columns of the picture beside it; Escape and Back close it.

import { pixelRatio } from '../../dom/zoom.js';
import { onTheme } from '../../canvas/theme.js';
import { button, el } from '../../dock/parts.js';
import { onExact } from '../../run/exact.js';
import { gradientsNow, onGradients } from '../../run/backward.js';
import { on, session } from '../../run/session.js';
import { state } from '../../store/store.js';
import { onLanguage, t } from '../../text/text.js';
import { onOpened, onPointed, onSelection, open } from '../selecting.js';
import { onScreenKind } from '../screen.js';
import { withStage } from '../stage.js';
import { makeColumn } from './column.js';
import { makeLayer } from './layer.js';
import { regionFor } from './region.js';

/** @typedef {import('../stage.js').Stage} Stage */
/** What one way of opening draws into its place. @typedef {{show: (of: {stage: import('../../run/trace.js').Stage, run: import('../../run/trace.js').Trace, size: {width: number, height: number, dpr: number}}) => Promise<string>, point: () => void, key: (event: KeyboardEvent) => boolean}} Content */

/** @type {Record<string, {make: (place: HTMLElement) => Content, width: number}>} `width`: CSS px that it needs */
const HOW = { column: { make: makeColumn, width: 720 }, layer: { make: makeLayer, width: 10_000 } };

/** Follow what is opened. */
export function showOpened() {
  withStage((stage) => new Opened(stage));
}

class Opened {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.title = el('h3', '');
    this.place = el('div', 'pg-opened-content');
    this.back = button('', () => open(null), 'pg-opened-back');
    this.element = el('section', 'pg-opened', el('header', '', this.title, this.back), this.place);
    this.element.hidden = true;
    this.element.tabIndex = -1;
    stage.element.append(this.element);
    /** @type {{how: string, content: Content} | null} */
    this.now = null;
    this.due = 0;
    this.key = ''; // of what is opened, or was
    const later = () => this.later();
    stage.add({ layout: later });
    for (const listen of [onSelection, onOpened, onExact, onTheme, onScreenKind]) listen(later);
    for (const name of /** @type {const} */ (['end', 'clear'])) on(name, later);
    onGradients(later);
    onLanguage(later);
    onPointed(() => this.now?.content.point());
    this.element.addEventListener('keydown', (event) => this.now?.content.key(event) && event.preventDefault());
    later();
  }

  later() {
    cancelAnimationFrame(this.due);
    this.due = requestAnimationFrame(() => void this.show());
  }

  async show() {
    const { opened } = state;
    const run = gradientsNow() ?? session.trace;
    const one = opened && run?.milliseconds !== null && !run?.preview ? run?.stages.get(opened.key) : undefined;
    const how = opened && HOW[opened.how];
    const wasHidden = this.element.hidden;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = !one || !how || !this.stage.layout;
    this.cover();
    if (!one || !how || !run || !opened || !this.stage.layout) {
      if (hadFocus) this.stage.view(this.key)?.element.focus({ preventScroll: true }); // whoever reads by keys goes on there
      return;
    }
    this.key = opened.key;
    if (this.now?.how !== opened.how) {
      this.place.replaceChildren();
      this.now = { how: opened.how, content: how.make(this.place) };
    }
    const box = regionFor(this.stage.layout, opened.key, how.width);
    Object.assign(this.element.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` });
    this.cover(box);
    this.back.textContent = t('dock.opened.back');
    const size = { width: this.place.clientWidth, height: this.place.clientHeight, dpr: pixelRatio() };
    const title = await this.now.content.show({ stage: one, run, size });
    this.title.textContent = title;
    this.element.setAttribute('aria-label', title);
    this.now?.content.point();
    if (wasHidden && document.activeElement?.closest('.pg-dock')) this.element.focus({ preventScroll: true });
  }

  /** What lies under it is not reached by keys, nor by the lines from the pad. @param {import('./column_layout.js').Box} [box] */
  cover(box) {
    const covered = new Set();
    for (const { element, block } of this.stage.views.values()) {
      element.inert = Boolean(box && block.x + block.width > box.x && block.x < box.x + box.width);
      if (element.inert) covered.add(block.key);
    }
    const first = Math.min(...[...this.stage.views.values()].map(({ block }) => block.x));
    this.stage.element.classList.toggle('first-covered', Boolean(box && box.x <= first));
    for (const label of /** @type {NodeListOf<HTMLElement>} */ (this.stage.place.querySelectorAll('.pg-label'))) label.classList.toggle('covered', covered.has(label.dataset.key));
  }
}

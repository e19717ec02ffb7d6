// A network in its row: name and sizes, its living pictures, its test figure and parameters, its answer.

import { el } from '../dock/parts.js';
import { setHidden, setText } from '../dom/changed.js';
import { nameOf, openNetwork } from '../network/picker.js';
import { quantityName, stageTitle } from '../run/quantity_names.js';
import { BlockView } from '../stage/blocks.js';
import { scaleNow } from '../stage/colours.js';
import { FORMS } from '../stage/forms/forms.js';
import { shownOf } from '../stage/shown.js';
import { summaryOf } from '../stage/summary.js';
import { currentLanguage, t } from '../text/text.js';
import { AnswerCell } from './answer_cell.js';
import { rowLayout } from './row_layout.js';
import { scoreOf, sizesOf } from './words.js';
import { likeOf } from '../tasks.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./row_layout.js').Room} Room */
/** @typedef {import('./row_layout.js').Caption} Caption */

/** A look at a run as it is: nothing changed, all of it read, nothing that stands back. */
export const PLAIN = { original: null, moment: 0, atEnd: true, faded: () => false };

export class Row {
  /** @param {import('../store/state.js').Network} network @param {() => void} picked it is one of two that are to be laid over each other, or no more */
  constructor(network, picked) {
    this.network = network;
    this.open = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-row-open' });
    this.sizes = el('span', 'pg-muted');
    this.picture = el('div', 'pg-row-picture');
    this.said = el('p', 'pg-row-error');
    this.place = el('div', 'pg-row-pictures', this.picture, this.said);
    this.score = el('span', 'pg-row-figure');
    this.parameters = el('span', 'pg-row-figure');
    this.answer = new AnswerCell();
    this.pick = Object.assign(document.createElement('input'), { type: 'checkbox', onchange: () => picked() });
    const name = el('div', 'pg-row-name', el('label', '', this.pick), this.open, this.sizes);
    this.element = el('li', 'pg-row', name, this.place, this.score, this.parameters, this.answer.element);
    this.element.dataset.network = network.name;
    this.element.onclick = ({ target }) => {
      if (target instanceof Element && !target.closest('input, label')) openNetwork(network.name);
    };
    this.cursor = el('i', 'pg-row-cursor');
    /** @type {Map<string, BlockView>} */
    this.views = new Map();
    /** @type {Trace | null} */
    this.trace = null;
    /** @type {import('./row_layout.js').RowLayout | null} */
    this.layout = null;
    this.placed = '';
  }

  name() {
    setText(this.open, nameOf(this.network));
    this.open.title = t('compare.open', { network: nameOf(this.network) });
    this.pick.title = this.pick.ariaLabel = t('compare.pick', { network: nameOf(this.network) });
    setText(this.score, scoreOf(this.network));
    setText(this.parameters, this.network.parameters.toLocaleString('en'));
    this.placed = '';
  }

  /** @param {import('./runs.js').Found} found @param {Omit<Room, 'task' | 'classes'>} room @param {number} most the largest value of all states */
  show({ trace, error }, room, most) {
    this.trace = trace;
    setText(this.said, error);
    setHidden(this.said, !error);
    setHidden(this.picture, !trace);
    setText(this.sizes, sizesOf(this.network, trace));
    if (trace) this.#draw(trace, { ...room, task: likeOf(trace.task) ?? '', classes: trace.labels.length }, most);
  }

  /** @param {Trace} trace @param {Room} room @param {number} most */
  #draw(trace, room, most) {
    const layout = rowLayout(shownOf(trace), room);
    this.layout = layout;
    const placed = JSON.stringify([layout.blocks, layout.captions, room.dpr]);
    if (placed !== this.placed) this.#place(layout, trace, room);
    this.placed = placed;
    for (const view of this.views.values()) {
      const { key, quantity, form } = view.block;
      const stage = trace.stages.get(key);
      if (!stage) continue;
      const isState = form === 'lane' && stage.arrays[quantity]?.range === 'signed';
      const scale = isState ? { ramp: /** @type {const} */ ('signed'), most } : scaleNow(stage, quantity, [trace]);
      if (!trace.preview) view.call(trace, `${trace.milliseconds} ${currentLanguage()}`, () => summaryOf(trace, key, quantity));
      view.paint(FORMS[form], trace, { ...PLAIN, scale, dpr: room.dpr });
    }
  }

  /** @param {import('./row_layout.js').RowLayout} layout @param {Trace} trace @param {Room} room */
  #place({ blocks, captions, height }, trace, { dpr, axis }) {
    const kept = this.views;
    this.views = new Map();
    for (const block of blocks) {
      const id = `${block.form} ${block.key} ${block.quantity}`;
      const view = kept.get(id) ?? new BlockView();
      view.element.removeAttribute('tabindex'); // the row is opened; its picture is read there
      view.element.setAttribute('role', 'img');
      view.move(block, dpr);
      this.views.set(id, view);
    }
    const words = captions.map((caption) => {
      const label = el('div', 'pg-row-caption', captionOf(caption, trace, axis));
      label.title = label.textContent ?? '';
      Object.assign(label.style, { left: `${caption.x}px`, top: `${caption.y}px`, maxWidth: `${caption.width}px` });
      return label;
    });
    this.picture.style.height = `${height}px`;
    this.picture.replaceChildren(...[...this.views.values()].map(({ element }) => element), ...words, this.cursor);
    this.cursor.hidden = true;
  }

  /** The shown step: a frame over it, and the guess after it; null: none, and the answer. @param {number | null} at @param {import('./row_layout.js').Axis} axis */
  point(at, { inset, step, from, count }) {
    const { trace, layout } = this;
    const isThere = at !== null && !!trace && !!layout?.timed && at >= from && at < Math.min(from + count, trace.steps);
    setHidden(this.cursor, !isThere);
    if (isThere) Object.assign(this.cursor.style, { width: `${Math.max(5, step)}px`, transform: `translateX(${inset + (at - from) * step - Math.max(0, (5 - step) / 2)}px)` });
    this.answer.show(trace, isThere ? at : null);
  }
}

/** @param {Caption} caption @param {Trace} trace @param {import('./row_layout.js').Axis} axis */
function captionOf({ of, kind }, trace, { from, count }) {
  const stage = trace.stages.get(of.key);
  if (!stage) return '';
  if (kind !== 'states') return `${stageTitle(stage, trace)}, ${t(`compare.${kind}`, { count: of.shape[0] })}`;
  const words = { quantity: quantityName(of.quantity, stage, trace), layer: (of.layer ?? 0) + 1, step: t(`compare.step.${trace.task}`) };
  const said = t(`compare.states${trace.labels.length ? (trace.bidirectional ? '_both' : '') : '_only'}`, words);
  return from ? [said, t('compare.cut', { count, steps: from + count })].join(t('compare.joint')) : said;
}

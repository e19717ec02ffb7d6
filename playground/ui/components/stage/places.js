// Outlines over the picture: what is selected, and the value that is pointed at.

import { setAttribute, setHidden } from '../dom/changed.js';
import { keyOf } from '../run/trace.js';
import { onSelection, onPointed } from './selecting.js';
import { state } from '../store/store.js';

/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('../explanation/selection.js').Selection} Selection */

/** @param {Stage} stage */
export function showPlaces(stage) {
  const [selected, pointed] = ['selected', 'pointed'].map((name) => {
    const frame = Object.assign(document.createElement('div'), { className: `pg-place ${name}`, hidden: true });
    stage.element.append(frame);
    return frame;
  });
  const update = () => {
    outline(stage, selected, state.selection);
    outline(stage, pointed, state.pointed);
  };
  onSelection(update);
  onPointed(update);
  stage.add({ layout: update, run: update });
}

/** @param {Stage} stage @param {HTMLElement} frame @param {Selection | null} selection */
function outline(stage, frame, selection) {
  const key = selection && keyOf(selection);
  const box = selection?.index.length ? stage.boxOf(key ?? '', selection.index, { quantity: selection.quantity, t: selection.t }) : null;
  setHidden(frame, !box);
  if (!box) return;
  setAttribute(frame, 'data-form', stage.view(key ?? '')?.block.form ?? '');
  Object.assign(frame.style, { transform: `translate(${box.x}px, ${box.y}px)`, width: `${box.width}px`, height: `${box.height}px` });
}

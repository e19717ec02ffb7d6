// The picture read with the pointer: what is under it is pointed at, a click selects it, and a tip has its value.

import { placeIn } from '../dom/zoom.js';
import { on } from '../run/events.js';
import { onExact } from '../run/exact.js';
import { keyOf } from '../run/trace.js';
import { seek } from '../playback/player.js';
import { FORMS } from './forms/forms.js';
import { said } from './reading.js';
import { onPointed, onSelection, point, select } from './selecting.js';
import { state } from '../store/store.js';

/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('../explanation/selection.js').Selection} Selection */

const DRAG = 6; // pixels; a smaller movement is a click

/** What stands under a point of the window. @param {Stage} stage @param {MouseEvent} event @returns {Selection | null} */
function under(stage, event) {
  const { run } = stage;
  const element = event.target instanceof Element ? event.target.closest('.pg-block') : null;
  if (!run || !(element instanceof HTMLElement)) return null;
  const { key = '', quantity = '' } = element.dataset;
  const view = stage.view(key, quantity);
  const held = run.stages.get(key);
  if (!view || !held || !quantity) return null;
  const found = FORMS[view.block.form]?.at(view.block, ...placeIn(element, event), run);
  if (!found) return null;
  return { stage: held.kind, layer: held.layer ?? null, direction: held.direction ?? null, t: found.t ?? null, quantity, index: found.index };
}

/** @param {Stage} stage */
export function readByPointer(stage) {
  const { place } = stage;
  /** @type {[number, number] | null} */
  let pressed = null;
  place.addEventListener('pointermove', (event) => point(under(stage, event)));
  place.addEventListener('pointerdown', (event) => {
    pressed = [event.clientX, event.clientY];
    if (event.pointerType === 'touch') point(under(stage, event));
  });
  place.addEventListener('pointerleave', ({ pointerType }) => pointerType === 'touch' || point(null));
  place.addEventListener('click', (event) => {
    const isDrag = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > DRAG;
    const found = isDrag ? null : under(stage, event);
    if (found) choose(found);
  });
  showTip(stage);
}

/** The first click on a map or a unit selects it, the next one a value of it; a click in time also goes to its step. @param {Selection} found */
export function choose(found) {
  const known = state.selection;
  const isTimed = found.t !== null && found.t !== undefined;
  if (isTimed) seek(found.t ?? 0);
  const whole = { ...found, t: null, index: found.index.slice(0, 1) };
  const isSameMap = known && known.stage === found.stage && known.layer === found.layer && (known.direction ?? null) === found.direction && known.index[0] === found.index[0];
  if (isSameMap && !isTimed && found.index.length > 1) select(found);
  else select(whole);
}

/** A tip beside what is pointed at. @param {Stage} stage */
function showTip(stage) {
  const tip = Object.assign(document.createElement('div'), { className: 'pg-tip', hidden: true });
  stage.element.append(tip);
  const show = () => {
    const { run } = stage;
    const pointed = state.pointed ?? (stage.element.closest('.projector') ? state.selection : null);
    // A plan has no values to be told.
    const words = pointed && run?.of ? said(run, pointed) : null;
    tip.hidden = !words;
    if (!words || !pointed) return;
    const value = Object.assign(document.createElement('b'), { textContent: words.value });
    tip.replaceChildren(value, ` ${[words.what, words.where].filter(Boolean).join(' · ')}`);
    const key = keyOf(pointed);
    const box = stage.boxOf(key, pointed.index, { quantity: pointed.quantity, t: pointed.t });
    if (!box) return;
    const { clientWidth: width } = stage.element;
    const above = box.y - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(4, Math.min(box.x + box.width + 8, width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${above > 4 ? above : box.y + box.height + 8}px`;
  };
  onPointed(show);
  onSelection(show);
  onExact(show);
  for (const name of /** @type {const} */ (['end', 'clear'])) on(name, show); // another value stands there
}

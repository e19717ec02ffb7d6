// A tip beside what of the living picture is pointed at, whose digits change with the network.

import { placeIn } from '../dom/zoom.js';
import { FORMS } from '../stage/forms/forms.js';
import { said } from '../stage/reading.js';
import { made } from './elements.js';
import { onTraining } from './training.js';

/** @typedef {import('./living.js').Living} Living */
/** @typedef {import('../explanation/selection.js').Selection} Selection */

/** @param {Living} living @param {MouseEvent} event @returns {Selection | null} */
function under(living, event) {
  const { run } = living;
  const element = event.target instanceof Element ? event.target.closest('.pg-block') : null;
  if (!run || !(element instanceof HTMLElement)) return null;
  const { key = '', quantity = '' } = element.dataset;
  const [view, held] = [living.view(key, quantity), run.stages.get(key)];
  const found = view && held && quantity ? FORMS[view.block.form]?.at(view.block, ...placeIn(element, event), run) : null;
  return found && held ? { stage: held.kind, layer: held.layer ?? null, direction: held.direction ?? null, t: found.t ?? null, quantity, index: found.index } : null;
}

/** @param {Living} living */
export function showTips(living) {
  const tip = made('div', 'pg-tip');
  tip.hidden = true;
  living.element.append(tip);
  /** @type {{selection: Selection, x: number, y: number} | null} */
  let pointed = null;
  const show = () => {
    const words = pointed && living.run ? said(living.run, pointed.selection) : null;
    tip.hidden = !words;
    if (!words || !pointed) return;
    tip.replaceChildren(Object.assign(document.createElement('b'), { textContent: words.value }), ` ${[words.what, words.where].filter(Boolean).join(' · ')}`);
    const { clientWidth, clientHeight } = living.element;
    tip.style.left = `${Math.max(4, Math.min(pointed.x + 14, clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.min(pointed.y + 14, clientHeight - tip.offsetHeight - 4)}px`;
  };
  living.place.addEventListener('pointermove', (event) => {
    const selection = under(living, event);
    const [x, y] = placeIn(living.element, event);
    pointed = selection && { selection, x, y };
    show();
  });
  living.place.addEventListener('pointerleave', () => {
    pointed = null;
    show();
  });
  onTraining((what) => pointed && what === 'picture' && show());
}

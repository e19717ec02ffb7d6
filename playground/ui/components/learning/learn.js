// The way to the steps of learning: their strip comes with the first step, by the address or by its button in the dock.

import { setHidden } from '../dom/changed.js';
import { lazy } from '../loading/lazy.js';
import { needStyle } from '../loading/styles.js';
import { whileWanted } from '../loading/wanted.js';
import { on, session } from '../run/session.js';
import { needTexts, onLanguage, t } from '../text/text.js';

/** @type {HTMLElement} */
let place;
const strip = lazy(async () => {
  const [module] = await Promise.all([import('./strip.js'), needTexts('steps'), needTexts('backward'), needStyle('learning')]);
  module.showStrip(place);
  return module;
});

/** @param {HTMLElement} element of the strip */
export function mount(element) {
  place = element;
  const isWanted = () => Boolean(session.changes?.learning);
  const begin = () => void (isWanted() && whileWanted('steps', strip, isWanted));
  on('changes', begin);
  begin();
}

/** A button that makes the first step, an icon beside values and words beside gradients; then the strip under the picture has all. */
export function stepButton() {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-icon-button pg-first-step' });
  button.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2 3h6v5h5v5h5v2h-7v-5H6V5H2z"/></svg><span></span>';
  const words = button.lastElementChild;
  let isOpen = false;
  const renew = () => setHidden(button, !session.trace || isOpen || Boolean(session.changes?.learning));
  button.onclick = async () => (await strip()).open((now) => {
    isOpen = now;
    renew();
  });
  on('begin', renew);
  on('clear', renew);
  on('changes', renew);
  onLanguage(() => {
    if (words) words.textContent = button.ariaLabel = t('tries.learn');
    button.title = t('tries.learn_hint');
    renew();
  });
  return button;
}

// The way to the steps of learning: their strip comes with the first step, by the address or by the button beside the loss.

import { lazy } from '../loading/lazy.js';
import { needStyle } from '../loading/styles.js';
import { whileWanted } from '../loading/wanted.js';
import { on, session } from '../run/session.js';
import { needTexts } from '../text/text.js';

/** @type {HTMLElement} */
let place;
/** The strip, which is there then. */
export const strip = lazy(async () => {
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

// The guide: the story of the five networks, and lessons, as a column beside the stage, whose buttons lead to what they are about.

import { lazy } from '../loading/lazy.js';
import { whileWanted } from '../loading/wanted.js';
import { state } from '../store/store.js';
import { onGuide } from './opened.js';

/** @param {HTMLElement} element */
export function mount(element) {
  const load = lazy(async () => (await import('./sections.js')).mount(element));
  const show = () => {
    element.hidden = !state.guide;
    element.closest('.pg-app')?.classList.toggle('guided', Boolean(state.guide));
    if (state.guide) whileWanted('guide', load, () => Boolean(state.guide));
  };
  onGuide(show);
  show();
}

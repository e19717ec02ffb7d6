// The dock: the one thing that is selected, in detail. (A first sketch: "dock" replaces it.)

import { onLanguage, t } from '../text/text.js';

/** @param {HTMLElement} element */
export function mount(element) {
  onLanguage(() => (element.textContent = t('dock.empty')));
}

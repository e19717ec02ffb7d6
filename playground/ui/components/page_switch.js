// The pages of one tab beside each other: which of them is shown.

import { setPage } from './pages.js';
import { SUBPAGES } from './store/state.js';
import { onLanguage, t } from './text/text.js';

/** A button for each page of the tab that a page is in. @param {HTMLElement} place @param {string} page */
export function pageSwitch(place, page) {
  const tab = SUBPAGES[page] ?? page;
  const names = [tab, ...Object.keys(SUBPAGES).filter((name) => SUBPAGES[name] === tab)];
  const buttons = names.map((name) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', onclick: () => setPage(name) });
    button.dataset.page = name;
    button.setAttribute('aria-pressed', String(name === page));
    return button;
  });
  place.classList.add('pg-segmented');
  place.role = 'group';
  place.append(...buttons);
  onLanguage(() => {
    place.ariaLabel = t('page.views');
    for (const [k, name] of names.entries()) buttons[k].textContent = t(`views.kinds.${name}`);
  });
}

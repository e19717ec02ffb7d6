// One input through all networks of the task: the head with its parts, of which one is open and made when it is first opened.

import { el } from './dock/parts.js';
import { nextRadio } from './dom/radios.js';
import { lazy } from './loading/lazy.js';
import { needStyle } from './loading/styles.js';
import { whileWanted } from './loading/wanted.js';
import { PARTS } from './store/state.js';
import { onPut, put, state } from './store/store.js';
import { needTexts, onLanguage, t } from './text/text.js';

/** @typedef {{mount: (element: HTMLElement) => void | Promise<void>}} Part */

/** What can be compared: a module for each of PARTS. @type {Record<string, () => Promise<Part>>} */
const LOADS = {
  input: () => import('./compare/this_input.js'),
  measured: () => import('./compare/measured.js'),
  tests: () => import('./browse/browse.js'),
};

/** @param {HTMLElement} element */
export async function mount(element) {
  await Promise.all([needTexts('compare'), needStyle('compare')]);
  const head = el('div', 'pg-compare-parts');
  head.setAttribute('role', 'radiogroup');
  const buttons = PARTS.map((part) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', onclick: () => put({ part }) });
    button.setAttribute('role', 'radio');
    return button;
  });
  head.append(...buttons);
  head.addEventListener('keydown', (event) => {
    const next = nextRadio(event, head);
    next?.click();
    next?.focus();
  });
  const places = PARTS.map((part) => el('div', `pg-compare-part ${part}`));
  const loads = PARTS.map((part, k) => lazy(async () => (await LOADS[part]()).mount(places[k])));
  element.append(head, ...places);
  new ResizeObserver(() => element.style.setProperty('--pg-parts', `${head.offsetWidth}px`)).observe(head); // which stands beside a part's title
  const show = () => PARTS.forEach((part, k) => {
    const isOpen = part === state.part;
    buttons[k].setAttribute('aria-checked', String(isOpen));
    buttons[k].tabIndex = isOpen ? 0 : -1;
    places[k].hidden = !isOpen;
    if (isOpen) void whileWanted(`compare ${part}`, loads[k], () => state.part === part);
  });
  onPut(['part'], show);
  onLanguage(() => {
    head.ariaLabel = t('compare.sections');
    PARTS.forEach((part, k) => (buttons[k].textContent = t(`compare.section.${part}`)));
  });
  show();
}

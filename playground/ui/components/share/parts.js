// The parts of the page of which there can be a picture now.

import { PAGES } from '../store/state.js';
import { state } from '../store/store.js';
import { t } from '../text/text.js';

/** @typedef {{name: string, words: string, element: Element}} Part */

const WITHIN_APP = /** @type {const} */ ([['network', '.pg-stage'], ['whole', '.pg-main'], ['dock', '.pg-dock']]);

/** @param {Element | null} element @returns {element is Element} */
function isThere(element) {
  const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
  return width > 0 && height > 0;
}

/** @returns {Part[]} */
export function partsNow() {
  const { page } = state;
  const places = page && PAGES.includes(page) ? /** @type {const} */ ([['page', `#pg-${page}`]]) : WITHIN_APP;
  const parts = places.map(([name, selector]) => ({ name, words: t(`share.parts.${name}`), element: document.querySelector(selector) }));
  const charts = [...document.querySelectorAll('.pg-chart')].filter(isThere).map((element, k) => ({ name: `chart${k + 1}`, words: t('share.parts.chart', { number: k + 1 }), element }));
  return [...parts, ...charts].flatMap(({ name, words, element }) => (isThere(element) ? [{ name, words, element }] : []));
}

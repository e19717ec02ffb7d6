// How a network may want its pictures, as a table: two colours, four ways to scale, and how many test digits each reads right.

import { t } from '../text/text.js';
import { made } from '../train/elements.js';

/** @typedef {import('./ask.js').Trial} Trial */

/** @param {HTMLElement} place @param {Trial[]} trials @param {number} chosen @param {(k: number) => void} choose */
export function showTrials(place, trials, chosen, choose) {
  const scales = trials.filter(({ inverted }) => !inverted);
  const [head, ...rows] = [made('tr'), ...scales.map(() => made('tr'))];
  head.append(made('td'), ...['own.ink_bright', 'own.ink_dark'].map((key) => made('th', '', t(key))));
  scales.forEach((scale, k) => {
    rows[k].append(made('th', '', scaleText(scale)));
    for (const way of [k, k + scales.length]) rows[k].append(cell(trials[way], way, way === chosen, choose));
  });
  place.replaceChildren(head, ...rows);
}

/** @param {Trial} trial */
const scaleText = ({ mean, std }) => (std < 0.1 ? t('own.scale_255') : mean ? t('own.scale', { mean: String(mean), std: String(std) }) : t('own.scale_1'));

/** @param {Trial} trial @param {number} k @param {boolean} isChosen @param {(k: number) => void} choose */
function cell({ right, of }, k, isChosen, choose) {
  const place = made('td');
  const label = made('label');
  const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'pg-own-way', value: String(k), checked: isChosen, onchange: () => choose(k) });
  label.append(radio, made('span', '', t('own.right', { right, of })));
  place.append(label);
  return place;
}

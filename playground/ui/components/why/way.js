// The way from the baseline's output to the input's: up by what speaks for it, down by what speaks against it.

import { t } from '../text/text.js';
import { number, values as flat } from './found.js';
import { baselineOf } from './said.js';

/** [kind, name, from, to] of each bar, for those methods that share the output out. @typedef {[string, string, number, number]} Bar */
/** @param {import('./found.js').Answer} answer @returns {Bar[]} */
export function way({ found, trace }) {
  if (!found.method.includes('gradient')) return [];
  const { baseline, output } = found;
  const gain = flat(found).reduce((sum, value) => sum + Math.max(0, value), 0);
  const kind = trace.labels.length ? 'label' : 'number';
  const quantity = t(`why.quantity.${trace.labels.length ? 'logit' : 'output'}`);
  return [
    ['base', t('why.of_what', { quantity, name: baselineOf(trace) }), 0, baseline],
    ['positive', t(`why.for.${kind}`), baseline, baseline + gain],
    ['negative', t(`why.against.${kind}`), baseline + gain, baseline + found.total],
    ['answer', t('why.of_what', { quantity, name: t('why.here') }), 0, output],
  ];
}

/** Show the bars on one axis, so that each begins where the one before ended; a gap before the last is an error. @param {HTMLElement} place @param {Bar[]} bars */
export function showWay(place, bars) {
  const ends = [0, ...bars.flatMap(([, , from, to]) => [from, to])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const at = (/** @type {number} */ value) => `${(100 * (value - least)) / (most - least || 1)}%`;
  place.style.setProperty('--pg-zero', at(0));
  place.replaceChildren(...bars.map(([kind, name, from, to]) => {
    const item = Object.assign(document.createElement('div'), { className: kind });
    item.setAttribute('role', 'listitem');
    item.innerHTML = '<span></span><div><i></i></div><b></b>';
    item.children[0].textContent = name;
    Object.assign(/** @type {HTMLElement} */ (item.children[1].children[0]).style, { left: at(Math.min(from, to)), right: `calc(100% - ${at(Math.max(from, to))})` });
    const step = kind === 'positive' || kind === 'negative';
    item.children[2].textContent = number(to - from, most - least, { sign: step });
    return item;
  }));
}

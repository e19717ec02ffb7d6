// What is changed, always in sight while something is: one word for each change, which takes it back, and all of them.

import { nameOf } from '../panels/steps.js';
import { change, network, on, session, setChanges } from '../session.js';
import { onLanguage, t } from '../text.js';
import { ranges } from './units.js';

/** Show in `element`, which is hidden while nothing is changed. */
export function showBar(element) {
  element.innerHTML = '<b></b><span class="pg-chips"></span><button type="button" data-back></button>';
  const [title, chips, back] = element.children;
  back.onclick = () => setChanges(null);
  const render = () => {
    element.hidden = !session.changes;
    if (element.hidden) return;
    title.textContent = t('changes.bar');
    back.textContent = t('changes.back');
    chips.replaceChildren(...Object.entries(session.changes).flatMap(([name, value]) => TOLD[name]?.(value) ?? []).map(([words, patch]) => {
      const chip = Object.assign(document.createElement('button'), { type: 'button', textContent: `${words} ×`, onclick: () => change(patch) });
      chip.setAttribute('aria-label', t('changes.remove', { change: words }));
      return chip;
    }));
  };
  on('changes', render);
  onLanguage(render);
}

const without = (name, entry) => {
  const left = session.changes[name].filter((other) => other !== entry);
  return { [name]: left.length ? left : null };
};
const layerOf = (layer) => (layer === undefined ? '' : ` (${t('changes.layer', { layer: layer + 1 })})`);
const choice = (name) => (value) => [[`${t(`changes.${name}.name`)}: ${t(`changes.${name}.${value}`)}`, { [name]: null }]];

/** Of each change the words, and what takes it back: [[words, patch]]. */
const TOLD = {
  activation: choice('activation'),
  pooling: choice('pooling'),
  padding: choice('padding'),
  random: () => [[t('changes.random.told'), { random: null }]],
  order: (value) => [[t(`changes.order.told_${value}`), { order: null, seed: null }]],
  gates: (gates) => gates.map((entry) => [`${nameOf(entry.gate, network().architecture)} = ${entry.value}${layerOf(entry.layer)}`, without('gates', entry)]),
  off: (off) => off.map((entry) => [t(network().architecture === 'cnn' ? 'changes.off.told_maps' : 'changes.off.told', { units: ranges(entry.units), layer: entry.layer + 1 }), without('off', entry)]),
  kernels: (kernels) => kernels.map((entry) => [t('changes.kernels.told', { layer: entry.layer + 1, map: entry.map + 1, channel: entry.channel + 1 }), without('kernels', entry)]),
  move: () => [[t('changes.move.told'), { move: null }]],
};

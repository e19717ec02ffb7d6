// What is changed, always in sight while something is: one word for each change, which takes it back, and all of them.
// @ts-nocheck: untyped until the next issue replaces it

import { quantityName } from '../run/quantity_names.js';
import { stageWith } from './declared.js';
import { change, on, session, setChanges } from '../run/session.js';
import { onLanguage, t } from '../text/text.js';
import { ranges } from './units.js';

/** Show in `element`, which is hidden while nothing is changed. */
export function showBar(element) {
  element.innerHTML = '<b></b><span class="pg-chips"></span><button type="button" data-back></button>';
  const [title, chips, back] = element.children;
  back.onclick = () => setChanges(null);
  const render = () => {
    const at = [...chips.children, back].indexOf(document.activeElement);
    element.hidden = !session.changes;
    if (element.hidden && at >= 0) document.querySelector('[data-open=changes]').focus();
    if (element.hidden) return;
    title.textContent = t('changes.bar');
    back.textContent = t('changes.back');
    chips.replaceChildren(...Object.entries(session.changes).flatMap(tell).map(([words, patch]) => {
      const chip = Object.assign(document.createElement('button'), { type: 'button', textContent: `${words} ×`, onclick: () => change(patch) });
      chip.setAttribute('aria-label', t('changes.remove', { change: words }));
      return chip;
    }));
    if (at >= 0) (chips.children[at] ?? back).focus();
  };
  on('changes', render);
  onLanguage(render);
}

/** The words of a change; what the address has that is none, as it stands there. */
function tell([name, value]) {
  try {
    const told = TOLD[name](value);
    if (told.length && told.every(([words]) => words)) return told;
  } catch {
    // Not a change that the page could have made; the server says what is wrong with it.
  }
  return [[`${name}: ${JSON.stringify(value)}`.slice(0, 60), { [name]: null }]];
}

const without = (name, entry) => {
  const left = session.changes[name].filter((other) => other !== entry);
  return { [name]: left.length ? left : null };
};
const layerOf = (layer) => (layer === undefined ? '' : ` (${t('changes.layer', { layer: layer + 1 })})`);
const choice = (name) => (value) => {
  const words = t(`changes.${name}.${value}`);
  return [[words && t('changes.choice', { name: t(`changes.${name}.name`), value: words }), { [name]: null }]];
};

/** Of each change the words, and what takes it back: [[words, patch]]. */
const TOLD = {
  activation: choice('activation'),
  pooling: choice('pooling'),
  padding: choice('padding'),
  random: () => [[t('changes.random.told'), { random: null }]],
  order: (value) => [[t(`changes.order.told_${value}`), { order: null, seed: null }]],
  gates: (gates) => gates.map((entry) => [`${quantityName(entry.gate, stageWith(entry.gate), session.trace)} = ${entry.value}${layerOf(entry.layer)}`, without('gates', entry)]),
  off: (off) => off.map((entry) => {
    const way = entry.direction ? ` (${t('stages.steps.backward')})` : '';
    return [t('changes.off.told', { units: ranges(entry.units), layer: entry.layer + 1 }) + way, without('off', entry)];
  }),
  kernels: (kernels) => kernels.map((entry) => [t('changes.kernels.told', { layer: entry.layer + 1, map: entry.map + 1, channel: entry.channel + 1 }), without('kernels', entry)]),
  move: () => [[t('changes.move.told'), { move: null }]],
};

// What is changed, always in sight while something is: one word for each change, which takes it back, and all of them.

import { quantityName } from '../../run/quantity_names.js';
import { epochText } from '../../replay/moments.js';
import { change, on, session, setChanges, snapshots } from '../../run/session.js';
import { onLanguage, t } from '../../text/text.js';
import { button, el } from '../parts.js';
import { stageWith } from './declared.js';
import { ranges } from './ranges.js';

/** What a change is called, and the patch that takes it back. @typedef {[string, Record<string, any>]} Told */

/** Show in `element`, which is hidden while nothing is changed. @param {HTMLElement} element */
export function showBar(element) {
  const [title, chips] = [el('b', ''), el('span', 'pg-chips')];
  const back = button('', () => setChanges(null), 'pg-back');
  back.dataset.back = '';
  element.replaceChildren(title, chips, back);
  const render = () => {
    const at = [...chips.children, back].indexOf(/** @type {Element} */ (document.activeElement));
    element.hidden = !session.changes;
    const opener = document.querySelector('[data-open=changes]');
    if (element.hidden && at >= 0 && opener instanceof HTMLElement) opener.focus();
    if (element.hidden) return;
    title.textContent = t('changes.bar');
    back.textContent = t('changes.back');
    chips.replaceChildren(...Object.entries(session.changes ?? {}).flatMap(tell).map(([words, patch]) => {
      const chip = button(`${words} ×`, () => change(patch));
      chip.title = words;
      chip.setAttribute('aria-label', t('changes.remove', { change: words }));
      return chip;
    }));
    const next = at >= 0 ? (chips.children[at] ?? back) : null;
    if (next instanceof HTMLElement) next.focus();
  };
  on('changes', render);
  on('end', render); // the letters of a gate come with the first run
  onLanguage(render);
}

/** The words of all changes. @returns {string[]} */
export const changesInWords = () => Object.entries(session.changes ?? {}).flatMap(tell).map(([words]) => words);

/** The words of a change; what the address has that is none, as it stands there. @param {[string, any]} entry @returns {Told[]} */
function tell([name, value]) {
  try {
    const told = TOLD[name](value);
    if (told.length && told.every(([words]) => words)) return told;
  } catch {
    // Not a change that the page could have made; the server says what is wrong with it.
  }
  return [[`${name}: ${JSON.stringify(value)}`.slice(0, 60), { [name]: null }]];
}

/** @param {string} name @param {any} entry */
function without(name, entry) {
  const left = (session.changes?.[name] ?? []).filter((/** @type {any} */ other) => other !== entry);
  return { [name]: left.length ? left : null };
}

/** @param {number | undefined} layer */
const layerOf = (layer) => (layer === undefined ? '' : ` (${t('changes.layer', { layer: layer + 1 })})`);
/** @param {number[] | undefined} units */
const unitsOf = (units) => (units ? ` (${t('where.unit', { unit: ranges(units) })})` : '');

/** @param {string} name @returns {(value: any) => Told[]} */
const choice = (name) => (value) => {
  const words = t(`changes.${name}.${value}`);
  return [[words && t('changes.choice', { name: t(`changes.${name}.name`), value: words }), { [name]: null }]];
};

/** Of each change the words, and what takes it back. @type {Record<string, (value: any) => Told[]>} */
const TOLD = {
  snapshot: (value) => [[t('changes.snapshot.told', { epoch: epochText(snapshots()[value].epoch) }), { snapshot: null }]],
  activation: choice('activation'),
  pooling: choice('pooling'),
  padding: choice('padding'),
  stride: choice('stride'),
  random: () => [[t('changes.random.told'), { random: null }]],
  order: (value) => [[t(`changes.order.told_${value}`), { order: null, seed: null }]],
  gates: (gates) => gates.map((/** @type {any} */ entry) => [`${quantityName(entry.gate, stageWith(entry.gate), session.trace)} = ${entry.value}${layerOf(entry.layer)}${unitsOf(entry.units)}`, without('gates', entry)]),
  off: (off) => off.map((/** @type {any} */ entry) => {
    const way = entry.direction ? ` (${t('stages.steps.backward')})` : '';
    return [t('changes.off.told', { units: ranges(entry.units), layer: entry.layer + 1 }) + way, without('off', entry)];
  }),
  kernels: (kernels) => kernels.map((/** @type {any} */ entry) => [t('changes.kernels.told', { layer: entry.layer + 1, map: entry.map + 1, channel: entry.channel + 1 }), without('kernels', entry)]),
  learning: ({ steps }) => [[t('changes.learning.told', { steps }), { learning: null }]],
  move: () => [[t('changes.move.told'), { move: null }]],
};

// Rows of changes: a name, what there is to choose, and a sentence on what the choice does.

import { change, session, snapshots } from '../../run/session.js';
import { t } from '../../text/text.js';
import { el } from '../parts.js';

/** A row that follows the changes. @typedef {{element: HTMLElement, sync: () => void | Promise<void>}} Row */
/** @typedef {HTMLElement & {show: (value: any) => void}} Segments */

/** {element, body, note(words)}: a row with a name. @param {string} name @param {string} key */
export function row(name, key) {
  const [title, body, words] = [el('b', '', name), el('div', ''), el('p', 'pg-muted')];
  const element = el('div', 'pg-change', title, body, words);
  element.dataset.change = key;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', name);
  words.setAttribute('aria-live', 'polite');
  const note = (/** @type {string} */ text) => {
    words.textContent = text;
    words.hidden = !text;
  };
  note('');
  return { element, body, note };
}

/** Buttons of which one is pressed: options [[value, words]]; element.show(value) presses its button. @param {[any, string][]} options @param {(value: any) => void} choose @returns {Segments} */
export function segments(options, choose) {
  const element = /** @type {Segments} */ (el('div', 'pg-segmented'));
  element.append(...options.map(([value, words]) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: words, onclick: () => choose(value) });
    button.dataset.value = String(value);
    return button;
  }));
  element.show = (value) => {
    for (const button of /** @type {HTMLCollectionOf<HTMLElement>} */ (element.children)) button.setAttribute('aria-pressed', String(button.dataset.value === String(value)));
  };
  return element;
}

/** A drop-down list of [value, words]; it disappears when there is nothing to choose. @param {[any, string][]} options @param {string} label @param {(value: string) => void} choose */
export function list(options, label, choose) {
  const select = document.createElement('select');
  select.setAttribute('aria-label', label);
  select.append(...options.map(([value, words]) => new Option(words, value)));
  select.onchange = () => choose(select.value);
  select.hidden = options.length < 2;
  return select;
}

/** One change of a few values, of which `trained` is none. @param {string} key @param {any[]} values @param {any} trained @returns {Row} */
export function choiceRow(key, values, trained) {
  const { element, body, note } = row(t(`changes.${key}.name`), key);
  const buttons = segments(values.map((value) => [value, t(`changes.${key}.${value}`)]), (value) => change({ [key]: value === trained ? null : value }));
  body.append(buttons);
  const sync = () => {
    const value = session.changes?.[key] ?? trained;
    buttons.show(value);
    note(value === trained ? '' : t(`changes.${key}.note_${value}`));
  };
  return { element, sync };
}

/** Other weights: those of a moment of its training, where such were kept, or some that are drawn by lot. */
export const weightsRow = () =>
  lotsRow('random', t('changes.random.name'), ['trained', ...(snapshots().length ? ['then'] : []), 'random'], {
    value: ({ random, snapshot }) => (random !== undefined ? 'random' : snapshot !== undefined ? 'then' : null),
    seed: ({ random }) => random,
    patch: (value, seed) => (value === 'then' ? { snapshot: 0, random: null } : { random: value && seed, snapshot: null }),
  });

/** Rows, letters or words in another order. */
export const orderRow = () =>
  lotsRow('order', t(`changes.order.name_${session.task}`), ['given', 'reversed', 'shuffled'], {
    value: ({ order }) => order ?? null,
    seed: ({ seed }) => seed,
    patch: (value, seed) => ({ order: value, seed: value === 'shuffled' ? seed : null }),
  });

/** @typedef {Record<string, any>} Changes */
/** @typedef {{value: (changes: Changes) => string | null, seed: (changes: Changes) => number | undefined, patch: (value: string | null, seed: number) => Changes}} Lots */

/** A row whose last choice is made by lot, and can be made anew. The first is none; value() and patch() call it null. @param {string} key @param {string} name @param {string[]} choices @param {Lots} lots @returns {Row} */
function lotsRow(key, name, choices, { value, seed, patch }) {
  const [none] = choices;
  const byLot = choices[choices.length - 1];
  const { element, body, note } = row(name, key);
  const choose = (/** @type {string} */ chosen) => change(patch(chosen === none ? null : chosen, 1));
  const buttons = segments(choices.map((choice) => [choice, choice === 'trained' ? t('changes.trained') : t(`changes.${key}.${choice}`)]), choose);
  const again = Object.assign(document.createElement('button'), { type: 'button', textContent: t('changes.again') });
  again.onclick = () => change(patch(byLot, (seed(session.changes ?? {}) ?? 0) + 1));
  body.append(buttons, again);
  const sync = () => {
    const chosen = value(session.changes ?? {});
    buttons.show(chosen ?? none);
    again.hidden = chosen !== byLot;
    note(chosen ? t(`changes.${key}.note_${chosen}`) : '');
  };
  return { element, sync };
}

/** Layers to choose from, as [layer, words]. @param {number} count @returns {[number, string][]} */
export const layers = (count) => Array.from({ length: count }, (_, layer) => [layer, t('changes.layer', { layer: layer + 1 })]);

// Rows of the card of changes: a name, what there is to choose, and a sentence on what the choice does.
// @ts-nocheck: untyped until the next issue replaces it

import { change, session } from '../run/session.js';
import { t } from '../text/text.js';

/** {element, body, note(words)}: a row with a name. */
export function row(name, key) {
  const element = document.createElement('div');
  element.className = 'pg-change';
  element.dataset.change = key;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', name);
  element.innerHTML = '<b></b><div></div><p class="pg-soft" aria-live="polite"></p>';
  const [title, body, words] = element.children;
  title.textContent = name;
  const note = (text) => {
    words.textContent = text;
    words.hidden = !text;
  };
  return { element, body, note };
}

/** Buttons of which one is pressed: options [[value, words]]; element.show(value) presses its button. */
export function segments(options, choose) {
  const element = document.createElement('div');
  element.className = 'pg-segmented';
  element.append(...options.map(([value, words]) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: words, onclick: () => choose(value) });
    button.dataset.value = String(value);
    return button;
  }));
  element.show = (value) => {
    for (const button of element.children) button.setAttribute('aria-pressed', button.dataset.value === String(value));
  };
  return element;
}

/** A drop-down list of [value, words]; it disappears when there is nothing to choose. */
export function list(options, label, choose) {
  const select = document.createElement('select');
  select.setAttribute('aria-label', label);
  select.append(...options.map(([value, words]) => new Option(words, value)));
  select.onchange = () => choose(select.value);
  select.hidden = options.length < 2;
  return select;
}

/** One change of a few values, of which `trained` is none. */
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

/** Other weights, drawn by lot. */
export const weightsRow = () =>
  lotsRow('random', t('changes.random.name'), ['trained', 'random'], {
    value: ({ random }) => (random === undefined ? null : 'random'),
    seed: ({ random }) => random,
    patch: (value, seed) => ({ random: value && seed }),
  });

/** Rows, letters or words in another order. */
export const orderRow = () =>
  lotsRow('order', t(`changes.order.name_${session.task}`), ['given', 'reversed', 'shuffled'], {
    value: ({ order }) => order ?? null,
    seed: ({ seed }) => seed,
    patch: (value, seed) => ({ order: value, seed: value === 'shuffled' ? seed : null }),
  });

/** A row whose last choice is made by lot, and can be made anew. The first is none; value() and patch() call it null. */
function lotsRow(key, name, [none, ...values], { value, seed, patch }) {
  const { element, body, note } = row(name, key);
  const lots = values.at(-1);
  const choose = (chosen) => change(patch(chosen === none ? null : chosen, 1));
  const words = (choice) => [choice, choice === 'trained' ? t('changes.trained') : t(`changes.${key}.${choice}`)];
  const buttons = segments([none, ...values].map(words), choose);
  const again = Object.assign(document.createElement('button'), { type: 'button', textContent: t('changes.again') });
  again.onclick = () => change(patch(lots, (seed(session.changes) ?? 0) + 1));
  body.append(buttons, again);
  const sync = () => {
    const chosen = value(session.changes ?? {});
    buttons.show(chosen ?? none);
    again.hidden = chosen !== lots;
    note(chosen ? t(`changes.${key}.note_${chosen}`) : '');
  };
  return { element, sync };
}

/** Layers to choose from, as [layer, words]. */
export const layers = (count) => Array.from({ length: count }, (_, layer) => [layer, t('changes.layer', { layer: layer + 1 })]);

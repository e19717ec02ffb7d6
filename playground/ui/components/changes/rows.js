// Rows of the card of changes: a name, what there is to choose, and a sentence on what the choice does.

import { change, session } from '../session.js';
import { t } from '../text.js';

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

const SEEDS = { random: 'random', order: 'seed' };

/** A change made by chance, which can be made anew: other weights, or a shuffled order. The first value is none. */
export function randomRow(key, values) {
  const { element, body, note } = row(t(key === 'order' ? `changes.order.name_${session.task}` : `changes.${key}.name`), key);
  const patch = (value, seed) => (key === 'order' ? { order: value, seed: value === 'shuffled' ? seed : null } : { random: seed });
  const seed = () => session.changes?.[SEEDS[key]] ?? 0;
  const none = key === 'order' ? { order: null, seed: null } : { random: null };
  const buttons = segments(values.map((value) => [value, t(`changes.${key}.${value}`)]), (value) => change(value === values[0] ? none : patch(value, 1)));
  const again = Object.assign(document.createElement('button'), { type: 'button', textContent: t('changes.again'), onclick: () => change(patch(values.at(-1), seed() + 1)) });
  body.append(buttons, again);
  const sync = () => {
    const value = key === 'order' ? (session.changes?.order ?? values[0]) : seed() ? 'random' : values[0];
    buttons.show(value);
    again.hidden = value !== values.at(-1);
    note(value === values[0] ? '' : t(`changes.${key}.note_${value}`));
  };
  return { element, sync };
}

/** Layers that can be chosen from, as [value, words]; with both directions of a network that has two. */
export function layers(count, directions = 1) {
  const options = [];
  for (let layer = 0; layer < count; layer++) {
    for (let direction = 0; direction < directions; direction++) {
      const way = directions > 1 ? ` · ${t(direction ? 'stages.steps.backward' : 'stages.steps.forward')}` : '';
      options.push([`${layer}:${direction}`, `${t('changes.layer', { layer: layer + 1 })}${way}`]);
    }
  }
  return options;
}

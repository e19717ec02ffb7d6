// Elements that the training lab is made of: buttons, choices and numbers with their words from the texts.

import { setAttribute, setText } from '../dom/changed.js';
import { onLanguage, t } from '../text/text.js';

/** @param {string} tag @param {string} [className] @param {string} [words] @returns {HTMLElement} */
export const made = (tag, className = '', words = '') => Object.assign(document.createElement(tag), { className, textContent: words });

/** The sentence that belongs to a text. @param {string} key */
function aboutOf(key) {
  const about = `${key}_about`;
  return t(about);
}

/** A button with the text `key`, and as its title what `key`_about says. @param {string} key @param {() => void} act @param {AbortSignal} [until] it is there @returns {HTMLButtonElement} */
export function button(key, act, until) {
  const element = document.createElement('button');
  element.type = 'button';
  element.dataset.act = key.split('.').at(-1);
  element.onclick = act;
  onLanguage(() => {
    setText(element, t(key));
    setAttribute(element, 'title', aboutOf(key));
  }, { signal: until });
  return element;
}

/**
 * A choice under its name: `words(value)` of each of `values()`. What is returned brings it up to date.
 * @param {HTMLElement} place
 * @param {{key: string, values: () => any[], words: (value: any) => string, now: () => any, choose: (value: any) => void, until?: AbortSignal}} how
 */
export function choice(place, { key, values, words, now, choose, until }) {
  const label = made('label', 'pg-train-field');
  const name = made('span');
  const select = document.createElement('select');
  select.dataset.field = key.split('.').at(-1);
  label.append(name, select);
  place.append(label);
  select.onchange = () => choose(JSON.parse(select.value));
  const update = () => {
    const list = values();
    const all = list.includes(now()) ? list : [...list, now()].sort((a, b) => a - b);
    setText(name, t(key));
    setAttribute(label, 'title', aboutOf(key));
    select.replaceChildren(...all.map((value) => Object.assign(document.createElement('option'), { value: JSON.stringify(value), textContent: words(value), selected: value === now() })));
  };
  onLanguage(update, { signal: until });
  return update;
}

/** A whole number, or a share, to be typed. @param {{name: string, value: number, least: number, most: number, title: string, put: (value: number) => void}} how */
export function numberField({ name, value, least, most, title, put }) {
  const label = made('label', 'pg-train-number', '');
  const input = Object.assign(document.createElement('input'), { type: 'number', min: String(least), max: String(most), step: most < 1 ? '0.05' : '1', value: String(value), title });
  input.dataset.field = name;
  input.onchange = () => put(input.valueAsNumber);
  label.append(made('span', '', title), input);
  return label;
}

/** Buttons of which one is pressed. @param {string[]} names @param {() => string} now @param {(name: string) => void} choose @param {(name: string) => string} words */
export function oneOf(names, now, choose, words) {
  const group = made('div', 'pg-train-oneof');
  group.setAttribute('role', 'group');
  for (const name of names) {
    const element = Object.assign(document.createElement('button'), { type: 'button', textContent: words(name) });
    element.dataset.name = name;
    element.onclick = () => {
      choose(name);
      press();
    };
    group.append(element);
  }
  const press = () => group.querySelectorAll('button').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.name === now())));
  press();
  return group;
}

// What a click on the picture puts there: a value, or for three channels at once a colour.

import { find } from '../dom/find.js';
import { onLanguage, t } from '../text/text.js';
import { typed } from './format.js';
import { css } from './grid.js';
import { COLOURS } from './presets.js';

const VALUES = [0, 0.5, 1, -1];

export const brush = { value: 1, colour: 'r' };

/** @param {string} words @param {() => void} onclick */
export function chip(words, onclick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  button.onclick = onclick;
  return button;
}

/** @param {HTMLElement} element */
export function showBrush(element) {
  const field = find(element, '[data-brush]', HTMLInputElement);
  const buttons = VALUES.map((value) => chip(String(value).replace('-', '−'), () => pick(value)));
  find(element, '[data-values]', HTMLElement).prepend(...buttons);
  const pick = (/** @type {number} */ value, written = false) => {
    brush.value = value;
    if (!written) field.value = String(value);
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(VALUES[i] === value)));
  };
  pick(1);
  field.addEventListener('input', () => {
    const value = typed(field.value);
    if (value !== null) pick(value, true);
  });
  const swatches = Object.keys(COLOURS).map((name) => {
    const button = chip('', () => choose(name));
    button.style.background = css(COLOURS[name].map((v) => 255 * v));
    return button;
  });
  const choose = (/** @type {string} */ name) => {
    brush.colour = name;
    swatches.forEach((button, i) => button.setAttribute('aria-pressed', String(Object.keys(COLOURS)[i] === name)));
  };
  choose('r');
  find(element, '[data-colours]', HTMLElement).append(...swatches);
  onLanguage(() => swatches.forEach((button, i) => button.setAttribute('aria-label', t(`lab.colours.${Object.keys(COLOURS)[i]}`))));
}

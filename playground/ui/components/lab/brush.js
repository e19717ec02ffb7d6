// What a click on the picture puts there: a value, or for three channels at once a colour.

import { onLanguage, t } from '../text/text.js';
import { typed } from './format.js';
import { css } from './grid.js';
import { COLOURS } from './presets.js';

const VALUES = [0, 0.5, 1, -1];

export const brush = { value: 1, colour: 'r' };

export function chip(words, onclick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  button.onclick = onclick;
  return button;
}

export function showBrush(element) {
  const find = (selector) => element.querySelector(selector);
  const field = find('[data-brush]');
  const buttons = VALUES.map((value) => chip(String(value).replace('-', '−'), () => pick(value)));
  find('[data-values]').prepend(...buttons);
  const pick = (value, written = false) => {
    brush.value = value;
    if (!written) field.value = value;
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', VALUES[i] === value));
  };
  pick(1);
  field.addEventListener('input', () => typed(field.value) !== null && pick(typed(field.value), true));
  const swatches = Object.keys(COLOURS).map((name) => {
    const button = chip('', () => choose(name));
    button.style.background = css(COLOURS[name].map((v) => 255 * v));
    return button;
  });
  const choose = (name) => {
    brush.colour = name;
    swatches.forEach((button, i) => button.setAttribute('aria-pressed', Object.keys(COLOURS)[i] === name));
  };
  choose('r');
  find('[data-colours]').append(...swatches);
  onLanguage(() => swatches.forEach((button, i) => button.setAttribute('aria-label', t(`lab.colours.${Object.keys(COLOURS)[i]}`))));
}

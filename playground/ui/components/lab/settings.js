// Kernel size, stride, padding, dilation along height and width; the formula of the output size with them in it.

import { find, findAll } from '../dom/find.js';
import { onLanguage, t } from '../text/text.js';
import { sizeAfter, writeSize } from './arithmetic.js';
import { recentred } from './sizes.js';
import { LIMITS, change, lab, onLab } from './state.js';

/** @typedef {[number, number, number, number, number]} Side size, kernel, stride, padding, dilation */
/** @typedef {'kernel' | 'stride' | 'padding' | 'dilation'} Setting */

/** @type {Record<Setting, [number, number]>} */
const SETTINGS = { kernel: [1, LIMITS.kernel], stride: [1, LIMITS.stride], padding: [0, LIMITS.padding], dilation: [1, LIMITS.dilation] };

const kernelSize = () => [lab.kernels[0][0].length, lab.kernels[0][0][0].length];
/** @param {Setting} name */
const valuesOf = (name) => (name === 'kernel' ? kernelSize() : lab[name]);

/** @param {Setting} name @param {number[]} values */
function set(name, values) {
  if (name === 'kernel') change({ kernels: lab.kernels.map((kernel) => kernel.map((channel) => recentred(channel, values[0], values[1]))) });
  else change({ [name]: values });
}

/** @param {HTMLElement} element @param {HTMLElement} formula */
export function showSettings(element, formula) {
  const fields = Object.entries(SETTINGS).map(([name, [least, most]]) => setting(/** @type {Setting} */ (name), least, most));
  element.replaceChildren(...fields.map((field) => field.element));
  const sync = () => {
    for (const field of fields) field.show();
    formula.replaceChildren(...sizes());
  };
  onLab((what) => what === 'bench' && sync());
  onLanguage(sync);
}

/** @param {Setting} name @param {number} least @param {number} most */
function setting(name, least, most) {
  const element = document.createElement('fieldset');
  element.innerHTML = '<legend></legend><input type="number"><span>×</span><input type="number">';
  const inputs = findAll(element, 'input', HTMLInputElement);
  inputs.forEach((input, axis) => {
    Object.assign(input, { min: least, max: most });
    input.dataset.setting = `${name}-${axis}`;
    input.addEventListener('input', () => {
      if (!Number.isInteger(input.valueAsNumber)) return; // while it is being typed
      set(name, valuesOf(name).map((v, i) => (i === axis ? Math.max(least, Math.min(most, input.valueAsNumber)) : v)));
    });
    input.addEventListener('blur', () => (input.value = String(valuesOf(name)[axis])));
  });
  const show = () => {
    find(element, 'legend', HTMLElement).textContent = t(`lab.settings.${name}`);
    inputs.forEach((input, axis) => {
      input.setAttribute('aria-label', `${t(`lab.settings.${name}`)}, ${t(axis ? 'lab.width' : 'lab.height')}`);
      if (input !== document.activeElement) input.value = String(valuesOf(name)[axis]);
    });
  };
  return { element, show };
}

/** "6 × 6 → 4 × 4", a formula for each axis, and what became of the edges. */
function sizes() {
  const size = [lab.input[0].length, lab.input[0][0].length];
  const sides = [0, 1].map((i) => /** @type {Side} */ ([size[i], kernelSize()[i], lab.stride[i], lab.padding[i], lab.dilation[i]]));
  const after = sides.map((side) => sizeAfter(...side));
  const lines = [
    ['b', `${size.join(' × ')} → ${after.map((n) => Math.max(0, n)).join(' × ')}`],
    ['code', `${t('lab.height')}: ${writeSize(...sides[0])}`],
    ['code', `${t('lab.width')}: ${writeSize(...sides[1])}`],
    ['span', edges(sides)],
  ];
  return lines.map(([tag, words]) => Object.assign(document.createElement(tag), { textContent: words }));
}

/** @param {Side[]} sides */
function edges(sides) {
  const [rows, columns] = sides.map(([n, k, , p, d]) => Math.min(n, d * (k - 1) - 2 * p));
  if (rows > 0 || columns > 0) return t('lab.edges_lost', { rows: Math.max(0, rows), columns: Math.max(0, columns) });
  return rows < 0 || columns < 0 ? t('lab.edges_more') : t('lab.edges_kept');
}

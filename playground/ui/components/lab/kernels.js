// The kernels of the lab: their numbers cell by cell, or picked; their biases; one more, one less.

import { trainedKernels } from './trained.js';
import { find, findAll } from '../dom/find.js';
import { onLanguage, t } from '../text/text.js';
import { numeric, show, walk } from './fields.js';
import { css, inkOn, shade } from './grid.js';
import { KERNELS } from './presets.js';
import { kernelFor, recentred, zeros } from './sizes.js';
import { LIMITS, change, lab, onLab } from './state.js';

/** @typedef {number[][][]} Kernel C grids */

/** @type {import('./trained.js').Trained[]} */
let learned = []; // by the digits' CNN

/** @param {HTMLElement} element @param {HTMLButtonElement} add */
export function showKernels(element, add) {
  let shape = '';
  const sync = () => {
    const now = [lab.kernels.length, lab.kernels[0].length, lab.kernels[0][0].length, lab.kernels[0][0][0].length].join();
    if (now !== shape) element.replaceChildren(...lab.kernels.map((_, m) => kernelCard(m)));
    shape = now;
    lab.kernels.forEach((kernel, m) => fillCard(element.children[m], kernel, m));
    add.disabled = lab.kernels.length >= LIMITS.kernels;
  };
  add.onclick = () => {
    const [kernel] = lab.kernels;
    const blank = zeros(kernel.length, kernel[0].length, kernel[0][0].length);
    const middle = recentred(KERNELS.vertical, kernel[0].length, kernel[0][0].length);
    change({ kernels: [...lab.kernels, blank.map(() => structuredClone(middle))], bias: [...lab.bias, 0] });
  };
  onLab((what) => (what === 'bench' || what === 'pointed') && sync());
  const afresh = () => {
    shape = '';
    sync();
  };
  onLanguage(afresh);
  trainedKernels().then((kernels) => {
    learned = kernels;
    afresh();
  });
}

/** @template T @param {T[]} list @param {number} m @param {T} value @returns {T[]} */
const put = (list, m, value) => list.map((entry, i) => (i === m ? value : entry));

/** A kernel picked by name. It is put into the middle of the kernels' size, which grows where it does not fit. @param {number} m @param {number[][]} chosen @param {number} [bias] */
function pick(m, chosen, bias = lab.bias[m]) {
  const height = Math.max(chosen.length, lab.kernels[0][0].length);
  const width = Math.max(chosen[0].length, lab.kernels[0][0][0].length);
  const kernels = put(lab.kernels, m, kernelFor([chosen], lab.input.length));
  change({ kernels: kernels.map((kernel) => kernel.map((channel) => recentred(channel, height, width))), bias: put(lab.bias, m, bias) });
}

/** @param {number} m */
function kernelCard(m) {
  const element = document.createElement('section');
  element.className = 'pg-lab-kernel';
  element.innerHTML = '<div class="pg-lab-name"><b></b><select></select><button type="button" class="pg-lab-remove">×</button></div><div class="pg-lab-slices"></div><label class="pg-lab-bias"><span></span><input inputmode="decimal"></label>';
  find(element, 'b', HTMLElement).textContent = t('lab.kernel', { number: m + 1 });
  const select = find(element, 'select', HTMLSelectElement);
  select.setAttribute('aria-label', t('lab.pick_kernel', { number: m + 1 }));
  select.append(new Option(t('lab.own'), ''), ...Object.keys(KERNELS).map((name) => new Option(t(`lab.kernels.${name}`), name)));
  const group = document.createElement('optgroup');
  group.label = t('lab.trained');
  group.append(...learned.map((_, i) => new Option(t('lab.trained_kernel', { number: i + 1 }), `${i}`)));
  if (learned.length) select.append(group);
  select.onchange = () => {
    const trained = learned[Number(select.value || NaN)];
    if (trained) pick(m, trained.weight, trained.bias);
    else if (select.value) pick(m, KERNELS[select.value]);
  };
  const remove = find(element, '.pg-lab-remove', HTMLButtonElement);
  remove.title = t('lab.remove', { number: m + 1 });
  remove.setAttribute('aria-label', remove.title);
  remove.hidden = lab.kernels.length === 1;
  remove.onclick = () => change({ kernels: lab.kernels.filter((_, i) => i !== m), bias: lab.bias.filter((_, i) => i !== m) });
  find(element, '.pg-lab-bias span', HTMLElement).textContent = t('lab.bias');
  find(element, '.pg-lab-slices', HTMLElement).append(...lab.kernels[m].map((_, c) => slice(m, c)));
  const bias = find(element, '.pg-lab-bias input', HTMLInputElement);
  numeric(bias, (value) => change({ bias: put(lab.bias, m, value) }));
  return element;
}

/** The numbers of one channel of a kernel. @param {number} m @param {number} c */
function slice(m, c) {
  const element = document.createElement('div');
  element.className = 'pg-lab-slice';
  if (lab.input.length > 1) element.dataset.channel = ['red', 'green', 'blue'][c];
  const [height, width] = [lab.kernels[m][c].length, lab.kernels[m][c][0].length];
  element.style.setProperty('--columns', String(width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const field = document.createElement('input');
      field.inputMode = 'decimal';
      field.setAttribute('aria-label', t('lab.weight', { number: m + 1, row: y + 1, column: x + 1 }));
      numeric(field, (value) => change({ kernels: put(lab.kernels, m, put(lab.kernels[m], c, put(lab.kernels[m][c], y, put(lab.kernels[m][c][y], x, value)))) }));
      field.addEventListener('keydown', (event) => walk(event, element, y, x, width));
      element.append(field);
    }
  }
  return element;
}

/** What the list calls a kernel: one of KERNELS, the place of a learned one, or nothing. @param {Kernel} kernel */
function nameOf(kernel) {
  const same = (/** @type {number[][]} */ values) => kernel.every((channel) => String(channel) === String(recentred(values, channel.length, channel[0].length)));
  const at = learned.findIndex(({ weight }) => weight.length === kernel[0].length && weight[0].length === kernel[0][0].length && same(weight));
  const whole = kernel[0].length > 2 && kernel[0][0].length > 2;
  return at >= 0 ? `${at}` : ((whole && Object.keys(KERNELS).find((name) => same(KERNELS[name]))) || '');
}

/** @param {Element} element @param {Kernel} kernel @param {number} m */
function fillCard(element, kernel, m) {
  const most = Math.max(...lab.kernels.flat(3).map(Math.abs), 1e-9);
  element.classList.toggle('followed', lab.kernels.length > 1 && lab.kernel === m && Boolean(lab.pointed));
  find(element, 'select', HTMLSelectElement).value = nameOf(kernel);
  show(find(element, '.pg-lab-bias input', HTMLInputElement), lab.bias[m]);
  findAll(element, '.pg-lab-slice', HTMLElement).forEach((part, c) => {
    const fields = findAll(part, 'input', HTMLInputElement);
    kernel[c].flat().forEach((value, i) => {
      const field = fields[i];
      const rgb = shade('signed', value, most);
      show(field, value);
      Object.assign(field.style, { background: css(rgb), color: inkOn(rgb) });
    });
  });
}

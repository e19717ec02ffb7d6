// The column of the data: which kind, how many and how noisy, the visitor's own, and how large its three parts are.

import { setHidden, setText } from '../dom/changed.js';
import { nextRadio } from '../dom/radios.js';
import { onLanguage, t } from '../text/text.js';
import { begin, bench, changeData, onBench } from './bench.js';
import { choice, made } from './elements.js';
import { showOwn } from './own.js';
import { PARTS } from './plane.js';
import { FIXED, KINDS, NOISY, onData } from './setup.js';
import { sketchOf } from './thumbnails.js';

const NOISES = [0, 0.05, 0.1, 0.2, 0.3, 0.5];
const SHARES = [0.2, 0.4, 0.6];

/** @param {HTMLElement} element */
export function showData(element) {
  const kinds = made('div', 'pg-train-kinds');
  kinds.setAttribute('role', 'radiogroup');
  kinds.append(...Object.keys(KINDS).map(kindButton));
  kinds.addEventListener('keydown', (event) => nextRadio(event, kinds)?.click());
  const about = made('p', 'pg-muted pg-train-about');
  const fields = made('div', 'pg-train-data-fields');
  const [noise, size, held] = [
    choice(fields, { key: 'train.data.noise', values: () => NOISES, words: String, now: () => bench.setup.data.noise, choose: (value) => changeData({ noise: value }) }),
    choice(fields, { key: 'train.data.size', values: () => KINDS[bench.setup.data.kind].sizes, words: (value) => value.toLocaleString('en'), now: () => bench.setup.data.size, choose: (value) => changeData({ size: value }) }),
    choice(fields, { key: 'train.data.held_out', values: () => SHARES, words: (value) => `${Math.round(100 * value)} %`, now: () => bench.setup.data.held_out, choose: (value) => changeData({ held_out: value }) }),
  ];
  const own = made('div', 'pg-train-own');
  const parts = made('p', 'pg-train-parts');
  element.append(kinds, about, fields, own, parts);
  const update = () => {
    const { kind } = bench.setup.data;
    kinds.setAttribute('aria-label', t('train.data.title'));
    for (const one of kinds.querySelectorAll('button')) writeKind(one, one.dataset.kind === kind);
    setText(about, t(`train.kinds.${kind}_about`));
    for (const one of [noise, size, held]) one();
    const isThere = [NOISY.includes(kind), KINDS[kind].sizes.length > 0, !FIXED.includes(kind)];
    isThere.forEach((is, k) => setHidden(/** @type {HTMLElement} */ (fields.children[k]), !is));
  };
  onBench((what) => {
    if (what === 'setup') update();
    if (what === 'stack') writeParts(parts);
  });
  onLanguage(() => {
    update();
    writeParts(parts);
  });
  showOwn(own);
}

/** @param {string} kind */
function kindButton(kind) {
  const element = document.createElement('button');
  element.type = 'button';
  element.dataset.kind = kind;
  element.setAttribute('role', 'radio');
  element.innerHTML = `${sketchOf(kind)}<span></span>`;
  element.onclick = () => begin(onData(bench.setup, kind), null);
  return element;
}

/** @param {HTMLButtonElement} element @param {boolean} isChosen */
function writeKind(element, isChosen) {
  const { kind } = element.dataset;
  element.title = t(`train.kinds.${kind}_about`);
  if (element.lastElementChild) setText(element.lastElementChild, t(`train.kinds.${kind}`));
  element.setAttribute('aria-checked', String(isChosen));
  element.tabIndex = isChosen ? 0 : -1;
}

/** "● 180 training, ○ 60 validation, × 60 test". @param {HTMLElement} element */
function writeParts(element) {
  const parts = bench.stack?.parts;
  element.replaceChildren(...(parts ? PARTS.map((part) => {
    const line = made('span', part);
    line.append(made('i', part), made('b', '', parts[/** @type {'train'} */ (part)].toLocaleString('en')), ` ${t(`train.parts.${part}`)}`);
    line.title = t(`train.parts.${part}_about`);
    return line;
  }) : []));
}

// How large the weights of each layer are and how large their gradient is, on a logarithmic scale; and in words what is wrong.

import { setHidden, setText } from '../dom/changed.js';
import { t } from '../text/text.js';
import { bench } from './bench.js';
import { lossText } from './curves.js';
import { made } from './elements.js';
import { nameOf } from './stack.js';
import { training } from './training.js';

/** @typedef {import('./progress.js').Norm} Norm */

const [LEAST, MOST] = [-8, 2]; // powers of ten of the scale

/** How long the bar of a norm is, 0 to 1; of none, 0. @param {number | null} norm */
export function lengthOf(norm) {
  if (norm === null || !(norm > 0)) return 0;
  return Math.max(0.01, Math.min(1, (Math.log10(norm) - LEAST) / (MOST - LEAST)));
}

/** What is returned draws it anew. @param {HTMLElement} place */
export function showNorms(place) {
  const head = made('div', 'pg-train-norm head');
  head.append(made('b'), made('span'), made('span'));
  const list = made('ol');
  const marks = made('ul', 'pg-train-marks');
  marks.setAttribute('aria-live', 'polite');
  place.append(head, list, marks);
  return () => {
    const update = training.progress?.update;
    setHidden(place, !update);
    if (!update) return;
    ['norms', 'gradient', 'weight'].forEach((name, k) => setText(head.children[k], t(`train.norms.${name}`)));
    place.title = t('train.norms.about');
    while (list.children.length > update.norms.length) list.lastElementChild?.remove();
    while (list.children.length < update.norms.length) list.append(row());
    update.norms.forEach((norm, k) => write(/** @type {HTMLElement} */ (list.children[k]), norm));
    const words = wordsOf(update.marks);
    if (words.join() !== [...marks.children].map(({ textContent }) => textContent).join()) marks.replaceChildren(...words.map((one) => made('li', '', one)));
  };
}

/** Of each mark one sentence, with all its layers. @param {import('./progress.js').Mark[]} marks */
function wordsOf(marks) {
  const kinds = [...new Set(marks.map(({ mark }) => mark))];
  return kinds.map((kind) => t(`train.marks.${kind}`, { layers: marks.filter(({ mark }) => mark === kind).map(({ layer }) => layerName(layer)).join(', ') }));
}

function row() {
  const item = made('li', 'pg-train-norm');
  const bar = made('i');
  item.append(made('span', 'name'), bar, made('span'), made('span'));
  return item;
}

/** @param {number} layer */
const layerName = (layer) => (bench.setup.layers[layer] ? `${layer + 1} · ${nameOf(bench.setup.layers[layer])}` : t('train.output'));

/** @param {HTMLElement} item @param {Norm} norm */
function write(item, { layer, weight, gradient, dead }) {
  const [name, bar, slope, size] = /** @type {HTMLElement[]} */ ([...item.children]);
  setText(name, layerName(layer));
  bar.style.setProperty('--share', String(lengthOf(gradient)));
  setText(slope, lossText(gradient));
  setText(size, lossText(weight));
  item.title = dead ? t('train.norms.dead', { percent: Math.round(100 * dead) }) : '';
}

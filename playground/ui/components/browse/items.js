// The inputs that were chosen, as pictures or as rows: of each what it is and what the networks say; one that is clicked is opened.

import { percent } from '../answer/percent.js';
import { contextOf } from '../canvas/context.js';
import { button, el } from '../dock/parts.js';
import { paintStrokes } from '../entries/strokes.js';
import { table } from '../stage/colours.js';
import { t } from '../text/text.js';

/** @typedef {import('./test_data.js').TestData} TestData */
/** @typedef {import('./choice.js').Answers} Answers */
/**
 * `networks`: the one whose answers these are and, where two are compared, the second.
 * @typedef {{places: number[], data: TestData, labels: string[], networks: {name: string, answers: Answers}[]}} Shown
 */

const AT_ONCE = 60; // more on demand
const SIDE = 28; // of a digit
const DRAWN = 112; // pixels of a canvas with a drawing
const [EXTENT, INK] = [0.8, 0.08]; // of it: the drawing's longer side, and the pen

/**
 * `show` puts inputs there, `paint` those that are there in the colours of another theme.
 * @param {HTMLElement} element
 * @param {(input: Record<string, any>) => void} open
 */
export function items(element, open) {
  /** @type {Shown | null} */
  let shown = null;
  let count = 0;
  const list = el('ul', '');
  const more = button('', () => add());
  element.replaceChildren(list, more);
  const add = () => {
    if (!shown) return;
    const all = shown;
    const next = all.places.slice(count, count + AT_ONCE);
    const before = list.children.length;
    list.append(...next.map((k) => el('li', '', item(all, k, open))));
    count += next.length;
    const left = all.places.length - count;
    more.hidden = !left;
    more.textContent = t('browse.more', { count: Math.min(left, AT_ONCE) });
    paint(before);
    if (before) /** @type {HTMLElement | null} */ (list.children[before]?.querySelector('button'))?.focus();
  };
  const paint = (from = 0) => {
    const { color } = getComputedStyle(element);
    [...list.querySelectorAll('canvas')].slice(from).forEach((canvas, k) => shown && draw(canvas, shown.data, shown.places[from + k], color));
  };
  return {
    paint,
    /** @param {Shown | null} all */
    show(all) {
      [shown, count] = [all, 0];
      list.replaceChildren();
      list.className = !all ? '' : `${isPicture(all.data) ? 'pictures' : 'rows'} ${all.networks.length > 1 ? 'two' : ''}`;
      more.hidden = true;
      add();
    },
  };
}

/** Whether the inputs can be seen, and not only read. @param {TestData} data */
const isPicture = ({ pixels, inputs }) => Boolean(pixels || inputs[0].strokes);

/** @param {Shown} all @param {number} k @param {(input: Record<string, any>) => void} open */
function item({ data, labels, networks }, k, open) {
  const input = data.inputs[k];
  const truth = labels[data.truth[k]];
  const said = networks.map(({ name, answers }) => ({ name, answer: labels[answers.answers[k]], isRight: answers.answers[k] === data.truth[k], sure: percent(answers.certainty[k]) }));
  const element = button('', () => open(input));
  const what = isPicture(data) ? document.createElement('canvas') : el('span', 'what', wordsOf(input, k));
  const answers = said.map(({ name, answer, isRight, sure }) => el('span', isRight ? 'said' : 'said wrong', networks.length > 1 ? name : '→', ' ', el('b', '', answer), ' ', el('span', 'sure', sure)));
  element.append(what, el('span', 'truth', truth), el('span', 'answers', ...answers));
  const all = said.map(({ name, answer, sure }) => t('browse.says', { network: name, answer, sure })).join(' ');
  element.title = `${nameOf(input, k)} ${t('browse.is', { truth })} ${all}`;
  element.setAttribute('aria-label', element.title);
  return element;
}

/** @param {Record<string, any>} input @param {number} k */
const wordsOf = (input, k) => input.text ?? t('browse.row', { number: k + 1 });

/** What it is called when one hears of it. @param {Record<string, any>} input @param {number} k */
function nameOf(input, k) {
  if (input.test !== undefined) return t('browse.digit', { number: input.test.toLocaleString('en') });
  return input.strokes ? t('browse.drawing', { number: k + 1 }) : `${wordsOf(input, k)}.`;
}

/** The strokes as large as the picture has room for: networks do not see how large they are. @param {import('../entries/strokes.js').Point[][]} strokes @returns {import('../entries/strokes.js').Point[][]} */
function fitted(strokes) {
  const [x, y] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const [left, right, top, bottom] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
  const scale = EXTENT / Math.max(right - left, bottom - top);
  return strokes.map((stroke) => stroke.map(([x, y]) => [0.5 + scale * (x - (left + right) / 2), 0.5 + scale * (y - (top + bottom) / 2)]));
}

/** @param {HTMLCanvasElement} canvas @param {TestData} data @param {number} k @param {string} colour of ink */
function draw(canvas, { pixels, inputs }, k, colour) {
  if (!pixels) {
    canvas.width = canvas.height = DRAWN;
    return paintStrokes(contextOf(canvas), fitted(inputs[k].strokes), INK, DRAWN, colour);
  }
  canvas.width = canvas.height = SIDE;
  const image = new ImageData(SIDE, SIDE);
  const [out, colours] = [new Uint32Array(image.data.buffer), table('ink')];
  for (let i = 0; i < out.length; i++) out[i] = colours[Math.round(255 * pixels[k * out.length + i])];
  contextOf(canvas).putImageData(image, 0, 0);
}

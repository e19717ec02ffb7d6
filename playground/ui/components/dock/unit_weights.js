// The weights that make a value, with their gradients, and what the next step of learning does to one of them.

import { arranged, indexIn, placeIn, readWeight, writeWeight } from '../learning/arrangement.js';
import { linesOf } from '../learning/formula.js';
import { settings } from '../learning/lesson.js';
import { largest } from '../run/largest.js';
import { postJson } from '../server/post_json.js';
import { screenNow } from '../stage/screen.js';
import { put, state } from '../store/store.js';
import { equation } from '../text/equations.js';
import { significant } from '../text/numbers.js';
import { t } from '../text/text.js';
import { button, caption, el, signed, symbol } from './parts.js';
import { cellSize, frameAt, picture } from './pictures.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/gradient_trace.js').GradientTrace} GradientTrace */
/** As learning/unit_update.py has them. @typedef {{parameter: string, row: number, symbol: string, quantity: string, shape: number[], values: number[], gradients: number[]}} Part */
/** @typedef {import('../learning/formula.js').Update & {parts: Part[], parameter: string, place: number[], trained: number}} UnitUpdate */

const STRIP = { room: 264, cell: 6, height: 11 }; // px
const BLOCK = { usual: 84, low: 56 }; // px high at most

/** What the server says of the step after those that have been made. @param {Selection} selection @param {GradientTrace} run @param {[string, number[]] | null} weight @returns {Promise<UnitUpdate>} */
function askFor(selection, run, weight) {
  const { task, input, architecture, changes } = /** @type {import('../run/trace.js').Asked} */ (run.of);
  const { optimiser, learning_rate } = settings();
  const learning = changes?.learning ?? { target: run.loss.target, loss: run.loss.name, optimiser, learning_rate, steps: 0 };
  const { original, against, ...at } = selection;
  return postJson('update', { task, input, architecture, changes: { ...changes, learning }, selection: at, weight });
}

/** The same of the weight that the address has, where it is one of the unit's. @param {Selection} selection @param {GradientTrace} run */
async function updateOf(selection, run) {
  const weight = readWeight(state.weight);
  const update = await askFor(selection, run, weight);
  return !weight || partOf(update) ? update : askFor(selection, run, null);
}

/** The part that the chosen weight belongs to. @param {UnitUpdate} update */
const partOf = ({ parts, parameter, place }) => parts.find((part) => part.parameter === parameter && indexIn(part, place) >= 0);

/** Show them in `place`; throws what is wrong in words. @param {HTMLElement} place @param {Selection} selection one value @param {GradientTrace} run @param {() => boolean} isWanted */
export async function showWeights(place, selection, run, isWanted) {
  if (run.loss.name === 'logit') throw new Error(t('backward.no_step.logit'));
  const update = await updateOf(selection, run);
  if (!isWanted()) return;
  put({ weight: writeWeight(update.parameter, update.place) });
  const pick = (/** @type {Part} */ part, /** @type {number} */ i) => {
    put({ weight: writeWeight(part.parameter, placeIn(part, i)) });
    void showWeights(place, selection, run, isWanted).catch(() => {}); // it stays as it is
  };
  const head = ['', 'steps.update.weights', 'steps.update.gradients', '', 'steps.update.bias', 'steps.update.gradient'].map((key) => caption(key && t(key)));
  const rows = update.parts.flatMap((part, k) => (part.shape.length ? rowOf(part, update.parts[k + 1], update, pick) : []));
  place.replaceChildren(formulaOf(update), el('section', 'pg-update-parts', ...head, ...rows));
  place.scrollTop = 0;
}

/** Weights and their gradients, and the bias that is added to what they make. @param {Part} part @param {Part | undefined} next @param {UnitUpdate} update @param {(part: Part, i: number) => void} pick @returns {HTMLElement[]} */
function rowOf(part, next, update, pick) {
  const at = (/** @type {Part} */ one) => (one.parameter === update.parameter ? indexIn(one, update.place) : -1);
  const pictures = [part.values, part.gradients].map((values, k) => {
    const words = [part.symbol, t(k ? 'steps.update.gradients' : 'steps.update.weights'), t('steps.update.pick')].join(', ');
    return pictureOf(values, part.shape, at(part), (i) => pick(part, i), { words, root: k === 1 });
  });
  const row = [symbol(part.symbol), ...pictures];
  if (!next || next.shape.length) return [...row, el('span', ''), el('span', ''), el('span', '')];
  const number = button(significant(next.values[0]), () => pick(next, 0), 'pg-bias');
  number.setAttribute('aria-pressed', String(at(next) === 0));
  number.title = t('steps.update.pick');
  return [...row, symbol(next.symbol), number, el('span', 'pg-digits', significant(next.gradients[0]))];
}

/** @param {number[]} values @param {number[]} shape @param {number} chosen @param {(i: number) => void} pick @param {{words: string, root: boolean}} how `root`: as gradients are shown in the picture */
function pictureOf(values, shape, chosen, pick, { words, root }) {
  const { width, height, strip, place, at } = arranged(shape);
  const room = strip ? Math.min(STRIP.room, STRIP.cell * width) : Math.min(STRIP.room, Math.floor(((screenNow().lowDock ? BLOCK.low : BLOCK.usual) / height) * width));
  const cell = cellSize(room, Math.max(width, strip ? 1 : height));
  const rows = strip ? Math.max(1, Math.round(STRIP.height / cell)) : height;
  const painted = Float32Array.from({ length: rows * width }, (_, k) => values[at(Math.floor(k / width), k % width)] ?? 0);
  const canvas = picture({ values: painted, height: rows, width, scale: { ramp: 'signed', most: largest(values), root } }, cell * Math.max(width, rows), words);
  canvas.classList.add('pick');
  canvas.onclick = ({ offsetX, offsetY }) => {
    const i = at(Math.min(rows - 1, Math.floor(offsetY / cell)), Math.min(width - 1, Math.floor(offsetX / cell)));
    if (i >= 0) pick(i);
  };
  const element = el('div', 'pg-picked', canvas);
  if (chosen >= 0) {
    const [row, column] = place(chosen);
    element.append(frameAt([column, row, 1, strip ? rows : 1], cell));
  }
  return element;
}

/** The optimiser's formula with the numbers of the chosen weight. @param {UnitUpdate} update */
function formulaOf(update) {
  const { step, optimiser, place, trained, numbers } = update;
  const part = partOf(update);
  const [first, ...rest] = place.map((i) => i + 1);
  const name = `w = ${part?.symbol ?? ''}[${[...(part?.symbol.includes('_') ? rest : [first, ...rest])].join(', ')}]`;
  const lines = linesOf(update).flatMap(({ symbols, numbers: worked, result }) => [
    el('p', 'pg-maths', ...equation(symbols)),
    el('p', 'pg-maths', ...equation(worked ? `= ${worked} ≈ ` : '= '), el('b', '', result)),
  ]);
  const title = caption(t('steps.update.next', { step, optimiser: t(`steps.optimisers.${optimiser}`) }), ' ', symbol(name));
  const before = step > 1 ? [el('p', 'pg-muted', t('steps.update.trained', { value: significant(trained, 6) }))] : [];
  return el('section', 'pg-update-formula', title, el('p', 'pg-maths', ...equation('g = ∂L/∂w')), el('p', 'pg-maths', '= ', signed(significant(numbers.g), numbers.g)), ...lines, ...before);
}

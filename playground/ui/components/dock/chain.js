// The dock of gradients for one value: the chain rule with its numbers, by way of all that reads the value.

import { lazy } from '../loading/lazy.js';
import { needStyle } from '../loading/styles.js';
import { strongest } from '../run/largest.js';
import { mainQuantity } from '../run/declarations.js';
import { place as placeInTime } from '../run/time_axis.js';
import { quantityEquation, quantityName, stageTitle } from '../run/quantity_names.js';
import { keyOf } from '../run/trace.js';
import { player, seek } from '../playback/player.js';
import { traced, whereWords, whole } from '../stage/reading.js';
import { select } from '../stage/selecting.js';
import { put, state } from '../store/store.js';
import { equation } from '../text/equations.js';
import { significant } from '../text/numbers.js';
import { needTexts, t } from '../text/text.js';
import { productColumns } from '../text/worked.js';
import { inSum } from './cell/printed.js';
import { ofGradients } from './of_gradients.js';
import { button, caption, el } from './parts.js';
import { mapOf, selectionIn, stageOf } from './where.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/gradient_trace.js').GradientTrace} GradientTrace */
/** As learning/chain.py has them. @typedef {{label: string, index: number[], upstream: number, local: number, product: number}} Link */
/** @typedef {{stage: string, quantity: string, layer: number | null, direction: number | null, t: number | null, symbol: string, links: Link[], more: number, rest: number, total: number}} Reader */
/** @typedef {{symbol: string, value: number, readers: Reader[], result: number, gradient: number}} Chain */

const weights = lazy(async () => (await Promise.all([import('./unit_weights.js'), needTexts('steps'), needStyle('learning')]))[0]);
const isWeights = () => state.weight !== null; // in place of the chain rule

const PATIENCE = 120; // milliseconds that a step stands before the server is asked

/** @param {Selection} selection @param {GradientTrace} run @returns {Promise<Chain>} */
function chainOf(selection, run) {
  const { original, against, ...at } = whole(run, selection);
  return ofGradients(run, 'chain', { selection: at, terms: 6 });
}

/** The one value that a selection means: of a unit that at the shown step, of a map the one with the largest gradient. @param {Selection} selection @param {GradientTrace} run @returns {Selection | null} */
function valueIn(selection, run) {
  const stage = stageOf(run, selection);
  if (!stage?.backward || !stage.declared || !selection.index.length) return null;
  const quantity = stage.arrays[selection.quantity] ? selection.quantity : mainQuantity(stage.declared);
  const array = stage.arrays[quantity];
  if (!array) return null;
  const step = stage.declared.timed ? (selection.t ?? Math.min(player.moment, stage.filled - 1)) : null;
  const { index } = selection;
  if (index.length === array.shape.length) return { ...selection, quantity, t: step };
  if (array.shape.length !== 3 || index.length !== 1) return null;
  const [, , columns] = array.shape;
  const best = strongest(mapOf(array, index[0]));
  return { ...selection, quantity, t: step, index: [index[0], Math.floor(best / columns), best % columns] };
}

/** @type {import('./dock.js').MakeView} */
export function chainView(place, head) {
  let turn = 0;
  /** @type {{selection: Selection, run: GradientTrace} | null} */
  let now = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  const view = {
    clear: () => {
      turn++;
      clearTimeout(due);
      now = null;
    },
    seek: () => {
      if (!now || (now.selection.t ?? null) !== null || player.playing) return;
      const { selection, run } = now;
      clearTimeout(due);
      due = setTimeout(() => void view.show(selection, run), PATIENCE);
    },
    /** @param {Selection | null} selection @param {any} run */
    async show(selection, run) {
      const mine = ++turn;
      const value = selection && valueIn(selection, run);
      if (!selection || !value) return;
      now = { selection, run };
      const button = { words: t('backward.its_weights'), name: 'weights', pressed: isWeights(), act: () => {
        put({ weight: isWeights() ? null : 'largest' });
        void view.show(selection, run);
      } };
      head.say({ ...headOf(value, run), buttons: [button] });
      if (isWeights()) {
        await (await weights()).showWeights(place, value, run, () => mine === turn).catch((error) => mine === turn && place.replaceChildren(el('p', 'pg-message', String(error.message || t('errors.offline')))));
        return;
      }
      const chain = await chainOf(value, run).catch((error) => String(error.message ?? ''));
      if (mine !== turn) return;
      if (typeof chain === 'string') place.replaceChildren(el('p', 'pg-message', chain || t('errors.offline')));
      else {
        head.say({ ...headOf(value, run), buttons: [button], brief: equation(numbersOf(chain)) });
        place.replaceChildren(sumOf(chain, run), ...chain.readers.filter(({ stage }) => stage).map((reader) => tableOf(reader, run)));
        place.scrollLeft = 0;
      }
    },
  };
  return view;
}

/** @param {Selection} value @param {GradientTrace} run */
function headOf(value, run) {
  const stage = /** @type {import('../run/trace.js').Stage} */ (stageOf(run, value));
  const where = whereWords(value.index, stage.arrays[value.quantity].shape);
  const when = typeof value.t === 'number' ? placeInTime(run, value.t) : '';
  const gradient = traced(run, value);
  return {
    up: { words: stageTitle(stage, run), act: () => select(selectionIn(stage, [])) },
    title: [stage.declared?.timed ? quantityName(value.quantity, stage, run) : '', where, when, t(isWeights() ? 'backward.weights' : 'backward.chain.title')].filter(Boolean).join(' · '),
    note: gradient === undefined ? '' : t('backward.chain.note', { value: significant(gradient) }),
    buttons: [],
  };
}

/** "∂L/∂h_5 = a + b = c". @param {Chain} chain */
function numbersOf({ symbol, readers, result }) {
  const sum = readers.length > 1 ? `${inSum(readers.map(({ total }) => significant(total))).join(' ')} = ` : '';
  return `∂L/∂${symbol} = ${sum}${significant(result)}`;
}

/** The chain rule in symbols, and what comes by way of each that reads the value. @param {Chain} chain @param {GradientTrace} run */
function sumOf(chain, run) {
  const { symbol, readers, result } = chain;
  const ofLoss = readers.length === 1 && !readers[0].stage;
  const many = readers.length > 2;
  const ways = many ? `Σ_q Σ_j ∂L/∂q_j · ∂q_j/∂${symbol}` : readers.map((reader) => wayOf(reader, symbol)).join(' + ');
  const rows = readers.map((reader) => el('tr', '', el('td', '', nameOf(reader, run)), el('td', 'pg-digits', significant(reader.total))));
  const total = el('tr', 'last', el('td', '', t('backward.chain.total')), el('td', 'pg-digits', significant(result)));
  return el('div', 'pg-equations',
    ...(ofLoss || !readers.length ? [] : [el('p', 'pg-maths', ...equation(`∂L/∂${symbol} = ${ways}`))]),
    ...(many ? [el('table', 'pg-terms-table', ...rows, total)] : [el('p', 'pg-maths', ...equation(numbersOf(chain)))]),
    el('p', 'pg-muted', t(`backward.chain.${ofLoss ? 'loss' : readers.length ? 'whole' : 'nothing'}`)));
}

/** "Σ_j ∂L/∂f_j · ∂f_j/∂h_{5}". @param {Reader} reader @param {string} symbol */
function wayOf({ symbol: read, links, more }, symbol) {
  if (links.length === 1 && !more) return `∂L/∂${links[0].label} · ∂${links[0].label}/∂${symbol}`;
  return `Σ_j ∂L/∂${read}_j · ∂${read}_j/∂${symbol}`;
}

/** "LSTM 2 · Candidate g · row 13". @param {Reader} reader @param {GradientTrace} run */
function nameOf(reader, run) {
  const stage = run.stages.get(keyOf(reader));
  if (!stage) return reader.stage;
  return [stageTitle(stage, run), stage.declared?.timed ? quantityName(reader.quantity, stage, run) : '', reader.t === null ? '' : placeInTime(run, reader.t)].filter(Boolean).join(' · ');
}

/** Products by way of one quantity, each of which leads on to what reads the value. @param {Reader} reader @param {GradientTrace} run */
function tableOf(reader, run) {
  const stage = run.stages.get(keyOf(reader));
  const right = stage ? quantityEquation(reader.quantity, stage, run) : '';
  const rows = el('table', 'pg-terms-table', el('tr', '', ...['', 'upstream', 'local', 'product'].map((word) => el('th', '', word && t(`backward.chain.${word}`)))));
  for (const link of reader.links) {
    const go = el('td', 'pg-maths', button('', () => follow(reader, link), 'pg-as-text'));
    go.firstElementChild?.replaceChildren(...equation(link.label));
    rows.append(el('tr', '', go, ...productColumns(link.upstream, link.local, 4).map((words) => el('td', 'pg-digits', words))));
  }
  const last = (/** @type {string} */ words, /** @type {number} */ value) => el('tr', 'last', Object.assign(el('td', '', words), { colSpan: 3 }), el('td', 'pg-digits', significant(value)));
  if (reader.more) rows.append(last(t('backward.chain.more', { count: reader.more }), reader.rest));
  if (reader.links.length > 1) rows.append(last(t('backward.chain.total'), reader.total));
  const whole = right && !right.startsWith(reader.symbol) ? `${reader.symbol} = ${right}` : right;
  return el('section', 'pg-chain-way', caption(t('backward.chain.reads', { what: nameOf(reader, run) })), ...(whole ? [el('p', 'pg-maths', ...equation(whole))] : []), rows);
}

/** On to what reads the value. @param {Reader} reader @param {Link} link */
function follow({ stage, layer, direction, quantity, t: step }, { index }) {
  if (step !== null) seek(step);
  select({ stage, layer, direction, t: step, quantity, index }, { step: true });
}

// A unit of a fully connected layer in the dock: its terms as pictures or bars, their sum, and what it adds to the next layer.

import { makeExact } from '../run/exact.js';
import { stageTitle } from '../run/quantity_names.js';
import { activationOf, session } from '../run/session.js';
import { layerWeights } from '../server/layer_weights.js';
import { select } from '../stage/selecting.js';
import { state } from '../store/store.js';
import { fixed } from '../text/numbers.js';
import { nameParts } from '../text/feature_names.js';
import { t } from '../text/text.js';
import { printedProduct, printedSum } from '../text/worked.js';
import { addsTo } from './adds.js';
import { switchButton } from './changes/switched.js';
import { changeActivation } from './changes/open.js';
import { canExcite, openExciting } from './exciting.js';
import { productPictures } from './dense_pictures.js';
import { caption, chain, el, line, restOf, signed, symbol } from './parts.js';
import { grouped, strongestFirst } from './sums.js';
import { openTerms } from './terms_tool.js';
import { bars, fact, forAndAgainst } from './terms.js';
import { before, given, selectionIn, sourceOf, stageOf } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {{run: Trace, stage: Stage, source: Stage, unit: number, x: Float32Array, weights: Float32Array, products: Float64Array, bias: number, z: number, a: number, isPicture: boolean}} Unit */

const SHOWN = 10;

/** @type {import('./dock.js').MakeView} */
export function denseView(place, head) {
  let turn = 0;
  return {
    clear: () => turn++,
    async show(selection, run) {
      const mine = ++turn;
      const stage = stageOf(run, selection);
      if (!selection || !stage) return;
      const [unit] = selection.index;
      head.say({ ...headOf(stage, run, unit), buttons: [] });
      const found = await unitOf(run, stage, unit).catch(() => null);
      if (mine !== turn) return;
      if (!found) {
        place.replaceChildren(el('p', 'pg-muted', t('dock.no_weights')));
        return;
      }
      const count = found.weights.length;
      const isOriginal = Boolean(selection.original && session.original);
      head.say({ ...headOf(stage, run, unit, found), buttons: [
        { words: t('dock.map.all', { count }), short: t('dock.short.terms', { count }), act: () => openTerms({ ...selectionIn(stage, [unit], 'pre_activation' in stage.arrays ? 'pre_activation' : selection.quantity), original: selection.original }, run), name: 'terms' },
        ...(isOriginal ? [] : [switchButton({ layer: stage.layer ?? 0, direction: 0, unit, isMap: false })]),
        ...(stage.arrays.activation && !isOriginal ? [{ words: t('dock.activation'), short: t('dock.short.activation'), act: changeActivation, name: 'activation' }] : []),
        ...(canExcite(run) ? [{ words: t('dock.exciting.find'), short: t('dock.short.exciting'), act: () => void openExciting(stage, unit, run), name: 'exciting' }] : []),
      ] });
      head.brief(...briefOf(found));
      const adds = el('div', 'pg-adds');
      place.replaceChildren(termsOf(found), sumsOf(found), adds);
      place.classList.toggle('pictures', found.isPicture);
      const content = await addsTo(found).catch(() => null);
      if (mine === turn && content) adds.replaceChildren(...content);
    },
  };
}

/** @param {Stage} stage @param {Trace} run @param {number} unit @param {Unit} [found] */
function headOf(stage, run, unit, found) {
  const note = !found ? '' : found.isPicture ? t('dock.dense.picture', { count: found.weights.length }) : t('dock.dense.terms', { count: found.weights.length });
  return {
    up: { words: stageTitle(stage, run), act: () => select(selectionIn(stage, [])) },
    title: t('where.unit', { unit: unit + 1 }),
    note: state.selection === null && note ? `${t('dock.dense.strongest')}; ${note}` : note,
  };
}

/** @param {Trace} run @param {Stage} stage @param {number} unit @returns {Promise<Unit | null>} */
async function unitOf(run, stage, unit) {
  const direct = before(run, stage);
  const source = sourceOf(run, stage);
  const values = direct && given(direct);
  if (!source || !values) return null;
  const [{ weight, bias }] = await Promise.all([layerWeights(run.architecture, stage.layer ?? 0, { unit, changes: run.of?.changes }), makeExact(run)]);
  if (weight.values.length !== values.values.length) return null;
  const products = Float64Array.from(weight.values, (w, i) => w * values.values[i]);
  const pre = stage.arrays.pre_activation ?? stage.arrays.values;
  const shape = given(source)?.shape ?? [];
  return {
    run, stage, source, unit, products,
    x: values.values,
    weights: weight.values,
    bias: bias?.values[0] ?? 0,
    z: pre.values[unit],
    a: (stage.arrays.activation ?? pre).values[unit],
    isPicture: shape.length === 3 && shape[0] === 1,
  };
}

/** The terms: three pictures where the source is one, else the strongest as bars, in two columns. @param {Unit} found */
function termsOf(found) {
  if (found.isPicture) return productPictures(found);
  const order = strongestFirst(found.products).slice(0, SHOWN).sort((a, b) => found.products[b] - found.products[a]);
  const most = Math.abs(found.products[strongestFirst(found.products)[0]]);
  const list = order.map((i) => ({
    name: nameOf(found, i),
    ...(found.run.exact ? printedProduct(found.weights[i], found.x[i]) : { factors: '…', text: '…' }),
    value: found.products[i],
    act: () => select(selectionIn(found.source, [i])),
  }));
  const half = Math.ceil(list.length / 2);
  return el('div', 'pg-dense-terms', el('div', 'pg-two', bars(list.slice(0, half), most), bars(list.slice(half), most)), lineOf(found, order));
}

/** What a source is called: a measurement by its name, a unit by its number. @param {Unit} found @param {number} i */
function nameOf({ source }, i) {
  const { features } = session.catalogue?.examples ?? {};
  const isInput = source.declared?.quantities.values?.role === 'input';
  return isInput && features ? nameParts(features[i].name, session.task ?? '')[0] : t('where.unit', { unit: i + 1 });
}

/** z = all that is shown + the others + the bias. @param {Unit} found @param {number[]} shown */
function lineOf({ products, bias, z, run }, shown) {
  const all = products.reduce((sum, value) => sum + value, 0);
  const sorted = [...shown].sort((a, b) => Math.abs(products[b]) - Math.abs(products[a]));
  const strongestOf = sorted.map((i) => products[i]);
  const { count, merged, places } = grouped(strongestOf, all - strongestOf.reduce((sum, value) => sum + value, 0), bias, z, 3);
  const kept = sorted.slice(0, count);
  const order = shown.filter((i) => kept.includes(i));
  const values = order.map((i) => products[i]);
  const others = products.length - order.length;
  const rest = all - values.reduce((sum, value) => sum + value, 0);
  const apart = others ? (merged ? [rest + bias] : [rest, bias]) : [bias];
  const printed = printedSum(values, apart, z, places);
  const words = others ? (merged ? [t('dock.dense.others_and_bias', { count: others })] : [t('dock.dense.others', { count: others }), t('dock.bias')]) : [t('dock.bias')];
  if (!run.exact) return line('', '…');
  return el('div', 'pg-sum-line', el('span', 'pg-maths', symbol('z = '), ...chain(printed.terms, values), ...printed.rest.flatMap((text, k) => restOf(text, words[k])), ` ${printed.equals} `, el('b', '', printed.total)));
}

/** In one line: what speaks for it, against it, the bias. @param {Unit} found @returns {import('./parts.js').Content[]} */
function briefOf({ products, bias, z, run }) {
  if (!run.exact) return ['…'];
  const { plus, minus } = forAndAgainst(products);
  const printed = printedSum([plus, minus], [bias], z);
  return [symbol('z = '), ...chain(printed.terms, [plus, minus]), ...restOf(printed.rest[0], t('dock.bias')), ` ${printed.equals} `, el('b', '', printed.total)];
}

/** For, against, bias; before and after the activation. @param {Unit} found */
function sumsOf(found) {
  const { products, bias, z, a, run, stage, isPicture } = found;
  const { plus, minus } = forAndAgainst(products);
  const { terms: [forIt, against], rest: [printedBias], total } = printedSum([plus, minus], [bias], z);
  const show = (/** @type {string} */ text) => (run.exact ? text : '…');
  const f = activationOf(run);
  const places = total.split('.')[1]?.length ?? 2;
  return el('div', 'pg-sums',
    caption(t('dock.dense.sum', { function: t(`changes.activation.${f}`) || t(`function_names.${f}`) })),
    fact(t(isPicture ? 'dock.dense.pixels_for' : 'dock.dense.for'), signed(show(forIt), plus, 'span')),
    fact(t(isPicture ? 'dock.dense.pixels_against' : 'dock.dense.against'), signed(show(against), minus, 'span')),
    fact(el('span', '', t('dock.bias'), ' ', symbol('b')), signed(show(printedBias), bias, 'span')),
    fact(el('span', '', t('dock.dense.before'), ' ', symbol('z')), el('b', '', show(total)), 'total'),
    ...(stage.arrays.activation ? [fact(el('span', '', t('dock.dense.after'), ' ', symbol(`a = ${t(`functions.${f}`)}`)), el('b', '', show(fixed(a, places))))] : []));
}

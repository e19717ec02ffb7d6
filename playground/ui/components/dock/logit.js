// A class, or a number, in the dock: what each map or unit adds to its logit; and against another class, the difference of the two.

import { stageTitle } from '../run/quantity_names.js';
import { makeExact } from '../run/exact.js';
import { labelOf } from '../run/time_axis.js';
import { softmax } from '../run/trace.js';
import { select } from '../stage/selecting.js';
import { fixed } from '../text/numbers.js';
import { needTexts, t } from '../text/text.js';
import { addedToLogit, convolutionBefore } from './default.js';
import { button, caption, chain, el, restOf, signed, symbol } from './parts.js';
import { printedSum, strongestFirst } from './sums.js';
import { openTerms } from './terms_tool.js';
import { bars, fact, forAndAgainst } from './terms.js';
import { selectionIn, stageOf } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {NonNullable<Awaited<ReturnType<typeof addedToLogit>>>} Added */

const SHOWN = 10;

/** @type {import('./dock.js').MakeView} */
export function logitView(place, head) {
  let turn = 0;
  return {
    clear: () => turn++,
    async show(selection, run) {
      const mine = ++turn;
      const stage = stageOf(run, selection);
      if (!selection || !stage) return;
      const [label] = selection.index;
      const { against: compared, ...alone } = selection;
      const other = compared === undefined || compared === label || compared >= run.labels.length ? null : compared;
      const rival = rivalOf(run, label);
      const canCompare = !run.recurrent; // the readout's weights are at hand
      const again = (/** @type {number | null} */ next) => select(next === null ? alone : { ...alone, against: next });
      const buttons = [
        ...(rival === null || !canCompare ? [] : [{ words: t('dock.logit.why_not', { label: name(run, rival) }), act: () => again(other === rival ? null : rival), name: 'rival', pressed: other === rival }]),
        { words: t('dock.logit.all'), act: () => openTerms({ ...alone, quantity: 'logits' }, run), name: 'terms' },
      ];
      head.say({
        up: { words: stageTitle(stage, run), act: () => select(selectionIn(stage, [])) },
        title: other === null ? name(run, label) : t('dock.logit.against', { label: name(run, label), other: name(run, other) }),
        note: noteOf(run, label),
        buttons,
      });
      const [added, against] = await Promise.all([addedToLogit(run, label), other === null ? null : addedToLogit(run, other), makeExact(run)]).catch(() => [null, null]);
      if (mine !== turn) return;
      place.classList.toggle('value', !added);
      if (!added) {
        const [{ card }] = await Promise.all([import('./value.js'), needTexts('explain'), needTexts('changes')]);
        if (mine === turn) await card(place, { ...alone, quantity: 'logits' }, run, { isWanted: () => mine === turn });
        return;
      }
      place.replaceChildren(...contentOf({ run, stage, label, other: against ? other : null }, added, against ?? null), classesOf(run, label, other, again));
    },
  };
}

/** @param {Trace} run @param {number} label */
const name = (run, label) => (run.labels.length ? labelOf(run.labels[label]) : t('dock.logit.number'));

/** @param {Trace} run @param {number} label */
function noteOf(run, label) {
  if (!run.output || !run.labels.length) return '';
  const share = softmax(run.output)[label];
  return t('dock.logit.note', { share: share < 0.001 ? '< 0.1 %' : `${fixed(100 * share, 1)} %` });
}

/** The class that leads, or where this one leads the second. @param {Trace} run @param {number} label */
function rivalOf(run, label) {
  if (!run.output || run.labels.length < 2) return null;
  const { output } = run;
  const order = [...output.keys()].sort((a, b) => output[b] - output[a]);
  return order[0] === label ? order[1] : order[0];
}

/** @param {{run: Trace, stage: Stage, label: number, other: number | null}} of @param {Added} added @param {Added | null} against @returns {Node[]} */
function contentOf({ run, stage, label, other }, added, against) {
  const { source } = added;
  const sums = against ? added.sums.map((value, k) => value - against.sums[k]) : added.sums;
  const bias = added.bias - (against?.bias ?? 0);
  const { values } = stage.arrays.logits;
  const total = values[label] - (against && other !== null ? values[other] : 0);
  const order = strongestFirst(sums).slice(0, SHOWN).sort((a, b) => sums[b] - sums[a]);
  const isMap = added.size > 1;
  const target = (isMap && convolutionBefore(run, source)) || source;
  const most = Math.max(...order.map((k) => Math.abs(sums[k])));
  const show = (/** @type {number} */ value) => (run.exact ? fixed(value, 2) : '…');
  const list = order.map((k) => ({ name: t(isMap ? 'where.map' : 'where.unit', { map: k + 1, unit: k + 1 }), value: sums[k], text: show(sums[k]), act: () => select(selectionIn(target, [k])) }));
  const half = Math.ceil(list.length / 2);
  const words = t(against ? 'dock.logit.differences' : 'dock.logit.adds', { layer: stageTitle(source, run), count: added.size });
  const left = el('div', 'pg-dense-terms', caption(words), el('div', 'pg-two short', bars(list.slice(0, half), most), bars(list.slice(half), most)), run.exact ? lineOf({ sums, order, bias, total }, Boolean(against)) : '…');
  return [left, sumsOf({ run, sums, bias, total, isDifference: Boolean(against), label })];
}

/** @param {{sums: Float64Array, order: number[], bias: number, total: number}} of @param {boolean} isDifference */
function lineOf({ sums, order, bias, total }, isDifference) {
  const values = order.map((k) => sums[k]);
  const others = sums.length - order.length;
  const rest = sums.reduce((sum, value, k) => (order.includes(k) ? sum : sum + value), 0);
  const printed = printedSum(values, others ? [rest, bias] : [bias], total);
  const words = [...(others ? [t('dock.map.others', { count: others })] : []), t(isDifference ? 'dock.logit.biases' : 'dock.bias')];
  return el('div', 'pg-sum-line', el('span', 'pg-maths', ...(isDifference ? [] : [symbol('y = ')]), ...chain(printed.terms, values), ...printed.rest.flatMap((text, k) => restOf(text, words[k])), ` ${printed.equals} `, el('b', '', printed.total)));
}

/** @param {{run: Trace, sums: Float64Array, bias: number, total: number, isDifference: boolean, label: number}} of */
function sumsOf({ run, sums, bias, total, isDifference, label }) {
  const { plus, minus } = forAndAgainst(sums);
  const printed = printedSum([plus, minus], [bias], total);
  const show = (/** @type {string} */ text) => (run.exact ? text : '…');
  const share = run.probabilities?.[label];
  return el('div', 'pg-sums',
    caption(t(isDifference ? 'dock.logit.difference' : 'dock.logit.sum')),
    fact(t('dock.dense.for'), signed(show(printed.terms[0]), plus, 'span')),
    fact(t('dock.dense.against'), signed(show(printed.terms[1]), minus, 'span')),
    fact(t(isDifference ? 'dock.logit.biases' : 'dock.bias'), signed(show(printed.rest[0]), bias, 'span')),
    fact(t(isDifference ? 'dock.logit.ahead' : 'dock.logit.logit'), el('b', '', show(printed.total)), 'total'),
    ...(share === undefined || isDifference ? [] : [fact(el('span', '', t('dock.logit.probability'), ' ', symbol('e^y / Σ e^y')), el('b', '', run.exact ? fixed(share, share < 0.001 ? 6 : 4) : '…'))]));
}

/** A button for each class that it can be compared with. @param {Trace} run @param {number} label @param {number | null} other @param {(label: number | null) => void} choose */
function classesOf(run, label, other, choose) {
  const place = el('div', 'pg-rivals');
  if (run.labels.length < 3) return place;
  place.append(caption(t('dock.logit.compare')), el('div', 'pg-rival-list', ...run.labels.flatMap((_, k) => {
    if (k === label) return [];
    const one = button(name(run, k), () => choose(other === k ? null : k));
    one.setAttribute('aria-pressed', String(other === k));
    return [one];
  })));
  return place;
}

// A class, or a number, in the dock: what each map or unit adds to its logit; and against another class, the difference of the two.

import { needModule } from '../loading/wanted.js';
import { percent } from '../answer/percent.js';
import { stageTitle } from '../run/quantity_names.js';
import { makeExact } from '../run/exact.js';
import { labelOf, moment as momentWords } from '../run/time_axis.js';
import { softmax } from '../run/trace.js';
import { select } from '../stage/selecting.js';
import { fixed } from '../text/numbers.js';
import { needTexts, t } from '../text/text.js';
import { printedSum } from '../text/worked.js';
import { addedToLogit, convolutionBefore } from './default.js';
import { button, caption, chain, el, restOf, signed, symbol } from './parts.js';
import { addedToReadout } from './readout.js';
import { grouped, strongestFirst } from './sums.js';
import { openTerms } from './terms_tool.js';
import { bars, fact, forAndAgainst } from './terms.js';
import { selectionIn, stageOf } from './where.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {NonNullable<Awaited<ReturnType<typeof addedToLogit>>> & Partial<import('./readout.js').Added>} Added */

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
      const step = selection.t ?? Math.max(0, run.steps - 1); // of a guess: after which step
      const logits = logitsOf(stage, step);
      const rival = rivalOf(run, logits, label);
      const whole = { ...alone, quantity: 'logits', ...(stage.declared?.timed ? { t: step } : {}) };
      const addedTo = (/** @type {number} */ one) => (run.recurrent ? addedToReadout(run, stage, one, step) : addedToLogit(run, one));
      const again = (/** @type {number | null} */ next) => select(next === null ? alone : { ...alone, against: next });
      const buttons = [
        ...(rival === null ? [] : [{ words: t('dock.logit.why_not', { label: name(run, rival) }), act: () => again(other === rival ? null : rival), name: 'rival', pressed: other === rival }]),
        { words: t('dock.logit.all'), act: () => openTerms(whole, run), name: 'terms' },
      ];
      head.say({
        up: { words: stageTitle(stage, run), act: () => select(selectionIn(stage, [])) },
        title: other === null ? name(run, label) : t('dock.logit.against', { label: name(run, label), other: name(run, other) }),
        note: [noteOf(run, logits, label), stage.declared?.timed ? momentWords(run, step) : ''].filter(Boolean).join('; '),
        buttons,
      });
      const [added, against] = await Promise.all([addedTo(label), other === null ? null : addedTo(other), makeExact(run)]).catch(() => [null, null]);
      if (mine !== turn) return;
      place.classList.toggle('value', !added);
      if (!added) {
        const [{ card }] = await Promise.all([needModule(() => import('./value.js')), needTexts('explain'), needTexts('changes')]);
        if (mine === turn) await card(place, whole, run, { isWanted: () => mine === turn });
        return;
      }
      head.brief(...briefOf(run, added, against ?? null, logits[label] - (against && other !== null ? logits[other] : 0)));
      place.replaceChildren(...contentOf({ run, logits, label, other: against ? other : null }, added, against ?? null), classesOf(run, label, other, again));
    },
  };
}

/** @param {Trace} run @param {number} label */
const name = (run, label) => (run.labels.length ? labelOf(run.labels[label]) : t('dock.logit.number'));

/** What logits are divided by before the softmax. @param {Trace} run */
const temperatureOf = (run) => run.stages.get('Output')?.temperature ?? 1;

/** Of a guess those after a step. @param {Stage} stage @param {number} step */
function logitsOf({ declared, arrays: { logits: { values, size } } }, step) {
  return declared?.timed ? values.subarray(step * size, (step + 1) * size) : values;
}

/** @param {Trace} run @param {Float32Array} logits @param {number} label */
function noteOf(run, logits, label) {
  if (!run.labels.length) return '';
  const share = softmax(logits, temperatureOf(run))[label];
  return t('dock.logit.note', { share: percent(share) });
}

/** The class that leads, or where this one leads the second. @param {Trace} run @param {Float32Array} logits @param {number} label */
function rivalOf(run, logits, label) {
  if (run.labels.length < 2) return null;
  const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
  return order[0] === label ? order[1] : order[0];
}

/** In one line: what speaks for it, against it, the bias. @param {Trace} run @param {Added} added @param {Added | null} against @param {number} total @returns {import('./parts.js').Content[]} */
function briefOf(run, added, against, total) {
  if (!run.exact) return ['…'];
  const { plus, minus } = forAndAgainst(against ? added.sums.map((value, k) => value - against.sums[k]) : added.sums);
  const printed = printedSum([plus, minus], [added.bias - (against?.bias ?? 0)], total);
  return [...(against ? [] : [symbol('y = ')]), ...chain(printed.terms, [plus, minus]), ...restOf(printed.rest[0], t(against ? 'dock.logit.biases' : 'dock.bias')), ` ${printed.equals} `, el('b', '', printed.total)];
}

/** @param {{run: Trace, logits: Float32Array, label: number, other: number | null}} of @param {Added} added @param {Added | null} against @returns {Node[]} */
function contentOf({ run, logits, label, other }, added, against) {
  const { source } = added;
  const sums = against ? added.sums.map((value, k) => value - against.sums[k]) : added.sums;
  const bias = added.bias - (against?.bias ?? 0);
  const total = logits[label] - (against && other !== null ? logits[other] : 0);
  const order = strongestFirst(sums).slice(0, SHOWN).sort((a, b) => sums[b] - sums[a]);
  const isMap = added.size > 1;
  const target = (isMap && convolutionBefore(run, source)) || source;
  const most = Math.max(...order.map((k) => Math.abs(sums[k])));
  const show = (/** @type {number} */ value) => (run.exact ? fixed(value, 2) : '…');
  const list = order.map((k) => {
    const { name: called, selection } = added.unitAt?.(k) ?? { name: t(isMap ? 'where.map' : 'where.unit', { map: k + 1, unit: k + 1 }), selection: selectionIn(target, [k]) };
    return { name: called, value: sums[k], text: show(sums[k]), ...(run.exact && !against ? added.printed?.(k) : {}), act: () => select(selection) };
  });
  const half = Math.ceil(list.length / 2);
  const words = t(`dock.logit.${against ? 'differences' : added.unitAt ? 'reads' : 'adds'}`, { layer: added.several ? stageTitle(source, run).split(' · ')[0] : stageTitle(source, run), count: added.size });
  const left = el('div', 'pg-dense-terms', caption(words), el('div', 'pg-two short', bars(list.slice(0, half), most), bars(list.slice(half), most)), run.exact ? lineOf({ sums, order, bias, total, isMap }, Boolean(against)) : '…');
  return [left, sumsOf({ run, logits, sums, bias, total, isDifference: Boolean(against), label })];
}

/** @param {{sums: Float64Array, order: number[], bias: number, total: number, isMap: boolean}} of @param {boolean} isDifference */
function lineOf({ sums, order, bias, total, isMap }, isDifference) {
  const sorted = [...order].sort((a, b) => Math.abs(sums[b]) - Math.abs(sums[a]));
  const sumUp = (/** @type {number[]} */ kept) => sums.reduce((sum, value, k) => (kept.includes(k) ? sum : sum + value), 0);
  const { count, merged, places } = grouped(sorted.map((k) => sums[k]), sumUp(sorted), bias, total, 2);
  const kept = order.filter((k) => sorted.indexOf(k) < count);
  const values = kept.map((k) => sums[k]);
  const others = sums.length - kept.length;
  const printed = printedSum(values, others ? (merged ? [sumUp(kept) + bias] : [sumUp(kept), bias]) : [bias], total, places);
  const of = isMap ? 'map' : 'dense';
  const words = merged && others ? [t(`dock.${of}.others_and_bias`, { count: others })] : [...(others ? [t(`dock.${of}.others`, { count: others })] : []), t(isDifference ? 'dock.logit.biases' : 'dock.bias')];
  return el('div', 'pg-sum-line', el('span', 'pg-maths', ...(isDifference ? [] : [symbol('y = ')]), ...chain(printed.terms, values), ...printed.rest.flatMap((text, k) => restOf(text, words[k])), ` ${printed.equals} `, el('b', '', printed.total)));
}

/** @param {{run: Trace, logits: Float32Array, sums: Float64Array, bias: number, total: number, isDifference: boolean, label: number}} of */
function sumsOf({ run, logits, sums, bias, total, isDifference, label }) {
  const { plus, minus } = forAndAgainst(sums);
  const printed = printedSum([plus, minus], [bias], total);
  const show = (/** @type {string} */ text) => (run.exact ? text : '…');
  const share = run.labels.length ? softmax(logits, temperatureOf(run))[label] : undefined;
  return el('div', 'pg-sums',
    caption(t(isDifference ? 'dock.logit.difference' : 'dock.logit.sum')),
    fact(t('dock.dense.for'), signed(show(printed.terms[0]), plus, 'span')),
    fact(t('dock.dense.against'), signed(show(printed.terms[1]), minus, 'span')),
    fact(t(isDifference ? 'dock.logit.biases' : 'dock.bias'), signed(show(printed.rest[0]), bias, 'span')),
    fact(t(isDifference ? 'dock.logit.ahead' : 'dock.logit.logit'), el('b', '', show(printed.total)), 'total'),
    ...(share === undefined || isDifference ? [] : probabilityOf(temperatureOf(run), run.exact ? fixed(share, share < 0.001 ? 6 : 4) : '…')));
}

/** The steps from logits to probabilities. @param {number} temperature @param {string} share */
function probabilityOf(temperature, share) {
  const divided = temperature !== 1;
  return [
    ...(divided ? [fact(el('span', '', t('dock.logit.temperature'), ' ', symbol('T')), el('span', '', fixed(temperature, 3)))] : []),
    fact(el('span', '', t('dock.logit.probability'), ' ', symbol(divided ? 'e^{y/T} / Σ e^{y/T}' : 'e^y / Σ e^y')), el('b', '', share)),
  ];
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

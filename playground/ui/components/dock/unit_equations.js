// The equations of one unit at one step, with its numbers: how a gate came about, and what the states become.

import { heldAt } from './cell/held.js';
import { functionOfSum, inSum, pieceOf, workedOut } from './cell/printed.js';
import { quantityName } from '../run/quantity_names.js';
import { certain } from '../text/numbers.js';
import { equation } from '../text/equations.js';
import { t } from '../text/text.js';
import { heldPlace } from './unit_told.js';
import { mainTerms } from './unit_explained.js';

/** @typedef {import('./cell/structure.js').Graph} Graph */
/** @typedef {import('./cell/values.js').Certain} Certain */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {{graph: Graph, stage: Stage, run: Trace, unit: number, quantity: string, before: string, values: Map<string, Certain>, told: import('./unit_explained.js').Told | null, moved: Map<string, number>}} Of `moved`: gates in someone's hand; `quantity`: whose sum is told; `before`: the index of the step before */

/** A line that breaks between its pieces alone, and what is bold at its end. @typedef {[pieces: string[], bold: string]} Line */

/** All blocks, one under the other. @param {Of} of @returns {HTMLElement[]} */
export function equationBlocks(of) {
  const { graph, quantity, told } = of;
  const states = graph.states.filter((state) => !graph.isBoxed(state));
  const notes = told?.notes.filter((note) => ['update', 'reset_after'].includes(note)) ?? [];
  return [
    ...(graph.isBoxed(quantity) ? [ofSum(of)] : []),
    ...states.map((state) => ofState(of, state)),
    ...notes.map((note) => paragraph('pg-note', t(`cell.notes.${note}`))),
  ];
}

/** Of a value that no cell makes: its equations, and under each its numbers. @param {import('./unit_explained.js').Told | null} told @returns {HTMLElement[]} */
export const equationsOf = (told) => (told?.symbols ?? []).map((symbols, k) => {
  const element = document.createElement('div');
  element.className = 'pg-worked';
  element.append(paragraph('pg-note', ...equation(symbols)), paragraph('pg-equation', ...equation(told?.numbers[k] ?? '')));
  return element;
});

/** A value that matrices make: f = σ(0.14 + 1.07 + 1.07) = σ(2.28) = 0.907. @param {Of} of */
function ofSum({ graph, stage, run, unit, quantity, before, values, told, moved }) {
  const name = graph.symbol(quantity, { before, now: 't' });
  const value = values.get(quantity);
  const held = moved.get(quantity) ?? heldAt(run.of?.changes?.gates, quantity, heldPlace({ stage, run, index: unit }));
  const { label } = graph.box(quantity);
  const main = told && mainTerms(told);
  if (held !== undefined) return block(t('cell.held', { name: quantityName(quantity, stage, run) }), [[[`${name} =`], ` ${held}`]]);
  if (!value || !main || !told || value.half) return block(quantityName(quantity, stage, run), [[[`${name} = ${label}(…)`, '='], value ? ` ${certain(value.value, value.half)}` : ' …']]);
  const { terms, total, result, equals } = functionOfSum(operationsOf(graph, quantity), main.terms, main.total, value.value);
  const heading = t('cell.of_sum', { name: quantityName(quantity, stage, run) });
  return block(heading, [[[`${name} = ${label}(${inSum(terms).join(' ')})`, `${equals} ${label}(${total})`, '='], ` ${result}`]]);
}

/** The functions between a quantity and its sum, the outermost first. @param {Graph} graph @param {string} quantity */
function operationsOf(graph, quantity) {
  const found = [];
  for (let at = graph.maker(quantity); at && graph.node(at).into.length === 1 && !graph.isMatrix(at); at = graph.node(at).into[0]) found.push(graph.node(at).operation);
  return found;
}

/** A state that is made of values of its own unit: c = f · c′ + i · g. @param {Of} of @param {string} state */
function ofState({ graph, stage, run, before, values }, state) {
  const steps = { before, now: 't' };
  const maker = graph.maker(state) ?? state;
  /** @type {Line[]} */
  const lines = [[[`${graph.symbol(state, steps)} = ${graph.symbol(maker, steps)}`], '']];
  const [piece, result] = [pieceOf(graph, values, maker), values.get(state)];
  if (piece && result) {
    const { numbers, result: end, equals } = workedOut(piece, result);
    lines.push([[`= ${numbers[0]}`, ...numbers.slice(1), equals], ` ${end}`]);
  }
  return block(quantityName(state, stage, run), lines);
}

/** The state that is kept in one line, without its letters' equation: c = 0.907 · 1.897 + 0.270 · 0.976 = 1.984. @param {Of} of @param {string} state */
export function keptLine({ graph, before, values }, state) {
  const maker = state && !graph.isBoxed(state) ? graph.maker(state) : null;
  const [piece, result] = [maker && pieceOf(graph, values, maker), values.get(state)];
  if (!piece || !result) return [];
  const { numbers, result: end, equals } = workedOut(piece, result);
  const bold = Object.assign(document.createElement('b'), { textContent: end });
  return [...equation(`${graph.symbol(state, { before, now: 't' })} = ${numbers.join(' ')} ${equals} `), bold];
}

/** @param {string} heading @param {Line[]} lines */
function block(heading, lines) {
  const element = document.createElement('div');
  element.className = 'pg-worked';
  element.append(paragraph('pg-note', heading));
  for (const [k, [pieces, bold]] of lines.entries()) {
    const spans = pieces.map((text) => {
      const span = document.createElement('span');
      span.append(...equation(text));
      return span;
    });
    if (bold) spans.at(-1)?.append(Object.assign(document.createElement('b'), { textContent: bold }));
    element.append(' ', paragraph(k ? 'pg-equation more' : 'pg-equation', ...spans.flatMap((span, at) => (at ? [' ', span] : [span]))));
  }
  return element;
}

/** @param {string} className @param {...(Node | string)} content */
function paragraph(className, ...content) {
  const element = document.createElement('p');
  element.className = className;
  element.append(...content);
  return element;
}

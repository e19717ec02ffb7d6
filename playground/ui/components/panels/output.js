// The readout: logits and probabilities as bars, or the one number that is the answer.
// @ts-nocheck: untyped until the next issue replaces it

import { labelOf } from '../run/time_axis.js';
import { argmax, bars, percent } from '../answer/bars.js';
import { significant } from '../text/numbers.js';
import { explain } from '../explanation/lazy_explanation.js';
import { isOriginal } from '../canvas/hover.js';
import { inUnit } from '../run/series.js';
import { runs, session } from '../run/session.js';
import { t } from '../text/text.js';
import { softmax } from '../run/trace.js';
import { figure, panel } from './panel.js';
import { make } from './timed.js';

export function outputPanel(_stage, trace) {
  return trace.labels.length ? classes(trace) : number(trace);
}

function classes(trace) {
  const count = trace.labels.length;
  const view = panel({
    name: t('stages.output.name'),
    shape: String(count),
    equation: t('stages.output.equation'),
    note: t('stages.output.note', { count }),
    steps: [{ name: t('stages.output.step'), shape: String(count) }],
  });
  const [logits, probabilities] = [make('div', 'pg-bars'), make('div', 'pg-bars')];
  const labels = trace.labels.map((label) => labelOf(label));
  bars(logits, labels, { signed: true });
  bars(probabilities, labels);
  explained(logits, 'logits');
  explained(probabilities, 'probabilities');
  logits.setAttribute('aria-label', t('stages.output.logits'));
  probabilities.setAttribute('aria-label', t('stages.output.probabilities'));
  view.legends.remove();
  view.body.className = 'pg-output';
  view.body.append(figure(t('stages.output.logits'), logits), figure(t('stages.output.probabilities'), probabilities));
  const other = trace.bidirectional ? readouts(view, labels) : null;
  view.last = true;
  view.draw = ({ arrays }, trace) => {
    const values = Array.from(arrays.logits.values);
    const best = argmax(values);
    // Both runs in one scale: weaker logits are to look weaker.
    logits.update(values, best, { most: Math.max(...runs().flatMap(({ output }) => Array.from(output ?? [], Math.abs))) });
    probabilities.update(softmax(values), best);
    other?.(trace);
  };
  return view;
}

/** A click on a row, or Enter, explains its number; arrow keys then go on from class to class. */
function explained(element, quantity) {
  const open = ({ target }) => {
    const index = [...element.children].indexOf(target.closest('.pg-bar'));
    if (index >= 0) explain({ stage: 'Output', quantity, index: [index], original: isOriginal(element) });
  };
  element.classList.add('explained');
  element.firstChild.tabIndex = 0;
  element.addEventListener('click', open);
  element.addEventListener('keydown', (event) => event.key === 'Enter' && open(event));
}

/** A network of both directions: its own readout beside that of the last time step, which the reference's code takes. */
function readouts(view, labels) {
  const last = make('div', 'pg-bars');
  const words = make('p', 'pg-readouts');
  bars(last, labels);
  last.setAttribute('aria-label', t('stages.output.last_step'));
  view.body.append(figure(t('stages.output.last_step'), last), words);
  return (trace) => {
    const ends = trace.probabilities;
    const late = trace.guess(trace.steps - 1);
    if (!late || !ends) return;
    last.update(late, argmax(late));
    const name = (values) => `${labels[argmax(values)]} (${percent(Math.max(...values))})`;
    const moved = ends.reduce((sum, p, k) => sum + Math.abs(p - late[k]), 0) / 2;
    words.textContent = t('stages.output.readouts', { ends: name(ends), late: name(late), moved: percent(moved) });
  };
}

/** The linear output, and what it is in the unit of the task. */
function number({ task }) {
  const note = t(`stages.output.number_${task}`) || t('stages.output.number');
  const view = panel({ name: t('stages.output.name'), shape: '1', equation: t('stages.output.linear'), note });
  const [output, words] = [make('output', 'pg-number'), make('p', 'pg-sum')];
  view.legends.remove();
  view.body.append(output, words);
  output.tabIndex = 0;
  output.onclick = () => explain({ stage: 'Output', quantity: 'logits', index: [0], original: isOriginal(output) });
  output.onkeydown = ({ key }) => key === 'Enter' && output.click();
  view.last = true;
  view.draw = ({ arrays }, trace) => {
    const y = arrays.logits.values[0];
    output.textContent = `y = ${significant(y)}`;
    const { base, factor, answer } = inTheUnit(trace, y);
    const [size, sign] = [significant(Math.abs(y)), y < 0 ? '−' : '+'];
    words.textContent = t(`stages.output.sum_${task}`, { base, factor, sign, y: size, answer, step: (trace.encoded.read ?? 0) + 1 });
  };
  return view;
}

/** answer = base + factor * y */
function inTheUnit(trace, y) {
  const { target } = session.catalogue.examples;
  const series = trace.encoded.kind === 'Series';
  const [base, factor] = series ? [trace.encoded.values[trace.encoded.read - 1], trace.encoded.scale.at(-1)] : [target.mean, target.sd];
  const shown = (value) => (series ? inUnit(trace, value) : significant(value));
  return { base: shown(base), factor: significant(factor), answer: shown(base + factor * y) };
}

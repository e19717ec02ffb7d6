// What becomes of the move in every layer: how alike the two runs are in place, and moved along; and what that says.

import { argmax } from '../run/largest.js';
import { labelOf } from '../run/time_axis.js';
import { stageTitle } from '../run/quantity_names.js';
import { session } from '../run/session.js';
import { t } from '../text/text.js';
import { layers } from './cosine_similarity.js';
import { currentMove } from './moves.js';
import { sentences, verdict, familyOf } from './verdict.js';

/** @typedef {import('../run/trace.js').Trace} Trace */

/** The likeness of the layers on a table, and the sentence; for what is measured in `apart` of two different digits. @param {HTMLTableElement} table @param {HTMLElement} sentence @param {import('./moves.js').Measured} measured */
export function likenessTable(table, sentence, { apart }) {
  return () => {
    const { trace } = session;
    table.hidden = !trace;
    if (!trace) sentence.textContent = t('sharing.nothing');
    if (!trace || (trace.milliseconds === null && !trace.preview)) return; // it is drawn when both runs are there
    const original = session.original ?? trace;
    const move = currentMove();
    const isMoved = Object.keys(move).length > 0;
    const all = layers(original, trace, move);
    const known = apart[trace.architecture] ?? {}; // of a network that came later nothing is measured
    const head = ['layer', 'same', 'along'].map((name) => cell('th', t(`sharing.columns.${name}`)));
    table.replaceChildren(line(head), ...all.map(({ stage, same, along }) => {
      const one = line([heading(stageTitle(stage, trace)), meter('same', isMoved ? same : null, known[stage.key]), meter('along', isMoved ? along : null)]);
      one.dataset.layer = stage.key;
      return one;
    }));
    const [before, after] = [original, trace].map(answer);
    const others = Object.keys(session.changes ?? {}).some((name) => name !== 'move');
    const said = verdict(all, { apart: known, move, family: familyOf(trace), turned: before !== after });
    const says = isMoved && after !== null && before !== after ? `${t('sharing.answer.other')} ${labelOf(trace.labels[after])}` : '';
    sentence.textContent = sentences([said, says, others ? t('sharing.others') : '']);
  };
}

/** @param {Trace} run */
const answer = ({ output }) => (output ? argmax(output) : null);

/** @param {HTMLElement[]} cells */
function line(cells) {
  const element = document.createElement('tr');
  element.append(...cells);
  return element;
}

/** @param {string} tag @param {string} words */
const cell = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });

/** @param {string} words */
function heading(words) {
  const element = cell('th', words);
  element.setAttribute('scope', 'row');
  return element;
}

/** A number between 0 and 1 as a bar, with a tick where two different digits are. @param {string} name @param {number | null} value @param {number} [known] */
function meter(name, value, known) {
  const element = document.createElement('td');
  element.className = `pg-meter ${name}`;
  element.classList.toggle('none', value === null);
  const [number, track, bar] = ['span', 'div', 'i'].map((tag) => document.createElement(tag));
  number.textContent = value === null ? '–' : value.toFixed(2).replace('-', '−');
  bar.style.transform = `scaleX(${Math.max(0, value ?? 0)})`;
  track.append(bar);
  if (known !== undefined) {
    const tick = document.createElement('u');
    tick.style.left = `${100 * Math.max(0, known)}%`;
    tick.title = t('sharing.apart', { value: known.toFixed(2) });
    track.append(tick);
  }
  element.append(number, track);
  return element;
}

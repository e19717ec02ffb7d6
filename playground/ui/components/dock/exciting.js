// Inputs of the example set that a unit or a map answers most strongly to, as a tool in the dock (playground/exciting.py).

import { findExciting } from '../server/exciting.js';
import { stageTitle } from '../run/quantity_names.js';
import { session } from '../run/session.js';
import { Waiting } from '../dom/waiting.js';
import { showInput } from '../input.js';
import { fixed } from '../text/numbers.js';
import { t } from '../text/text.js';
import { whereWords } from '../stage/reading.js';
import { el } from './parts.js';
import { picture } from './pictures.js';
import { saidOf } from './similar_match.js';
import { openInDock } from './tool.js';
import { failureText } from '../server/post_json.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** @typedef {import('../server/exciting.js').Found} Found */

const SIDE = 28; // pixels of what a network of digits reads
const ROOM = 56; // CSS px of a picture

/** Whether there are inputs to search: digits, read by a network as it was trained. @param {Trace} run */
export const canExcite = (run) => run.task === 'digits' && !run.of?.changes && run === session.trace;

/** @param {Stage} stage @param {number} unit @param {Trace} run */
export async function openExciting(stage, unit, run) {
  const isMap = stage.kind === 'Convolution';
  const where = whereWords([unit], isMap ? stage.arrays.maps.shape : [1]);
  await openInDock('exciting', (place) => build(place, { task: run.task, architecture: run.architecture, layer: stage.layer ?? 0, unit }, isMap), {
    title: `${stageTitle(stage, run)} · ${where}`,
    note: t('dock.exciting.note'),
  });
}

/** @param {HTMLElement} place @param {import('../server/exciting.js').Asked} asked @param {boolean} isMap */
function build(place, asked, isMap) {
  const said = Object.assign(el('p', 'pg-muted', ''), { role: 'status' });
  const list = el('ol', 'pg-matches');
  place.append(el('div', 'pg-asked', said), list);
  const ask = async () => {
    const how = waiting.begin();
    said.textContent = t('similar.looking');
    try {
      const { searched, matches } = await findExciting(asked, how);
      said.textContent = t(matches.length ? `dock.exciting.${isMap ? 'map' : 'unit'}` : 'dock.exciting.none', { searched });
      list.replaceChildren(...matches.map((match) => itemOf(match)));
    } catch (error) {
      if (!how.signal.aborted) said.textContent = failureText(error);
    }
  };
  const waiting = new Waiting(/** @type {HTMLElement} */ (said.parentElement), () => void ask(), () => (said.textContent = ''));
  void ask();
  return () => waiting.drop();
}

/** A digit with what it is and the value; a click makes it the input. @param {Found} match */
function itemOf({ label, answer, probability, input, sketch, value, cell }) {
  const values = Float32Array.from(atob(sketch.pixels), (c) => c.charCodeAt(0) / 255);
  const canvas = picture({ values, height: SIDE, width: SIDE, scale: { ramp: 'ink', most: 1 } }, ROOM);
  canvas.classList.add('pg-drawn');
  const button = Object.assign(el('button', 'pg-match drawn', canvas, el('b', '', fixed(value, 2)), saidOf({ label, answer, probability }), el('small', '', cell ? t('dock.exciting.cell', { row: cell[0] + 1, column: cell[1] + 1 }) : '')), { type: 'button', onclick: () => showInput(input, label) });
  return el('li', '', button);
}

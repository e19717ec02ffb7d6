// What becomes of the move in every layer: pictures before and after, how alike they are, and what that says.
// @ts-nocheck: untyped until the next issue replaces it

import { stageTitle } from '../run/quantity_names.js';
import { labelOf } from '../run/time_axis.js';
import { argmax, percent } from '../answer/bars.js';
import { largest, paint } from '../canvas/paint.js';
import { session } from '../run/session.js';
import { t } from '../text/text.js';
import { layers } from './cosine_similarity.js';
import { currentMove } from './sliders.js';
import { familyOf, sentences, verdict } from './verdict.js';

const MAPS = 4; // of a layer's maps that are shown: those with the most ink in them before the move
const COLUMNS = ['layer', 'before', 'after', 'same', 'along'];

/** {draw()}: the table on `element`, for what is measured in `apart` of two different digits. */
export function alikeTable(element, { apart }) {
  const [sentence, table, note] = element.children;
  const body = table.querySelector('tbody');
  let rows = new Map();
  let built = null;

  const build = (shown) => {
    table.querySelector('thead tr').replaceChildren(...COLUMNS.map((name) => cell('th', t(`sharing.columns.${name}`))));
    rows = new Map(shown.map((layer) => [layer.key, layerRow(layer)]));
    body.replaceChildren(...[...rows.values()].map((row) => row.element), outputRow());
  };
  const draw = () => {
    const { trace } = session;
    const original = session.original ?? trace;
    table.hidden = !trace;
    if (!trace) sentence.textContent = t('sharing.nothing');
    if (!trace || trace.milliseconds === null) return; // it is drawn when both runs are there
    const move = currentMove();
    const moved = Boolean(Object.keys(move).length);
    const shown = layers(original, trace, move);
    const keys = [document.documentElement.lang, ...shown.map(({ key }) => key)].join();
    if (built !== keys) build(shown);
    built = keys;
    const known = apart[trace.architecture] ?? {}; // of a network that came later nothing is measured
    for (const layer of shown) rows.get(layer.key).draw(layer, { moved, known: known[layer.key], channels: strongest(original, layer) });
    drawOutput(body.lastChild, original, trace, moved);
    table.classList.toggle('moved', moved);
    sentence.textContent = verdict(shown, { apart: known, move, trace, turned: answer(original) !== answer(trace) });
    const others = Object.keys(session.changes ?? {}).some((name) => name !== 'move');
    note.textContent = sentences([t(`sharing.shown.${familyOf(trace)}`), others && t('sharing.others')]);
  };
  return { draw };
}

/** The channels to show of a layer's maps, the same ones in all stages of the layer. */
function strongest(original, { layer, before: { channels } }) {
  if (channels === 1) return [0];
  const { values } = (original.get('Activation', layer) ?? original.get('Convolution', layer)).arrays.maps;
  const size = values.length / channels;
  const ink = Array.from({ length: channels }, (_, k) => values.subarray(k * size, (k + 1) * size).reduce((sum, v) => sum + Math.abs(v), 0));
  return [...ink.keys()].sort((a, b) => ink[b] - ink[a]).slice(0, MAPS);
}

/** A row: {element, draw(layer, …)}. */
function layerRow(stage) {
  const { key, kind } = stage;
  const element = document.createElement('tr');
  element.dataset.layer = key;
  const name = stageTitle(stage, session.trace);
  const canvases = [0, 1].map(() => Object.assign(document.createElement('canvas'), { className: 'pg-pixels' }));
  const meters = [meter('same'), meter('along')];
  const heading = cell('th', name);
  heading.scope = 'row';
  element.append(heading, ...canvases.map((canvas) => cell('td', canvas)), ...meters.map((m) => m.element));
  canvases.forEach((canvas, k) => {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${name} · ${t(`sharing.columns.${COLUMNS[1 + k]}`)}`);
  });
  const draw = ({ before, after, same, along }, { moved, known, channels }) => {
    const most = largest(before.values);
    const look = { most, scale: kind === 'Input' ? 'ink' : before.steps || kind === 'Convolution' ? 'signed' : 'positive' };
    [before, after].forEach((planes, k) => {
      canvases[k].classList.toggle('picture', kind === 'Input');
      paint(canvases[k], { ...look, ...layout(planes, channels) });
    });
    meters[0].set(moved ? same : null, known);
    meters[1].set(moved ? along : null);
  };
  return { element, draw };
}

/** Where each value of a layer stands in its picture: some maps side by side, units in rows, states row by row of time. */
function layout({ values, channels: count, height, width, units, steps }, channels) {
  if (units) {
    const columns = 16 * Math.ceil(Math.sqrt(width / 64)); // 384 units: 48 x 8
    return { values, width: columns, height: Math.ceil(width / columns), index: (x, y) => y * columns + x, describe: (x, y) => t('sharing.unit', { unit: y * columns + x + 1 }) };
  }
  if (steps) return { values, width, height, index: (x, y) => y * width + x, describe: (x, y) => t('sharing.state', { step: y + 1, unit: x + 1 }) };
  const span = width + 1; // a gap between two maps
  const index = (x, y) => (x % span === width ? Infinity : (channels[Math.floor(x / span)] * height + y) * width + (x % span));
  const where = (x) => (count > 1 ? `${t('where.map', { map: channels[Math.floor(x / span)] + 1 })} · ` : '');
  const describe = (x, y) => where(x) + t('where.pixel', { row: y + 1, column: (x % span) + 1 });
  return { values, width: channels.length * span - 1, height, index, describe };
}

/** A number between 0 and 1 as a bar, with a tick where two different digits are. */
function meter(name) {
  const element = document.createElement('td');
  element.className = `pg-meter ${name}`;
  element.innerHTML = '<small></small><span></span><div><i></i><u></u></div>';
  const [heading, number, track] = element.children;
  heading.textContent = t(`sharing.columns.${name}`); // where there is no room for columns
  const [bar, tick] = track.children;
  const set = (value, known) => {
    element.classList.toggle('none', value === null);
    number.textContent = value === null ? '–' : value.toFixed(2).replace('-', '−');
    bar.style.transform = `scaleX(${Math.max(0, value ?? 0)})`;
    tick.hidden = known === undefined;
    tick.style.left = `${100 * Math.max(0, known ?? 0)}%`;
    tick.title = known === undefined ? '' : t('sharing.apart', { value: known.toFixed(2) });
  };
  return { element, set };
}

function outputRow() {
  const element = document.createElement('tr');
  element.className = 'pg-says';
  const heading = cell('th', t('stages.output.name'));
  heading.scope = 'row';
  element.append(heading, cell('td', ''), cell('td', ''), cell('td', ''));
  element.lastChild.colSpan = 2;
  return element;
}

/** What the network says, before and after. */
function drawOutput(element, original, trace, moved) {
  const [, before, after, last] = element.children;
  const words = (run) => `${labelOf(run.labels[answer(run)])} · ${percent(run.probabilities[answer(run)])}`;
  const same = answer(original) === answer(trace);
  before.textContent = words(original);
  after.textContent = words(trace);
  after.classList.toggle('other', !same);
  last.textContent = moved ? t(same ? 'sharing.answer.same' : 'sharing.answer.other') : '';
}

const answer = ({ probabilities }) => argmax(probabilities);

function cell(tag, content) {
  const element = document.createElement(tag);
  element.append(content);
  return element;
}

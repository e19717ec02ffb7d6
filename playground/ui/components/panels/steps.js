// A recurrent layer through time: a heatmap, units x time steps, for each of its quantities, the mean of each gate,
// and the guess after every step.

import { drawChart } from '../chart.js';
import { argmax, percent } from '../bars.js';
import { legend, paint, usual } from '../paint.js';
import { seek } from '../player.js';
import { t } from '../text.js';
import { dimensions, figure, panel, pixels, symbols } from './panel.js';

const COLUMNS = { rnn: 2, lstm: 3, gru: 4 }; // side by side on a wide page
const NAMES = { RNNStep: 'rnn', LSTMStep: 'lstm', GRUStep: 'gru' };

export function stepsPanel(stage) {
  const network = NAMES[stage.kind];
  const [steps, units] = stage.arrays.hidden.shape;
  const name = t(`stages.steps.${network}`, { layer: stage.layer + 1 });
  const view = panel({ name, shape: dimensions(steps, units), note: t(`stages.steps.${network}_note`) });
  view.legends.remove();
  view.body.className = network === 'rnn' ? 'pg-steps' : 'pg-steps gates';
  view.body.style.setProperty('--pg-columns', COLUMNS[network]);
  const maps = Object.keys(stage.arrays).map((quantity) => heatmap(quantity, network));
  const cell = { related: (x, y) => maps.map(({ canvas }) => ({ canvas, x, y, width: 1, height: 1 })) };
  const chart = document.createElement('div');
  chart.className = 'pg-chart';
  const means = figure(t(network === 'rnn' ? 'stages.steps.mean_size' : 'stages.steps.means'), chart);
  means.className = 'pg-means';
  view.body.append(...maps.map(({ element }) => element), means);
  view.draw = ({ arrays }, trace) => {
    cell.details = (x, y) => maps.map(({ quantity }) => {
      const { values, scale } = arrays[quantity];
      return [nameOf(quantity, network), values[x * units + y], Math.max(1, scale)];
    });
    for (const map of maps) map.draw(arrays[map.quantity], trace, t('where.layer', { layer: stage.layer + 1 }), cell);
  };
  view.finish = (trace) => {
    const names = (key) => nameOf(key, network);
    drawChart(chart, trace.figures.get(`gate_means:${stage.layer}`), names, t('where.step_axis'));
  };
  view.seek = (moment) => maps.forEach((map) => map.seek(moment));
  return view;
}

/** Some names and equations differ from network to network. */
const ofNetwork = (quantity, what, network) => t(`quantities.${quantity}.${what}_${network}`) || t(`quantities.${quantity}.${what}`);
const nameOf = (quantity, network) => ofNetwork(quantity, 'name', network);

function heatmap(quantity, network) {
  const rows = timed();
  const scale = legend();
  const element = figure('', rows.element, scale);
  const [name, equation] = [document.createElement('b'), document.createElement('em')];
  name.textContent = nameOf(quantity, network);
  equation.append(...symbols(ofNetwork(quantity, 'equation', network)));
  element.firstChild.append(name, ' ', equation);
  element.dataset.quantity = quantity;
  const draw = ({ values, shape, encoding, scale: range }, trace, layer, cell) => {
    const [steps, units] = shape;
    const share = encoding === 'unit12';
    // A tanh lies in -1..1; only the cell state can leave it, and a few units of it go far.
    const clipped = quantity === 'cell';
    const most = clipped ? usual(values) : 1;
    const describe = (x, y) => t('where.unit_step', { layer, unit: y + 1, step: x + 1 });
    const kind = share ? 'share' : 'signed';
    rows.draw(trace);
    paint(rows.map, { values, width: steps, height: units, index: (x, y) => x * units + y, scale: kind, most, range: Math.max(1, range), describe, ...cell, act: GO });
    scale.show(kind, most, clipped);
  };
  return { quantity, element, canvas: rows.map, draw, seek: rows.seek };
}

/** What a click on a map over time does. */
const GO = { label: (step) => t('where.go', { step: step + 1 }), run: (step) => seek(step) };

/** A map over time with the digit's rows along its time axis, a veil over the steps to come, and a click that seeks. */
function timed() {
  const element = document.createElement('div');
  element.className = 'pg-timed';
  const strip = pixels();
  const map = pixels({ focus: true });
  const veil = document.createElement('div');
  strip.classList.add('pg-rows');
  veil.className = 'pg-veil';
  const axis = document.createElement('div');
  axis.className = 'pg-axis';
  const window = document.createElement('div');
  window.className = 'pg-window';
  window.append(strip, map, veil);
  element.append(window, axis);
  // A tap only reads a value; the tip then has a button for what a click does.
  map.addEventListener('click', ({ pointerType }) => pointerType !== 'touch' && map.at && seek(map.at[0]));
  const draw = ({ input, steps }) => {
    const size = input.shape.at(-1);
    const describe = (x, y) => t('where.pixel', { row: x + 1, column: y + 1 });
    paint(strip, { values: input.values, width: steps, height: size, index: (x, y) => x * size + y, scale: 'ink', most: 1, describe });
    if (element.steps !== steps) axis.replaceChildren(...ticks(steps));
    element.steps = steps;
  };
  const seekTo = (moment) => {
    veil.style.display = moment === null ? 'none' : 'block';
    if (moment !== null) veil.style.transform = `translateX(${(100 * (moment + 1)) / element.steps}%)`;
  };
  return { element, map, draw, seek: seekTo };
}

/** The first step, the last, and some between them, each under its column; and what they count. */
function ticks(steps) {
  const shown = [1, ...[1, 2, 3].map((k) => Math.round((k * steps) / 4)), steps];
  const marks = shown.map((step) => {
    const mark = Object.assign(document.createElement('span'), { textContent: step });
    mark.style.left = `${(100 * (step - 0.5)) / steps}%`;
    return mark;
  });
  return [...marks, Object.assign(document.createElement('i'), { textContent: t('where.step_axis') })];
}

/** Ten probabilities after every row, and where the network changed its mind. */
export function guessPanel(stage, trace) {
  const [steps, count] = stage.arrays.logits.shape;
  const name = t('stages.guess.name');
  const view = panel({ name, shape: dimensions(steps, count), equation: t('stages.guess.equation'), note: t('stages.guess.note') });
  const rows = timed();
  const labels = document.createElement('ol');
  labels.className = 'pg-labels';
  labels.setAttribute('aria-hidden', 'true');
  labels.append(...trace.labels.map((label) => Object.assign(document.createElement('li'), { textContent: label })));
  const mind = document.createElement('ol');
  mind.className = 'pg-mind';
  view.body.className = 'pg-guesses';
  view.body.append(labels, rows.element, mind);
  view.legend.show('share', 1);
  view.draw = (current, trace) => {
    const guesses = Array.from({ length: steps }, (_, step) => trace.guess(step));
    const describe = (x, y) => t('where.guess', { label: trace.labels[y], step: x + 1 });
    rows.draw(trace);
    const index = (x, y) => x * count + y;
    paint(rows.map, { values: Float32Array.from(guesses.flat()), width: steps, height: count, index, scale: 'share', most: 1, describe, act: GO });
    view.legend.show('share', 1);
    mind.replaceChildren(...turns(guesses).map(({ step, best, p }) => turn(trace.labels[best], step, p)));
  };
  view.seek = rows.seek;
  return view;
}

/** The steps at which the most probable class changes. */
function turns(guesses) {
  const best = guesses.map(argmax);
  return guesses.flatMap((p, step) => (step && best[step] === best[step - 1] ? [] : [{ step, best: best[step], p: p[best[step]] }]));
}

function turn(label, step, p) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = t('stages.guess.turn', { step: step + 1, label, p: percent(p) });
  button.onclick = () => seek(step);
  item.append(button);
  return item;
}

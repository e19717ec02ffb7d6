// The dock of gradients while nothing is selected: how far back they reach, in each network of the task that reads in steps.

import { needModule } from '../loading/wanted.js';
import { drawChart, dropCharts } from '../canvas/chart.js';
import { inksNow } from '../canvas/inks.js';
import { furthest, figureOf, lineOf, linesOf, LOW, rms } from '../gradients/reaching.js';
import { showInput } from '../input.js';
import { mainQuantity } from '../run/declarations.js';
import { shortTitle } from '../run/quantity_names.js';
import { prepare } from '../run/session.js';
import { axisOf, labelOf } from '../run/time_axis.js';
import { question } from '../run/backward.js';
import { significant } from '../text/numbers.js';
import { t } from '../text/text.js';
import { ofGradients } from './of_gradients.js';
import { el } from './parts.js';
import { likeOf } from '../tasks.js';

/** @typedef {import('../gradients/reaching.js').Looked} Looked */
/** @typedef {import('../gradients/reaching.js').Line} Line */
/** @typedef {import('../run/gradient_trace.js').GradientTrace} GradientTrace */

const LEAST = 70; // px of the chart

/** "row", "letter". @param {GradientTrace} run */
const stepName = (run) => t(`backward.step.${axisOf(run)}`) || t('backward.step.step');

/** @type {import('./dock.js').MakeView} */
export function reachView(place, head) {
  /** @type {Looked} */
  const looked = { of: 'hidden', weights: 'trained' };
  let turn = 0;
  const [about, beside, chart] = [el('p', 'pg-reach-about pg-muted'), el('div', 'pg-reach-beside'), el('div', 'pg-chart pg-reach-chart')];
  const content = [about, chart, beside];
  const view = {
    clear: () => {
      turn++;
      dropCharts(place);
    },
    /** @param {import('../explanation/selection.js').Selection | null} _ @param {any} run */
    async show(_, run) {
      const mine = ++turn;
      if (!(/** @type {GradientTrace} */ (run).recurrent)) return layers(run);
      head.say({ title: t('backward.reach.title'), buttons: buttons(run) });
      /** @type {import('../gradients/reaching.js').Reach | null} */
      const reach = await ofGradients(run, 'reach').catch(() => null);
      if (mine !== turn) return;
      if (!reach) {
        place.replaceChildren(el('p', 'pg-message', t('errors.offline')));
        return;
      }
      const step = stepName(run);
      const label = typeof reach.target === 'string' ? t('backward.reach.logit', { label: labelOf(reach.target, run.task) }) : t('backward.reach.output');
      about.textContent = t(`backward.reach.${looked.of}`, { step, what: t(`backward.reach.${looked.weights}`), output: label });
      draw(linesOf(reach, looked), { title: t('backward.reach.beside', { step, last: reach.networks[0]?.trained.input.length ?? 0 }), step });
    },
  };
  /** @param {GradientTrace} run */
  const buttons = (run) => {
    const again = () => void view.show(null, run);
    return [
      ...(likeOf(run.task) === 'reviews' ? [{ words: t('backward.reach.long'), name: 'long', act: () => void readLong() }] : []),
      { words: t('backward.reach.of_input'), name: 'input', pressed: looked.of === 'input', act: () => {
        looked.of = looked.of === 'input' ? 'hidden' : 'input';
        again();
      } },
      { words: t('backward.reach.weights_fresh'), name: 'fresh', pressed: looked.weights === 'fresh', act: () => {
        looked.weights = looked.weights === 'fresh' ? 'trained' : 'fresh';
        again();
      } },
    ];
  };
  /** @param {Line[]} lines @param {{title: string, step: string, ticks?: string[]}} words */
  const draw = (lines, { title, step, ticks }) => {
    if (!place.contains(chart)) place.replaceChildren(...content);
    const { positive, ink, gate } = inksNow();
    const colours = [positive, ink, gate].slice(lines.length === 1 ? 1 : 0);
    const rows = lines.map(({ name, ratio }, k) => {
      const word = el('b', '', name);
      word.style.color = colours[k];
      return el('p', '', word, el('span', 'pg-digits', ratio === null ? '–' : significant(ratio, 2)));
    });
    const best = lines.length > 1 ? furthest(lines) : null;
    const vanished = lines.filter(({ values }) => values[0] === 0).map((line) => line.name);
    const said = [best && t('backward.reach.furthest', { name: best.name }), vanished.length && t('backward.reach.vanished', { names: vanished.join(', ') })].filter(Boolean).map((words) => el('p', 'pg-muted', String(words)));
    beside.replaceChildren(el('p', 'pg-muted', title), ...rows, ...said);
    chart.setAttribute('role', 'img');
    chart.ariaLabel = lines.map(({ name, values }) => t('backward.reach.chart', { name, step, last: values.length, first: significant(values[0], 2), value: significant(values.at(-1) ?? 0, 2) })).join('; ');
    const height = Math.max(LEAST, place.clientHeight - 4);
    drawChart(chart, () => figureOf(lines, { height, colours, ticks }), ticks || height < LOW ? '' : step);
  };
  /** Of a network that is passed through layer by layer the size of the gradient in each. @param {GradientTrace} run */
  const layers = (run) => {
    head.say({ title: t('backward.reach.layers_title'), buttons: [] });
    about.textContent = t('backward.reach.layers');
    const stages = [...run.stages.values()].filter(({ declared, backward }) => declared && backward);
    const values = stages.map(({ arrays, declared }) => rms(arrays[mainQuantity(/** @type {any} */ (declared))]?.values ?? []));
    draw([lineOf(run.architecture, values)], { title: t('backward.reach.layers_beside'), step: '', ticks: stages.map((stage) => shortTitle(stage, run)) });
  };
  return view;
}

/** A long review, read by the RNN: what the first of them says is hardly there at the end. */
async function readLong() {
  const { LONG } = await needModule(() => import('../gradients/long_sentence.js'));
  question({ target: null });
  prepare('rnn', null);
  showInput({ text: LONG });
}

// The readout after every time step: where the network changes its mind, and which step changed it most.
// @ts-nocheck: untyped until the next issue replaces it

import { axisOf, labelOf, place, token } from '../run/time_axis.js';
import { argmax, percent } from '../answer/bars.js';
import { paint } from '../canvas/paint.js';
import { t } from '../text/text.js';
import { dimensions, panel } from './panel.js';
import { go, goTo, make, timed } from './timed.js';

const MOST_TURNS = 24; // changes of mind that have a button

export function guessPanel(stage, trace) {
  if (!trace.labels.length) return null; // a number's outputs are the forecast
  const count = trace.labels.length;
  const note = t(trace.bidirectional ? 'stages.guess.note_both' : 'stages.guess.note');
  const view = panel({ name: t(trace.bidirectional ? 'stages.guess.name_both' : 'stages.guess.name'), shape: dimensions(trace.steps, count), equation: t('stages.guess.equation'), note });
  const pick = (step) => goTo(step);
  const rows = timed({ trace, pick });
  rows.map.style.setProperty('--pg-classes', count);
  const labels = make('ol', 'pg-labels');
  labels.style.setProperty('--pg-classes', count);
  labels.setAttribute('aria-hidden', 'true');
  labels.append(...trace.labels.map((label) => Object.assign(document.createElement('li'), { textContent: labelOf(label) })));
  const mind = make('ol', 'pg-mind');
  const most = make('p', 'pg-most');
  view.body.className = 'pg-guesses';
  view.body.append(labels, rows.element, mind, most);
  view.legend.show('share', 1);
  let [current, run] = [stage, trace];
  view.draw = (now, trace) => {
    [current, run] = [now, trace];
    const { values } = now.arrays.probabilities;
    view.shape.textContent = dimensions(trace.steps, count);
    const { from, count: width } = rows.frame(trace);
    paint(rows.map, {
      values,
      width,
      height: count,
      index: (x, y) => (from + x < now.filled ? (from + x) * count + y : Infinity),
      scale: 'share',
      most: 1,
      describe: (x, y) => t('where.guess', { label: labelOf(trace.labels[y]), place: place(trace, from + x) }),
      act: go(from, pick),
      select: (x, y) => ({ stage: 'StepOutput', t: from + x, quantity: 'probabilities', index: [y] }),
    });
    if (!trace.open) tellTurns();
  };
  const tellTurns = () => {
    const guesses = Array.from({ length: current.filled }, (_, step) => run.guess(step));
    const all = turns(guesses);
    mind.replaceChildren(...all.slice(0, MOST_TURNS).map((turned) => turn(run, turned)));
    if (all.length > MOST_TURNS) mind.append(Object.assign(make('li', ''), { textContent: t('stages.guess.more', { count: all.length - MOST_TURNS }) }));
    most.replaceChildren(...(run.bidirectional ? [] : strongest(run, guesses)));
  };
  view.finish = (trace) => {
    run = trace;
    tellTurns();
  };
  view.look = (change) => 'from' in change && view.draw(current, run);
  view.late = true; // of a network of both directions it is known only at the end
  view.seek = rows.seek;
  return view;
}

/** The steps at which the most probable class changes. */
function turns(guesses) {
  const best = guesses.map(argmax);
  return guesses.flatMap((p, step) => (step && best[step] === best[step - 1] ? [] : [{ step, best: best[step], p: p[best[step]] }]));
}

function turn(trace, { step, best, p }) {
  const item = document.createElement('li');
  item.append(goButton(step, t('stages.guess.turn', { place: stepName(trace, step), label: labelOf(trace.labels[best]), p: percent(p) })));
  return item;
}

function stepName(trace, step) {
  return t(`axis.${axisOf(trace)}.short`, { step: step + 1, token: token(trace, step) ?? '' });
}

function goButton(step, words) {
  const button = make('button', '');
  button.type = 'button';
  button.textContent = words;
  button.onclick = () => goTo(step);
  return button;
}

/** The step after which the probabilities differ most from those before it: by the share that moved from class to class. */
function strongest(trace, guesses) {
  let [at, most] = [null, 0];
  for (let step = 1; step < guesses.length; step++) {
    const moved = guesses[step].reduce((sum, p, k) => sum + Math.abs(p - guesses[step - 1][k]), 0) / 2;
    if (moved > most) [at, most] = [step, moved];
  }
  if (at === null) return [];
  const gained = argmax(guesses[at].map((p, k) => p - guesses[at - 1][k]));
  const label = labelOf(trace.labels[gained]);
  const [before, after] = [percent(guesses[at - 1][gained]), percent(guesses[at][gained])];
  return [`${t('stages.guess.most')} `, goButton(at, t('stages.guess.moved', { place: stepName(trace, at), label, before, after }))];
}

// The prediction and its probabilities, and beside them what the task has to show of the way from input to answer.
// @ts-nocheck: untyped until the next issue replaces it

import { onTheme } from './canvas/theme.js';
import { labelOf, moment } from './run/time_axis.js';
import { argmax, bars, percent, setText } from './answer/bars.js';
import { inspectable } from './canvas/hover.js';
import { onPage } from './pages.js';
import { partOf } from './loading/kept_parts.js';
import { networkName } from './network/picker.js';
import { onMoment, player } from './playback/player.js';
import { network, ofNetwork, on, onTask, session } from './run/session.js';
import { TASKS } from './tasks.js';
import { fill, onLanguage, t } from './text/text.js';

const views = new Map(); // by kind

export function mount(element) {
  const answer = { element, find: (s) => element.querySelector(s), view: null, labels: '', message: null };
  inspectable(element);
  const update = () => {
    fill(element);
    answer.labels = '';
    showPrediction(answer);
    answer.view?.draw();
  };
  onTask(async (task) => {
    answer.find('.pg-bars').replaceChildren();
    answer.view = null;
    for (const other of answer.find('.pg-views').children) other.hidden = true;
    const view = await viewOf(TASKS[task].view, answer.find('.pg-views'));
    if (session.task !== task) return;
    answer.view = view;
    view.element.hidden = false;
    update();
  });
  onLanguage(update);
  onPage((page) => page || update());
  onMoment(() => {
    showPrediction(answer);
    answer.view?.seek?.();
  });
  on('end', () => {
    showPrediction(answer);
    answer.view?.draw();
  });
  on('clear', (message) => {
    answer.message = message;
    update();
  });
  on('interrupt', () => {
    // The pen is down, and a network that reads from the end, too, can say nothing before it is lifted.
    if (session.task !== 'strokes' || !network().arguments.bidirectional) return;
    setText(answer.find('[data-prediction]'), '…');
    setText(answer.find('[data-confidence]'), '');
    setText(answer.find('[data-caption]'), t('answer.waits'));
    answer.find('.pg-bars').blank?.();
  });
  on('stage', ({ kind }) => {
    if (kind === 'Output') showPrediction(answer);
    answer.view?.stage?.(kind);
  });
  onTheme(update);
}

/** What the network says without the changes, at the same moment; null while there are none. */
function originally(early) {
  const { original } = session;
  return original && ((early && original.guess(player.moment)) || original.probabilities);
}

/** The same in words. */
function before(answer, trace) {
  const { original } = session;
  if (!original) return '';
  if (!trace.labels.length) return t('tries.before', { answer: answer.view?.answer?.(original)?.prediction ?? '' });
  const values = originally(trace.recurrent && !player.atEnd);
  const best = argmax(values);
  return t('tries.before', { answer: `${labelOf(trace.labels[best])} · ${percent(values[best])}` });
}

/** A view is made once: {element, draw(), seek(), stage(kind)}. */
const viewOf = (kind, place) => partOf(views, kind, { load: () => import(`./views/${kind}.js`), className: `pg-view ${kind}`, place });

/** At the end of the playback the prediction; before it the guess after the time step that the player shows. */
function showPrediction(answer) {
  const { find, message, view } = answer;
  const { trace } = session;
  if (!trace?.output) {
    if (trace) return; // it is on its way; the answer before it stays until then
    find('[data-prediction]').textContent = '?';
    find('[data-confidence]').textContent = '';
    find('[data-caption]').textContent = message ?? (session.task ? t(`tasks.${session.task}.waiting`) : '');
    find('.pg-guess').classList.toggle('refused', Boolean(message));
    find('.pg-bars').blank?.();
    setText(find('[data-before]'), '');
    return;
  }
  find('.pg-guess').classList.remove('refused');
  // While it plays the guess changes many times a second; who listens hears it when it stands still.
  find('[data-prediction]').setAttribute('aria-live', player.playing || trace.open ? 'off' : 'polite');
  const said = trace.labels.length ? showClasses(answer, trace) : view?.answer?.(trace);
  setText(find('[data-prediction]'), said?.prediction ?? '');
  setText(find('[data-confidence]'), said?.confidence ?? '');
  setText(find('[data-caption]'), said?.caption ?? byWhom(trace));
  setText(find('[data-before]'), before(answer, trace));
}

export function byWhom(trace) {
  const network = ofNetwork(trace.of?.changes) ? t('tries.network', { network: networkName() }) : networkName();
  return t('answer.by', { network, milliseconds: trace.milliseconds?.toFixed(0) ?? '…' });
}

function showClasses(answer, trace) {
  const rows = answer.find('.pg-bars');
  if (answer.labels !== trace.labels.join()) {
    answer.labels = trace.labels.join();
    bars(rows, trace.labels.map((label) => labelOf(label)));
    rows.classList.toggle('many', trace.labels.length > 10);
  }
  if (trace.bidirectional && !player.atEnd) {
    rows.blank();
    return { prediction: '…', caption: t('answer.waits') };
  }
  const early = trace.recurrent && !player.atEnd;
  const values = (early && trace.guess(player.moment)) || trace.probabilities;
  const best = argmax(values);
  rows.update(values, best, { before: originally(early) });
  const caption = early || trace.open ? t('answer.so_far', { moment: moment(trace, player.moment) }) : byWhom(trace);
  return { prediction: labelOf(trace.labels[best]), confidence: percent(values[best]), caption };
}

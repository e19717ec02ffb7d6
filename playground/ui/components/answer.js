// The prediction, its probabilities, and the four pictures on the way from the pad to the network.

import { argmax, bars, percent, setText } from './bars.js';
import { inspectable } from './hover.js';
import { paint } from './paint.js';
import { onMoment, player } from './player.js';
import { on, session } from './session.js';
import { fill, onLanguage, t } from './text.js';

const DIGITS = [...'0123456789'];
const PICTURES = ['ink', 'cropped', 'scaled', 'centred'];

export function mount(element) {
  const answer = { element, find: (s) => element.querySelector(s), chosen: 'centred' };
  bars(answer.find('.pg-bars'), DIGITS);
  inspectable(element);
  answer.find('.pg-saw-tabs').append(...PICTURES.map((name) => tab(answer, name)));
  const update = () => {
    fill(element);
    showProbabilities(answer);
    showPictures(answer);
  };
  onLanguage(update);
  onMoment(() => showProbabilities(answer));
  on('end', update);
  on('clear', (message) => {
    answer.message = message;
    update();
  });
  on('stage', ({ kind }) => {
    if (kind === 'Output') showProbabilities(answer);
    if (kind === 'Input') showPictures(answer);
  });
  new MutationObserver(update).observe(document.body, { attributeFilter: ['class'] });
}

/** At the end of the playback the prediction; before it the guess after the time step that the player shows. */
function showProbabilities({ find, message }) {
  const { trace } = session;
  if (!trace?.probabilities) {
    if (trace) return; // it is on its way; the answer before it stays until then
    find('[data-prediction]').textContent = '?';
    find('[data-confidence]').textContent = '';
    find('[data-caption]').textContent = message ?? t('answer.waiting');
    find('.pg-guess').classList.toggle('refused', Boolean(message));
    find('.pg-bars').blank();
    return;
  }
  find('.pg-guess').classList.remove('refused');
  // While it plays the guess changes many times a second; who listens hears it when it stands still.
  find('[data-prediction]').setAttribute('aria-live', player.playing ? 'off' : 'polite');
  const early = trace.recurrent && !player.atEnd;
  const values = early ? trace.guess(player.moment) : Array.from(trace.probabilities);
  const best = argmax(values);
  setText(find('[data-prediction]'), trace.labels[best]);
  setText(find('[data-confidence]'), percent(values[best]));
  const caption = early
    ? t('answer.so_far', { row: player.moment + 1, rows: trace.steps })
    : t('answer.by', { network: trace.architecture.toUpperCase(), milliseconds: trace.milliseconds?.toFixed(0) ?? '…' });
  setText(find('[data-caption]'), caption);
  find('.pg-bars').update(values, best);
}

function tab(answer, name) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.picture = name;
  button.innerHTML = '<canvas class="pg-pixels" aria-hidden="true"></canvas><span></span>';
  button.lastChild.dataset.text = `answer.pictures.${name}`;
  button.onclick = () => {
    answer.chosen = name;
    showPictures(answer);
  };
  return button;
}

function showPictures({ find, chosen }) {
  for (const name of PICTURES) {
    const button = find(`[data-picture=${name}]`);
    button.setAttribute('aria-pressed', name === chosen);
    paint(button.firstChild, pictureCells(name));
  }
  const view = find('.pg-saw-view');
  paint(view.querySelector('canvas'), pictureCells(chosen));
  view.querySelector('p').textContent = t(`answer.notes.${chosen}`);
}

function pictureCells(name) {
  const trace = session.trace?.stages.has('Input') ? session.trace : null;
  const { values, shape } = trace
    ? (trace.get('Pictures').arrays[name] ?? trace.input)
    : { values: new Float32Array(784), shape: [1, 28, 28] };
  const [height, width] = shape.slice(-2);
  const describe = (x, y) => t('where.pixel', { row: y + 1, column: x + 1 });
  return { values, width, height, index: (x, y) => y * width + x, scale: 'ink', most: 1, describe };
}

// The replay of a training, under the picture: its snapshots on a slider, beneath curves of loss and accuracy, and a button
// that plays them. The picture, the dock and the answer follow, as they do with any other change of the network.

import { setAttribute, setHidden } from '../dom/changed.js';
import { find } from '../dom/find.js';
import { changeHere, tryHere } from '../dock/change_here.js';
import { on, session, snapshotNow, snapshots } from '../run/session.js';
import { onScreenKind, screenNow } from '../stage/screen.js';
import { closeButton, curvesIn, drawCurves, fillStrip, keysOf, writeValues } from '../strips/pieces.js';
import { onLanguage, t } from '../text/text.js';
import { curvesOf, epochText, placeOf } from './moments.js';
import { playing } from './playing.js';

/** @typedef {import('../store/state.js').Snapshot} Snapshot */

const REST = 200; // milliseconds that the slider stands before all of the picture follows
const PLAY = '<svg viewBox="0 0 20 20" aria-hidden="true"><path class="pg-if-paused" d="M5 3l12 7-12 7z"/><path class="pg-if-playing" d="M5 3h3.6v14H5zM11.4 3H15v14h-3.6z"/></svg>';
const CURVES = /** @type {const} */ (['accuracy', 'loss', 'training']);
const HTML = `
  <button type="button" data-replay>${PLAY}</button>
  <div class="pg-replay-middle">
    <p><b data-when data-about="replay.precision"></b> <span class="step" data-step></span> ${keysOf(CURVES, 'replay.about')} <small data-text="replay.half" data-about="replay.precision"></small></p>
    <div class="pg-replay-track">
      ${curvesIn(CURVES)}
      <i></i>
      <input type="range" min="0" step="1" data-label="replay.slider">
      <div class="pg-replay-epochs" aria-hidden="true"></div>
    </div>
  </div>
  ${closeButton('replay.close')}`;

/** @type {(at: number | null) => Promise<void>} */
const show = (at) => changeHere({ snapshot: at, random: null });

let shownNext = -1; // by the playback itself
const player = playing({
  show: (at) => {
    shownNext = at;
    return show(at);
  },
  wait: (milliseconds) => new Promise((done) => void setTimeout(done, milliseconds)),
  now: () => performance.now(),
  changed: () => renew(),
});

let renew = () => {};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;

/** What came coarsely while the slider moved; edges and dock then follow, too. @param {number} at */
function showExactly(at) {
  clearTimeout(resting);
  const { trace } = session;
  const isThere = trace && !trace.preview && trace.of?.changes?.snapshot === at;
  if (snapshotNow() === at && !isThere) void show(at);
}

/** From the beginning on; where nothing is to move of itself, the beginning. */
export function replay() {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) void show(0);
  else void player.play(0, snapshots().length);
}

/** The trained network again. */
export function leave() {
  player.stop();
  void show(null);
}

/** @param {HTMLElement} element which is hidden while no snapshot is shown */
export function showStrip(element) {
  element.innerHTML = HTML;
  const slider = find(element, 'input', HTMLInputElement);
  slider.oninput = () => {
    const at = slider.valueAsNumber; // before it is set to where the playback stood
    player.stop();
    tryHere({ snapshot: at, random: null });
    clearTimeout(resting);
    resting = setTimeout(showExactly, REST, at);
  };
  slider.onchange = () => showExactly(slider.valueAsNumber);
  find(element, '[data-replay]', HTMLButtonElement).onclick = () => {
    const { length } = snapshots();
    const at = snapshotNow() ?? 0;
    if (player.is) player.stop();
    else void player.play(at === length - 1 ? 0 : at + 1, length);
  };
  find(element, '[data-close]', HTMLButtonElement).onclick = leave;
  renew = () => render(element);
  on('changes', () => {
    if (player.is && snapshotNow() !== shownNext) player.stop(); // somebody else has changed the network
    else renew();
  });
  on('task', renew);
  on('architecture', renew);
  onScreenKind(renew);
  on('interrupt', player.stop);
  on('clear', player.stop);
  onLanguage(() => {
    fillStrip(element, 'replay.title');
    renew();
  });
}

/** @type {Snapshot[]} those whose curves are drawn */
let drawn = [];

/** @param {HTMLElement} element */
function render(element) {
  const all = snapshots();
  const at = snapshotNow();
  const snapshot = at === null ? undefined : all[at];
  if (!snapshot || at === null) {
    const opener = document.querySelector('[data-open=replay]');
    if (element.contains(document.activeElement) && opener instanceof HTMLElement) opener.focus();
    setHidden(element, true);
    return;
  }
  if (all !== drawn) drawTrack(element, (drawn = all));
  element.style.setProperty('--pg-at', String(placeOf(at, all.length)));
  const slider = find(element, 'input', HTMLInputElement);
  slider.max = String(all.length - 1);
  slider.value = String(at);
  const told = wordsOf(snapshot, /** @type {Snapshot} */ (all.at(-1)));
  writeValues(element, told);
  setAttribute(slider, 'aria-valuetext', [told.when, told.accuracy, told.loss].join(', '));
  const button = find(element, '[data-replay]', HTMLButtonElement);
  button.classList.toggle('playing', player.is);
  button.title = t(player.is ? 'replay.pause' : 'replay.play');
  button.setAttribute('aria-label', button.title);
  setHidden(element, false);
}

/** @param {Snapshot} snapshot @param {Snapshot} last @returns {Record<'when' | 'step' | 'accuracy' | 'loss' | 'training', string | null>} */
function wordsOf({ step, epoch, train_loss: training, validation_loss: loss, validation_accuracy: accuracy }, last) {
  return {
    when: t(step ? 'replay.after' : screenNow().phone ? 'replay.before_short' : 'replay.before', { epoch: epochText(epoch), epochs: epochText(last.epoch) }),
    step: step ? t('replay.step', { step }) : null,
    accuracy: t('replay.accuracy', { percent: accuracy.toFixed(1) }),
    loss: t('replay.loss', { loss: loss.toPrecision(3) }),
    training: training === null ? null : t('replay.training', { loss: training.toPrecision(3) }),
  };
}

/** @param {HTMLElement} element @param {Snapshot[]} all */
function drawTrack(element, all) {
  drawCurves(element, curvesOf(all));
  find(element, '.pg-replay-epochs', HTMLElement).replaceChildren(...all.map(({ epoch }, at) => {
    const label = Object.assign(document.createElement('span'), { textContent: epochText(epoch) });
    label.style.left = `${100 * placeOf(at, all.length)}%`;
    return label;
  }));
}

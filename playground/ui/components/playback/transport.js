// The player's buttons: to the first moment, play, to the last; where it stands in words, and behind them what is seldom set.

import { setAttribute, setHidden, setText } from '../dom/changed.js';
import { find, findAll } from '../dom/find.js';
import { axisOf } from '../run/time_axis.js';
import { session } from '../run/session.js';
import { ORDERS } from '../run/unit_orders.js';
import { screenNow } from '../stage/screen.js';
import { fill, onLanguage, t } from '../text/text.js';
import { isReversed, onMoment, pause, play, player, seek } from './player.js';
import { look, onView, view } from './view.js';

const HTML = `
<div class="pg-transport" role="group" data-label="player.title">
  <button type="button" data-go="first" data-label="player.first"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 4h2.4v12H4zM16 4v12l-9-6z"/></svg></button>
  <button type="button" class="pg-play" data-play><svg viewBox="0 0 20 20" aria-hidden="true"><path class="pg-if-paused" d="M5 3l12 7-12 7z"/><path class="pg-if-playing" d="M5 3h3.6v14H5zM11.4 3H15v14h-3.6z"/></svg></button>
  <button type="button" data-go="last" data-label="player.last"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M13.6 4H16v12h-2.4zM4 4l9 6-9 6z"/></svg></button>
  <details class="pg-speed">
    <summary data-moment></summary>
    <div>
      <input type="range" min="0" max="0" value="0" data-label="player.scrubber" data-scrubber>
      <p><button type="button" data-step="-1" data-text="player.back"></button><button type="button" data-step="1" data-text="player.forward"></button></p>
      <label><span data-text="player.speed"></span>
        <select data-speed><option value="0.25">¼×</option><option value="0.5">½×</option><option value="1" selected>1×</option><option value="2">2×</option><option value="4">4×</option></select></label>
      <label><input type="checkbox" data-auto><span data-text="player.auto"></span></label>
      <label data-orders><span data-text="orders.title"></span>
        <select data-order>${ORDERS.map((order) => `<option value="${order}" data-text="orders.${order}"></option>`).join('')}</select></label>
    </div>
  </details>
</div>`;

/** "layer 9 of 9", "row 14 of 28", and where there is little room the numbers alone. */
function words() {
  const { trace } = session;
  if (!trace || !player.count) return '';
  const at = { at: player.moment + 1, of: player.count };
  if (isReversed() && player.follow && !screenNow().short) return t(`backward.from.${trace.recurrent ? axisOf(trace) : 'layer'}`, at) || t('backward.from.step', at);
  if (screenNow().short) return t('player.moment.short', at);
  return t(`player.moment.${trace.recurrent ? axisOf(trace) : 'layer'}`, at) || t('player.moment.step', at);
}

/** @param {HTMLElement} element */
export function mountTransport(element) {
  element.innerHTML = HTML;
  const moment = find(element, '[data-moment]', HTMLElement);
  const menu = find(element, 'details', HTMLDetailsElement);
  const scrubber = find(element, '[data-scrubber]', HTMLInputElement);
  const speed = find(element, '[data-speed]', HTMLSelectElement);
  const auto = find(element, '[data-auto]', HTMLInputElement);
  const order = find(element, '[data-order]', HTMLSelectElement);
  const orders = find(element, '[data-orders]', HTMLElement);
  const playing = find(element, '[data-play]', HTMLButtonElement);
  const stop = (/** @type {number} */ at) => {
    player.playing = false;
    seek(at);
  };
  const go = (/** @type {string} */ where) => find(element, where, HTMLButtonElement);
  go('[data-go=first]').onclick = () => stop(0);
  go('[data-go=last]').onclick = () => stop(player.count - 1);
  for (const button of findAll(element, '[data-step]', HTMLButtonElement)) button.onclick = () => stop(player.moment + Number(button.dataset.step));
  playing.onclick = () => (player.playing ? pause() : play());
  scrubber.oninput = () => stop(scrubber.valueAsNumber);
  speed.onchange = () => (player.speed = Number(speed.value));
  auto.onchange = () => (player.auto = auto.checked);
  order.onchange = () => look({ order: order.value });
  document.addEventListener('pointerdown', ({ target }) => {
    if (menu.open && target instanceof Node && !menu.contains(target)) menu.open = false;
  });
  const buttons = findAll(element, '.pg-transport > button', HTMLButtonElement);
  /** @type {unknown[]} */
  let shown = [];
  const show = () => {
    const now = [player.moment, player.count, player.playing, session.trace?.recurrent, screenNow().short, document.documentElement.lang, view.order, isReversed(), player.follow];
    if (now.every((value, k) => value === shown[k])) return; // each step of a playback costs as little as can be
    const isPlaying = player.playing !== shown[2] || now[5] !== shown[5];
    shown = now;
    setText(moment, words());
    setHidden(menu, !player.count);
    setHidden(orders, !session.trace?.recurrent);
    if (order.value !== view.order) order.value = view.order;
    setAttribute(scrubber, 'max', String(Math.max(0, player.count - 1)));
    scrubber.value = String(player.moment);
    playing.classList.toggle('reversed', isReversed());
    if (isPlaying) {
      playing.classList.toggle('playing', player.playing);
      playing.title = t(player.playing ? 'player.pause' : 'player.play');
      playing.setAttribute('aria-label', playing.title);
    }
    for (const button of buttons) if (button.disabled !== player.count < 2) button.disabled = player.count < 2;
  };
  onMoment(show);
  onView(show);
  onLanguage(() => {
    fill(element);
    show();
  });
}

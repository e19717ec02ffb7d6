// The network as a strip of stages, the player, and under it a panel for each stage, made as the stages stream in.

import { argmax, percent, setText } from './bars.js';
import { inspectable } from './hover.js';
import { densePanel } from './panels/dense.js';
import { flattenPanel, inputPanel, mapsPanel } from './panels/maps.js';
import { outputPanel } from './panels/output.js';
import { guessPanel, stepsPanel } from './panels/steps.js';
import { facts } from './picker.js';
import { onMoment, pause, play, player, seek } from './player.js';
import { on, onCatalogue, session } from './session.js';
import { fill, onLanguage, t } from './text.js';

const PANELS = {
  Input: inputPanel,
  Dense: densePanel,
  Convolution: mapsPanel,
  Activation: mapsPanel,
  MaxPooling: mapsPanel,
  AveragePooling: mapsPanel,
  Flatten: flattenPanel,
  RNNStep: stepsPanel,
  LSTMStep: stepsPanel,
  GRUStep: stepsPanel,
  StepOutput: guessPanel,
  Output: outputPanel,
};

export function mount(element) {
  const network = { element, panels: new Map(), built: null };
  const find = (selector) => element.querySelector(selector);
  inspectable(element);
  wirePlayer(find);

  const introduce = () => {
    find('[data-lead]').textContent = t(`network.${session.architecture}`);
    find('[data-facts]').textContent = session.catalogue ? facts() : '';
  };
  const renew = () => {
    clear(network);
    for (const stage of session.trace?.stages.values() ?? []) show(network, stage);
    for (const { finish } of network.panels.values()) finish?.(session.trace);
    showMoment(network);
  };
  onCatalogue(introduce);
  on('architecture', introduce);
  on('begin', ({ architecture }) => {
    if (network.built !== architecture) clear(network);
    network.built = architecture;
  });
  on('stage', (stage) => show(network, stage));
  on('end', (trace) => {
    for (const { finish } of network.panels.values()) finish?.(trace);
  });
  on('clear', () => showMoment(network));
  onMoment(() => showMoment(network));
  onLanguage(() => {
    fill(element);
    introduce();
    renew();
  });
  new MutationObserver(renew).observe(document.body, { attributeFilter: ['class'] });
}

function clear({ element, panels }) {
  panels.clear();
  element.querySelector('.pg-stages').replaceChildren();
  element.querySelector('.pg-strip').replaceChildren();
}

/** Draw a stage on its panel, which is made when the stage is there for the first time. */
function show({ element, panels }, stage) {
  const make = PANELS[stage.kind];
  if (!make) return;
  let panel = panels.get(stage.key);
  if (!panel) {
    panel = make(stage, session.trace);
    panel.element.id = `stage-${stage.key.replaceAll(':', '-')}`;
    panels.set(stage.key, panel);
    nameCanvases(panel.element);
    element.querySelector('.pg-stages').append(panel.element);
    panel.chips = panel.steps.map((step) => chip(panel, step));
    element.querySelector('.pg-strip').append(...panel.chips);
  }
  panel.draw(stage, session.trace);
}

/** What a canvas shows, for those who cannot see it: its panel and its caption. */
function nameCanvases(element) {
  const title = element.querySelector('h3').textContent;
  for (const canvas of element.querySelectorAll('canvas:not([aria-hidden])')) {
    const caption = canvas.closest('figure')?.querySelector('figcaption').textContent ?? '';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${title} ${caption}`.trim());
  }
}

/** One step of the strip: a name and a shape, and the way to its panel. */
function chip({ element }, { name, shape }) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.append(document.createElement('b'), document.createElement('code'));
  button.firstChild.textContent = name;
  button.lastChild.textContent = shape;
  button.onclick = () => {
    element.scrollIntoView({ behavior: 'smooth', block: 'start' });
    element.querySelector('h3').focus({ preventScroll: true });
  };
  item.append(button);
  return item;
}

function wirePlayer(find) {
  const scrubber = find('[data-scrubber]');
  const stop = (moment) => {
    player.playing = false;
    seek(moment);
  };
  scrubber.addEventListener('input', () => stop(+scrubber.value));
  for (const sign of [-1, 1]) find(`[data-step="${sign}"]`).onclick = () => stop(player.moment + sign);
  scrubber.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return;
    find('[data-play]').click();
    event.preventDefault();
  });
  find('[data-play]').onclick = () => (player.playing ? pause() : play());
  find('[data-auto]').onchange = (event) => (player.auto = event.target.checked);
  find('[data-speed]').onchange = (event) => (player.speed = +event.target.value);
}

const PLAY = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 3l12 7-12 7z"/></svg>';
const PAUSE = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 3h4v14H5zM11 3h4v14h-4z"/></svg>';

/** The guess at the moment that is shown: before the end only a network in time has one. */
function guessAt(trace, end) {
  if (!trace?.probabilities || !(end || trace.recurrent)) return '';
  const values = end ? trace.probabilities : trace.guess(player.moment);
  const best = argmax(values);
  return `${trace.labels[best]} · ${percent(values[best])}`;
}

/** What the player has not reached yet is veiled: later stages as a whole, later steps within their panels. */
function showMoment({ element, panels }) {
  const find = (selector) => element.querySelector(selector);
  const { trace } = session;
  const all = [...panels.values()];
  const end = player.atEnd;
  all.forEach((panel, k) => {
    const hidden = !trace || (!end && (trace.recurrent ? panel.last : k > player.moment));
    const now = trace && !end && !trace.recurrent && k === player.moment;
    panel.seek?.(end ? null : player.moment);
    for (const place of [panel.element, ...panel.chips]) {
      place.classList.toggle('future', Boolean(hidden));
      place.classList.toggle('now', Boolean(now));
    }
  });
  const scrubber = find('[data-scrubber]');
  scrubber.max = Math.max(0, player.count - 1);
  if (+scrubber.value !== player.moment) scrubber.value = player.moment;
  const name = all[player.moment]?.steps[0].name;
  const what = trace?.recurrent
    ? t('player.step', { step: player.moment + 1, steps: player.count })
    : t('player.stage', { name, stage: player.moment + 1, stages: player.count });
  element.firstElementChild.classList.toggle('empty', !trace);
  setText(find('[data-now]'), guessAt(trace, end));
  setText(find('[data-moment]'), trace ? what : '');
  scrubber.setAttribute('aria-valuetext', trace ? what : '');
  const button = find('[data-play]');
  for (const b of element.querySelectorAll('.pg-transport button')) b.disabled = !trace;
  if (button.playing !== player.playing) {
    button.playing = player.playing;
    button.innerHTML = player.playing ? PAUSE : PLAY;
  }
  button.setAttribute('aria-label', t(player.playing ? 'player.pause' : 'player.play'));
}

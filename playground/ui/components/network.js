// The network as a strip of stages, the player, and under it a panel for each stage, made as the stages stream in.
// @ts-nocheck: untyped until the next issue replaces it

import { onTheme } from './canvas/theme.js';
import { labelOf, moment } from './run/time_axis.js';
import { argmax, percent, setText } from './answer/bars.js';
import { dropCharts } from './canvas/chart.js';
import { compare } from './network/original_panels.js';
import { explaining } from './explanation/lazy_explanation.js';
import { inspectable } from './canvas/hover.js';
import { densePanel } from './panels/dense.js';
import { inputPanel } from './panels/input.js';
import { flattenPanel, mapsPanel } from './panels/maps.js';
import { outputPanel } from './panels/output.js';
import { undeclaredPanel } from './panels/undeclared.js';
import { vectorPanel } from './panels/vector.js';
import { whileWanted } from './loading/wanted.js';
import { mainQuantity, panelOf } from './run/declarations.js';
import { onExact } from './run/exact.js';
import { toldCheck } from './run/check.js';
import { overview } from './network/sequence_overview.js';
import { lazy } from './loading/lazy.js';
import { onPage } from './pages.js';
import { facts } from './network/picker.js';
import { onMoment, pause, play, player, seek } from './playback/player.js';
import { network as known, ofNetwork, on, onTask, session } from './run/session.js';
import { inUnit, predictions } from './run/series.js';
import { fill, onLanguage, t } from './text/text.js';
import { tries } from './network/cards.js';
import { onView, reveal } from './playback/view.js';

/** By what a stage declares (run/declarations.js). */
const PANELS = {
  input: inputPanel,
  dense: densePanel,
  maps: mapsPanel,
  flatten: flattenPanel,
  vector: vectorPanel,
  output: outputPanel,
};

const loadInTime = lazy(async () => {
  const [{ stepsPanel }, { guessPanel }] = await Promise.all([import('./panels/steps.js'), import('./panels/guess.js')]);
  Object.assign(PANELS, { steps: stepsPanel, guess: guessPanel });
  return true;
});

/** Whether the chosen network is likely to have such layers, so that their panels are there when its stages come. */
const mayBeInTime = () => session.task === 'series' || Boolean(known()?.arguments.num_layers);

/** Which panel shows a stage; "undeclared" where nothing is known of its kind. */
function panelNameOf({ declared, made, arrays }) {
  if (!declared || !Object.keys(arrays).length) return 'undeclared';
  return panelOf(declared, { made, shape: arrays[mainQuantity(declared)]?.shape });
}

/** Resolves when the panels of layers through time can be made, which come with the first network that has some. */
export const whenLoaded = () => loadInTime();

export function mount(element) {
  const network = { element, panels: new Map(), originals: new Map(), built: null, waiting: new Map(), renew: () => {} };
  const find = (selector) => element.querySelector(selector);
  inspectable(element);
  explaining(element);
  wirePlayer(find);
  tries(element);

  // Under all that can be pointed at: what a look has asked for does not move what is looked at.
  const tellCheck = () => setText(find('[data-check]'), toldCheck(session.trace?.exact ? session.trace.check : null));
  const introduce = () => {
    if (!session.task) return;
    if (mayBeInTime()) loadInTime().catch(() => {}); // else when the first of them comes
    find('[data-lead]').textContent = t(`network.${session.task}_${known().architecture}`) || t(`network.${known().architecture}`);
    find('[data-facts]').textContent = ofNetwork(session.changes) ? t('tries.facts', { facts: facts() }) : facts();
    find('.pg-empty').textContent = t(`tasks.${session.task}.empty`);
    tellCheck();
  };
  const renew = () => {
    clear(network);
    for (const stage of session.trace?.stages.values() ?? []) show(network, stage);
    if (session.trace?.milliseconds && !session.trace.open) finish(network);
    showMoment(network);
  };
  network.renew = renew;
  onTask(() => {
    clear(network);
    network.built = null;
    introduce();
  });
  on('architecture', introduce);
  on('changes', introduce);
  on('begin', ({ task, architecture }) => {
    const built = [task, architecture, Boolean(session.changes), JSON.stringify([ofNetwork(session.changes), session.changes?.order])].join(' ');
    if (network.built !== built) clear(network);
    network.built = built;
    tellCheck();
  });
  on('stage', (stage) => {
    draw(network, stage);
    tellCheck();
  });
  on('end', () => {
    flush(network);
    finish(network);
  });
  on('clear', () => {
    showMoment(network);
    tellCheck();
  });
  onExact((trace) => {
    refresh(network, trace);
    tellCheck();
  });
  onMoment(() => {
    if (session.trace?.recurrent && player.count) reveal(session.trace, player.moment);
    showMoment(network);
  });
  onView((change) => {
    if (session.trace?.stages.size) for (const panel of [...network.panels.values(), ...network.originals.values()]) panel.look?.(change);
  });
  onPage((page) => page || renew()); // what was drawn out of sight had no width
  overview(find('.pg-timeline'));
  // What is jumped to stands below the bar, which is higher while something is changed.
  const bar = find('.pg-player');
  new ResizeObserver(() => element.style.setProperty('--pg-bar', `${bar.offsetHeight}px`)).observe(bar);
  onLanguage(() => {
    fill(element);
    introduce();
    renew();
  });
  onTheme(renew);
}

/** Draw a stage now if it is new; what only fills further waits for the next picture of the screen. */
function draw(network, stage) {
  if (!network.panels.has(stage.key)) {
    show(network, stage);
    return;
  }
  if (!network.waiting.size) requestAnimationFrame(() => flush(network));
  network.waiting.set(stage.key, stage);
}

function flush(network) {
  const stages = [...network.waiting.values()];
  network.waiting.clear();
  for (const stage of stages) if (session.trace?.stages.get(stage.key) === stage) show(network, stage);
}

/** All of a run is there. Where its stages are not those of the run before, all panels are made anew, in their order. */
function finish(network) {
  const shown = [...network.panels.keys()];
  const stages = [...session.trace.stages.keys()].filter((key) => network.panels.has(key));
  if (shown.join() !== stages.join()) {
    network.renew();
    return;
  }
  for (const panel of network.panels.values()) panel.finish?.(session.trace);
  compare(network, made);
  network.element.querySelector('.pg-stages').style.minHeight = '';
}

/** The values of a run are exact now, and so are what is painted and what is said of them. */
function refresh({ panels, originals }, trace) {
  const drawn = trace === session.trace ? panels : trace === session.original ? originals : new Map();
  for (const [key, panel] of drawn) {
    const stage = [...trace.stages.values()].find((one) => one.key === key) ?? null;
    if (stage) panel.draw(stage, trace);
  }
}

function clear({ element, panels, originals }) {
  panels.clear();
  originals.clear();
  const stages = element.querySelector('.pg-stages');
  stages.style.minHeight = `${stages.offsetHeight}px`; // what stands below does not jump while it is made anew
  dropCharts(stages);
  stages.replaceChildren();
  element.querySelector('.pg-strip').replaceChildren();
}

function made(stage, trace) {
  const name = panelNameOf(stage);
  const panel = name === 'undeclared' ? undeclaredPanel(stage) : PANELS[name](stage, trace);
  if (panel) nameCanvases(panel.element);
  return panel;
}

/** Whether the panel of a stage is there; of a layer through time it comes later, and then all is drawn. */
function isReady(network, stage) {
  if (panelNameOf(stage) in PANELS || panelNameOf(stage) === 'undeclared') return true;
  whileWanted('panels', loadInTime, () => Boolean(session.trace)).then((loaded) => loaded !== null && network.renew());
  return false;
}

/** Draw a stage on its panel, which is made when the stage is there for the first time. */
function show(network, stage) {
  const { element, panels } = network;
  let panel = panels.get(stage.key);
  if (!panel) {
    if (!isReady(network, stage)) return;
    panel = made(stage, session.trace);
    if (!panel) return;
    panel.element.id = `stage-${stage.key.replaceAll(':', '-')}`;
    panels.set(stage.key, panel);
    element.querySelector('.pg-stages').append(panel.element);
    panel.chips = panel.steps.map((step) => chip(panel, step));
    element.querySelector('.pg-strip').append(...panel.chips);
  }
  panel.draw(stage, session.trace);
  // The shape of a sequence changes with its length.
  if (panel.chips.length === 1) setText(panel.chips[0].querySelector('code'), panel.shape.textContent);
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

/** The guess at the moment that is shown: before the end only a network in time that reads forwards has one. */
function guessAt(trace, end) {
  if (trace?.encoded?.kind === 'Series') {
    const next = predictions(trace)[player.moment];
    return next === undefined ? '' : `→ ${inUnit(trace, next)}`;
  }
  const values = end ? trace?.probabilities : trace?.recurrent && !trace.bidirectional && trace.guess(player.moment);
  if (!values) return '';
  const best = argmax(values);
  return `${labelOf(trace.labels[best])} · ${percent(values[best])}`;
}

/** What the player has not reached yet is veiled: later stages as a whole, later steps within their panels. */
function showMoment({ element, panels, originals }) {
  const find = (selector) => element.querySelector(selector);
  const { trace } = session;
  const [keys, all] = [[...panels.keys()], [...panels.values()]];
  const end = player.atEnd;
  all.forEach((panel, k) => {
    const late = trace?.recurrent && (panel.last || (panel.late && trace.bidirectional));
    const hidden = !trace || (!end && (trace.recurrent ? late : k > player.moment));
    const now = trace && !end && !trace.recurrent && k === player.moment;
    const twin = originals.get(keys[k]);
    for (const one of [panel, twin]) one?.seek?.(end ? null : player.moment);
    for (const place of [panel.element, ...panel.chips, ...(twin ? [twin.element] : [])]) {
      place.classList.toggle('future', Boolean(hidden));
      place.classList.toggle('now', Boolean(now));
    }
  });
  const scrubber = find('[data-scrubber]');
  scrubber.max = Math.max(0, player.count - 1);
  if (+scrubber.value !== player.moment) scrubber.value = player.moment;
  const name = all[player.moment]?.steps[0].name;
  const what = trace?.recurrent
    ? moment(trace, player.moment)
    : t('player.stage', { name, stage: player.moment + 1, stages: player.count });
  element.firstElementChild.classList.toggle('empty', !trace);
  setText(find('[data-now]'), [session.original, trace].filter(Boolean).map((run) => guessAt(run, end)).filter(Boolean).join(' → '));
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

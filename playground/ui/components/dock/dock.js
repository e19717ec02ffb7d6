// The dock: the one thing that is selected, in detail; without a selection what the answer owes most to; or a tool.

import { onTheme } from '../canvas/theme.js';
import { afterPaint } from '../dom/after_paint.js';
import { stepButton } from '../learning/learn.js';
import { lazy } from '../loading/lazy.js';
import { needModule, whileWanted } from '../loading/wanted.js';
import { onMoment, player } from '../playback/player.js';
import { look, onView, view } from '../playback/view.js';
import { replayButton } from '../replay/replay.js';
import { gradientsNow, onGradients } from '../run/backward.js';
import { onExact } from '../run/exact.js';
import { on, onTask, runOf, session } from '../run/session.js';
import { onOpened, onSelection, select, up } from '../stage/selecting.js';
import { withStage } from '../stage/stage.js';
import { state } from '../store/store.js';
import { needTexts, onLanguage, t } from '../text/text.js';
import { defaultOf } from './default.js';
import { makeHead } from './head.js';
import { el } from './parts.js';
import { fetchWhenResting } from './resting.js';
import { closeTool, isFollowing, isOpen, isToolOpen, toolsIn } from './tool.js';
import { backwardViewOf, viewNameOf } from './views.js';
import { selectionIn } from './where.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** `show` is told when a run is drawn anew, too. @typedef {{show: (selection: Selection | null, run: Trace) => void | Promise<void>, seek?: (moment: number) => void, clear?: () => void}} View */
/** @typedef {(place: HTMLElement, head: import('./head.js').Head) => View} MakeView */

/** Each view's module comes when it is first needed. @type {Record<string, () => Promise<MakeView>>} */
const LOAD = {
  map: lazy(async () => (await import('./map.js')).mapView),
  passed: lazy(async () => (await import('./passed.js')).passedView),
  dense: lazy(async () => (await import('./dense.js')).denseView),
  logit: lazy(async () => (await import('./logit.js')).logitView),
  layer: lazy(async () => (await import('./layer.js')).layerView),
  unit: lazy(async () => (await import('./timed_unit.js')).unitInDock),
  chain: lazy(async () => (await Promise.all([import('./chain.js'), needTexts('backward')]))[0].chainView),
  reach: lazy(async () => (await Promise.all([import('./reach.js'), needTexts('backward')]))[0].reachView),
  value: lazy(async () => (await Promise.all([import('./value.js'), needTexts('explain'), needTexts('changes')]))[0].valueView),
};

/** @type {HTMLElement} */
let body;
/** @type {import('./head.js').Head} */
let head;
/** @type {{name: string, view: View, place: HTMLElement} | null} */
let shown = null;
/** @type {Map<string, {view: View, place: HTMLElement}>} */
const made = new Map();
/** @type {Selection | null} what is shown without having been selected */
let unchosen = null;
let turn = 0; // of several that are asked for one after the other the last is shown

/** @param {HTMLElement} element */
export function mount(element) {
  const row = el('header', 'pg-dock-head');
  body = el('div', 'pg-dock-body');
  element.replaceChildren(row, body);
  head = makeHead(row);
  toolsIn({ element, body, head, back: () => void show() });
  // What somebody acts on is selected: it stays, whatever the answer then owes most to.
  element.addEventListener('click', ({ target }) => {
    if (unchosen && !state.selection && !isToolOpen() && target instanceof Element && target.closest('[data-act], .pg-dock-view')) select(unchosen);
  }, { capture: true });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (isToolOpen()) closeTool();
    else if (!up()) return;
    event.preventDefault();
  });
  onSelection(() => {
    if (isFollowing()) return;
    closeTool();
    show();
  });
  onTask(() => {
    closeTool();
    show();
  });
  on('architecture', () => {
    if (OF_ONE_NETWORK.some((name) => isOpen(name))) closeTool();
    void show();
  });
  on('end', (trace) => trace.preview || afterPaint(show)); // the picture first
  on('clear', () => void show());
  onGradients(() => void show());
  onExact(() => void show());
  onTheme(() => void show());
  onLanguage(() => void show());
  onMoment(() => shown?.view.seek?.(player.moment));
  fetchWhenResting();
  onView((change) => change.range && markedSteps());
  changesIn(head);
  const opened = lazy(async () => (await import('../stage/opened/opened.js')).showOpened());
  const begin = () => void (state.opened && state.opened.how !== 'lane' && opened());
  onOpened(begin);
  begin();
  layersByTheirLabels();
}

const OF_ONE_NETWORK = ['terms', 'kernel', 'exciting', 'similar', 'activation', 'pooling']; // tools that mean nothing in another

/** A layer is selected by its name in the picture. */
function layersByTheirLabels() {
  withStage((stage) => stage.place.addEventListener('click', ({ target }) => {
    const label = target instanceof Element ? target.closest('.pg-label') : null;
    const key = label instanceof HTMLElement ? label.dataset.key : undefined;
    const found = key === undefined ? undefined : stage.run?.stages.get(key);
    if (found) select(selectionIn(found, []));
  }));
}

/** The search for similar steps comes when steps are first marked in a lane. */
const markedSteps = lazy(async () => {
  (await needModule(() => import('./similar.js'))).searchWhenMarked();
  look({ range: view.range });
});

/** Show what is selected, or in its stead what the answer owes most to. */
async function show() {
  if (isToolOpen()) return;
  const mine = ++turn;
  const run = session.trace;
  if (!run?.stages.size || run.milliseconds === null) {
    if (!run) empty(); // while another one comes, what is there stays, and keeps its focus
    return;
  }
  let selection = state.selection;
  if (selection && !viewNameOf(selection, runOf(selection) ?? run)) selection = null; // another network has no such stage
  const gradients = gradientsNow();
  const back = gradients && backwardViewOf(selection, gradients);
  const chosen = selection ?? (back ? null : await defaultOf(run));
  const of = back ? gradients : ((chosen && runOf(chosen)) ?? run);
  const name = back ?? (chosen ? viewNameOf(chosen, of) : null);
  if (mine !== turn || isToolOpen()) return;
  unchosen = selection ? null : chosen;
  if (!name) {
    empty();
    return;
  }
  const make = await whileWanted('dock', LOAD[name], () => mine === turn);
  if (!make || mine !== turn || isToolOpen()) return;
  const known = made.get(name) ?? newView(name, make);
  if (shown !== null && shown.name !== name) shown.view.clear?.();
  shown = { name, ...known };
  if (body.firstChild !== known.place || body.childNodes.length > 1) body.replaceChildren(known.place);
  await known.view.show(chosen, of);
}

/** @param {string} name @param {MakeView} make */
function newView(name, make) {
  const place = el('div', `pg-dock-view ${name}`);
  const known = { place, view: make(place, whileNoTool(head)) };
  made.set(name, known);
  return known;
}

/** The first row as a view has it: what comes late, when a tool is open in its place, is not said. @param {import('./head.js').Head} head @returns {import('./head.js').Head} */
const whileNoTool = (head) => ({
  ...head,
  say: (headline) => void (isToolOpen() || head.say(headline)),
  title: (words) => void (isToolOpen() || head.title(words)),
  buttons: (list) => void (isToolOpen() || head.buttons(list)),
  brief: (...content) => void (isToolOpen() || head.brief(...content)),
});

/** Before any input: what the picture is. */
function empty() {
  shown?.view.clear?.();
  shown = unchosen = null;
  head.say({ title: t('dock.empty_title') });
  body.replaceChildren(el('div', 'pg-dock-view pg-before-input', ...['one', 'two', 'three'].map((name) => el('p', '', t(`dock.${name}`)))));
}

/** What is changed, with the way back, and the way to all changes. @param {import('./head.js').Head} head */
function changesIn(head) {
  const all = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-icon-button' });
  all.dataset.open = 'changes';
  all.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5h6v2H3zm11 0h3v2h-3zm-3-2h2v6h-2zM3 13h3v2H3zm8 0h6v2h-6zm-3-2h2v6H8z"/></svg>';
  all.onclick = async () => (await needModule(() => import('./changes/card.js'))).openChanges();
  const code = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-icon-button' });
  code.dataset.open = 'listing';
  code.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M7 5 2 10l5 5 1.4-1.4L4.8 10l3.6-3.6zm6 0-1.4 1.4 3.6 3.6-3.6 3.6L13 15l5-5z"/></svg>';
  code.onclick = async () => (await needModule(() => import('./code.js'))).openCode();
  head.more.append(stepButton(), replayButton(), code, all);
  onLanguage(() => {
    for (const [button, words] of /** @type {const} */ ([[all, 'tries.changes'], [code, 'listing.open']])) {
      button.title = t(words);
      button.setAttribute('aria-label', button.title);
    }
  });
  const bar = lazy(async () => {
    const [module] = await Promise.all([import('./changes/bar.js'), needTexts('changes')]);
    module.showBar(head.changed);
    return true;
  });
  const begin = () => void (session.changes && whileWanted('changes_bar', bar, () => true));
  on('changes', begin);
  begin();
}

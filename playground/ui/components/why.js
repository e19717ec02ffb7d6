// The card "Why this answer": which parts of the input the answer hung on, by the method that is chosen.
// @ts-nocheck: untyped until the next issue replaces it

import { onTheme } from './canvas/theme.js';
import { address } from './server/routes.js';
import { labelOf } from './run/time_axis.js';
import { percent } from './answer/bars.js';
import { legend, largest } from './canvas/paint.js';
import { symbols } from './panels/panel.js';
import { on, session } from './run/session.js';
import { needStyle } from './loading/styles.js';
import { currentLanguage, fill, needTexts, onLanguage, t } from './text/text.js';
import { onView } from './playback/view.js';
import { values } from './why/found.js';
import { make as pen } from './why/pen.js';
import { make as picture } from './why/picture.js';
import { about, check, EQUATIONS } from './why/said.js';
import { make as series } from './why/series.js';
import { make as table } from './why/table.js';
import { make as tokens } from './why/tokens.js';
import { showWay, way } from './why/way.js';

const VIEWS = { Pictures: picture, Points: pen, Characters: tokens, Words: tokens, Series: series, Features: table };
const MARGIN = 120; // pixels from the window's edge at which the card counts as looked at
const HTML = `
<section class="pg-card pg-why" aria-labelledby="pg-why-title" hidden>
  <header><h2 id="pg-why-title" data-text="why.title"></h2><p class="pg-soft" data-lead></p></header>
  <div class="pg-why-controls">
    <div class="pg-segmented" role="group" data-methods></div>
    <label><span data-text="why.of"></span><select data-of></select></label>
  </div>
  <div class="pg-why-body" aria-busy="true">
    <div class="pg-why-view"><div></div></div>
    <div class="pg-why-said"><p data-about></p><p class="pg-why-equation"></p></div>
    <div class="pg-why-said"><div class="pg-why-way" role="list"></div><p data-check></p></div>
  </div>
  <p class="pg-message" role="alert" hidden></p>
</section>`;

export async function mount(element) {
  await Promise.all([needTexts('why'), needStyle('why')]);
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  const card = { element, find, method: 'integrated_gradients', label: '', answer: null, view: null, views: new Map(), scale: legend(), due: true, near: false, asking: new AbortController() };
  find('.pg-why-view').append(card.scale);
  offerMethods(card);
  find('[data-of]').onchange = ({ target }) => {
    card.label = target.value;
    ask(card);
  };
  on('end', () => {
    card.due = true;
    requestAnimationFrame(() => renew(card));
  });
  on('begin', () => {
    card.asking.abort();
    find('.pg-why').classList.add('stale');
  });
  on('clear', () => clear(card));
  on('task', () => (card.label = ''));
  onView(() => card.view?.follows && session.trace === card.answer?.trace && card.view.draw(card.answer));
  onLanguage(() => {
    fill(element);
    if (find('.pg-message').hidden) show(card);
    else ask(card); // in the other language
  });
  // The colours of another theme.
  onTheme(() => show(card));
  // Nothing is asked until somebody looks; the place has a height even while it is empty.
  new IntersectionObserver((entries) => {
    card.near = entries.at(-1).isIntersecting;
    renew(card);
  }, { rootMargin: `${MARGIN}px` }).observe(element);
}

function offerMethods(card) {
  const buttons = Object.keys(EQUATIONS).map((name) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.method = name;
    button.dataset.text = `why.methods.${name}`;
    button.onclick = () => {
      card.method = name;
      ask(card);
    };
    return button;
  });
  card.find('[data-methods]').append(...buttons);
}

const complete = ({ trace, input }) => Boolean(input && trace && !trace.open && trace.milliseconds !== null);

/** Ask if nothing is known of this answer, and somebody looks. */
function renew(card) {
  // Where the card was seen last is not where it is now, if panels above it have come or gone since.
  if (card.due && card.near && complete(session) && inSight(card.element)) ask(card);
}

function inSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top < window.innerHeight + MARGIN && bottom > -MARGIN;
}

/** The method that is chosen, if this network has it. */
const methodOf = (card) => (card.method === 'grad_cam' && !session.trace.get('Convolution', 1) ? 'integrated_gradients' : card.method);

async function ask(card) {
  card.asking.abort();
  card.asking = new AbortController();
  const { signal } = card.asking;
  if (!complete(session)) return;
  card.due = false;
  const { task, input, architecture, trace } = session;
  const changes = session.changes ?? undefined;
  const method = methodOf(card);
  card.find('.pg-why').hidden = false;
  card.find('.pg-why').classList.add('stale');
  offer(card, method);
  try {
    const body = JSON.stringify({ task, input, architecture, method, label: card.label || null, changes, language: currentLanguage() });
    const response = await fetch(address('attribution'), { method: 'POST', body, signal });
    const found = await response.json();
    if (signal.aborted) return;
    tell(card, response.ok ? '' : found.message);
    if (!response.ok) return;
    card.answer = { found, trace };
    show(card);
  } catch {
    if (!signal.aborted) tell(card, t('errors.offline'));
  }
}

function tell(card, message) {
  card.find('.pg-message').hidden = !message;
  card.find('.pg-message').textContent = message;
  card.find('.pg-why-body').hidden = Boolean(message);
  card.find('.pg-why').classList.remove('stale');
}

function clear(card) {
  card.asking.abort();
  card.answer = null;
  card.due = true;
  card.find('.pg-why').hidden = true;
}

/** The methods of this network and the classes of this task, and which of them are chosen. */
function offer(card, method) {
  const { trace } = session;
  for (const button of card.find('[data-methods]').children) {
    button.hidden = button.dataset.method === 'grad_cam' && !trace.get('Convolution', 1);
    button.setAttribute('aria-pressed', button.dataset.method === method);
  }
  const select = card.find('[data-of]');
  select.parentElement.hidden = !trace.labels.length;
  if (!trace.labels.length) return;
  const best = trace.labels[trace.probabilities.indexOf(Math.max(...trace.probabilities))];
  const classes = trace.labels.map((label, k) => new Option(`${labelOf(label)} · ${percent(trace.probabilities[k])}`, label));
  select.replaceChildren(new Option(t('why.answer', { label: labelOf(best) }), ''), ...classes);
  select.value = card.label;
}

/** Draw what was found last; what is no longer so stays, pale, until the next is there. */
function show(card) {
  const { find, answer } = card;
  if (!answer) return;
  const { found, trace } = answer;
  if (session.trace) offer(card, found.method);
  find('[data-lead]').textContent = t(`why.lead.${trace.task}`);
  const { kind } = trace.encoded;
  if (!card.views.has(kind)) card.views.set(kind, VIEWS[kind]());
  card.view = card.views.get(kind);
  if (find('.pg-why-view').firstChild !== card.view.element) find('.pg-why-view').firstChild.replaceWith(card.view.element);
  find('.pg-why-body').dataset.kind = kind;
  find('.pg-why-body').setAttribute('aria-busy', 'false');
  card.view.draw(answer);
  card.scale.firstChild.textContent = t(found.method === 'grad_cam' ? 'why.legend.positive' : trace.labels.length ? 'why.legend.label' : 'why.legend.number');
  card.scale.show(found.method === 'grad_cam' ? 'positive' : 'signed', largest(values(found)));
  find('[data-about]').textContent = about(answer);
  find('.pg-why-equation').replaceChildren(...symbols(EQUATIONS[found.method]));
  showWay(find('.pg-why-way'), way(answer));
  find('[data-check]').textContent = check(answer);
}

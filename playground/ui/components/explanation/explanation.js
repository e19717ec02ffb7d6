// The card that explains one value: its equation with the numbers in it, and on the page the cells it came from.
// @ts-nocheck: untyped until the next issue replaces it

import { address } from '../server/routes.js';
import { put, state } from '../store/store.js';
import { significant } from '../text/numbers.js';
import { equation } from '../text/equations.js';
import { boxesOf, cellOf, frame } from './outlines.js';
import { drawField, drawPatch } from './convolution_patch.js';
import { on, onTask, runOf, session } from '../run/session.js';
import { currentLanguage, fill, onLanguage, t } from '../text/text.js';
import { changedTo, copy, describe, fieldWords, kindOf, make, row, source, table, words } from './explanation_view.js';
import { onView } from '../playback/view.js';

const SLIDING = 400; // milliseconds that a window stands at each place
const SLIDES = ['convolution', 'max_pooling', 'average_pooling'];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAGES = { PageUp: -1, PageDown: 1 };
const HTML = `
<header><h3 tabindex="-1"></h3>
  <button type="button" class="pg-icon" data-move="-1" data-label="explain.before"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M13 3v14l-8-7z"/></svg></button>
  <button type="button" class="pg-icon" data-move="1" data-label="explain.after"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M7 3v14l8-7z"/></svg></button>
  <button type="button" class="pg-icon" data-side data-label="explain.side"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 4v3.2h8V4l5 4.8-5 4.8v-3.2H6v3.2L1 8.8z"/></svg></button>
  <button type="button" class="pg-icon" data-close data-label="explain.close"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 5.4L5.4 4 10 8.6 14.6 4 16 5.4 11.4 10 16 14.6 14.6 16 10 11.4 5.4 16 4 14.6 8.6 10z"/></svg></button></header>
<p class="pg-soft" data-place></p>
<p data-held hidden></p>
<div class="pg-told">
  <div class="pg-equations" data-equations></div>
  <div data-window><button type="button" data-slide></button><p class="pg-soft" data-field></p><div class="pg-patch" data-places></div><div class="pg-patch" data-patch></div></div>
  <div data-sums></div>
  <section><h4 data-text="explain.by_steps"></h4><table data-steps></table></section>
  <section><h4 data-text="explain.came_from"></h4><ul data-sources></ul></section>
  <div data-notes></div>
  <section><h4><span data-text="explain.torch"></span><button type="button" class="pg-quiet" data-copy></button></h4><pre tabindex="0"><code></code></pre></section>
</div>
<p class="pg-message" role="alert" hidden></p>
<p class="pg-soft" data-text="explain.keys"></p>`;

const card = make('aside', 'pg-card pg-explanation');
const find = (selector) => card.querySelector(selector);
let shown = null; // {selection, told} of the open card
let asking = new AbortController();
let sliding = null; // the timer of the window that slides by itself

/** Explain a value, in the card, which then has the focus unless `focus` is false. */
export async function explain(selection, { focus = true } = {}) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const { task, input, architecture, changes } = session;
  const trace = runOf(selection);
  if (!input || !trace || trace.open) return;
  if (focus) {
    stop();
    card.classList.remove('away'); // what is not displayed takes no focus, and then no arrow key
  }
  try {
    const changed = selection.original ? null : changes;
    const body = JSON.stringify({ task, input, architecture, changes: changed, selection, language: currentLanguage() });
    const response = await fetch(address('explain'), { method: 'POST', body, signal });
    const told = await response.json();
    if (signal.aborted) return;
    if (response.ok) show({ selection, told });
    else refuse(told.message);
  } catch {
    if (signal.aborted) return;
    refuse(t('errors.offline'));
  }
  if (focus) find('h3').focus({ preventScroll: true });
}

/** Explain what is chosen in `element`, the network. */
export function mountExplanation(element) {
  card.setAttribute('role', 'region');
  card.hidden = true;
  card.innerHTML = HTML;
  document.body.append(card);
  for (const button of card.querySelectorAll('[data-move]')) button.onclick = () => step(+button.dataset.move, 0);
  find('[data-side]').onclick = () => card.classList.toggle('left');
  find('[data-close]').onclick = close;
  find('[data-slide]').onclick = () => (sliding ? stop() : slide());
  find('[data-copy]').onclick = async () => (await copy(find('code'))) && (find('[data-copy]').textContent = t('explain.copied'));
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (ARROWS[event.key] && !event.target.closest('pre')) step(...ARROWS[event.key]);
    else if (PAGES[event.key] && shown?.selection.index.length === 3) turn(PAGES[event.key]);
    else return;
    event.preventDefault();
  });
  onTask(close);
  on('architecture', close);
  const ended = async () => {
    const linked = shown ? null : state.cell;
    const asked = shown?.selection ?? linked;
    if (shown && !runOf(asked)?.get(asked.stage, asked.layer ?? undefined)) close(); // a change has left no such stage
    else if (asked) await explain(asked, { focus: false });
    if (linked && shown) cellOf(linked)?.canvas.scrollIntoView({ block: 'center' });
  };
  on('end', ended);
  if (session.trace?.milliseconds) ended();
  on('clear', () => frame([]));
  onView(() => requestAnimationFrame(mark));
  onLanguage(() => {
    fill(card);
    if (shown) render();
  });
  new ResizeObserver(mark).observe(document.body);
  // What is explained stands below; whoever looks at the input and the answer again has them free.
  // Of several changes that come at once, as when a network is built anew, the last counts.
  const away = (changes) => card.classList.toggle('away', !changes.at(-1).isIntersecting);
  new IntersectionObserver(away, { rootMargin: '0px 0px -40% 0px' }).observe(element.querySelector('.pg-stages'));
  element.addEventListener('keydown', ({ key }) => key === 'Escape' && shown && close());
}

/** Explain nothing. */
export function close() {
  stop();
  asking.abort();
  const cell = shown && cellOf(shown.selection);
  if (card.contains(document.activeElement)) cell?.canvas.focus({ preventScroll: true });
  if (shown) put({ cell: null });
  shown = null;
  card.hidden = true;
  frame([]);
}

function refuse(message) {
  stop();
  put({ cell: null });
  shown = null;
  frame([]);
  card.hidden = false;
  find('.pg-told').hidden = true;
  find('.pg-message').hidden = false;
  find('.pg-message').textContent = message;
}

function show(next) {
  shown = next;
  find('.pg-told').hidden = false;
  find('.pg-message').hidden = true;
  put({ cell: next.selection });
  render();
  card.hidden = false;
  makeRoom();
  mark();
}

/** The card changes sides when it would cover the cell; on a phone, where it lies at the bottom, the cell comes above it. */
function makeRoom() {
  const cell = cellOf(shown.selection);
  if (!cell || sliding) return;
  const { left, top, width, height } = cell.canvas.getBoundingClientRect();
  const { cells } = cell.canvas;
  const [x, y] = [left + ((cell.x + 0.5) / cells.width) * width, top + ((cell.y + 0.5) / cells.height) * height];
  const phone = window.innerWidth <= 720;
  const box = card.getBoundingClientRect();
  if (phone && y > 0.36 * window.innerHeight) window.scrollBy({ top: y - 0.3 * window.innerHeight });
  else if (!phone && cell.canvas.closest('.half')) card.classList.toggle('left', x > window.innerWidth / 2);
  else if (!phone && x > box.left - 12 && x < box.right + 12) card.classList.toggle('left');
}

function mark() {
  if (!shown) return;
  const { selection, told } = shown;
  const cell = cellOf(selection);
  const sources = told.sources.filter(({ role }) => role !== 'winner').flatMap((source) => boxesOf(source, selection.original).map((box) => ({ box, kind: 'source' })));
  const winner = told.sources.filter(({ role }) => role === 'winner').flatMap((source) => boxesOf(source, selection.original).map((box) => ({ box, kind: 'winner' })));
  const field = told.field ? boxesOf(told.field, selection.original).map((box) => ({ box, kind: 'field' })) : [];
  frame([...field, ...sources, ...winner, ...(cell ? [{ box: cell, kind: 'selected' }] : [])]);
}

/** The cell beside, or the next of all classes. */
async function step(dx, dy) {
  stop();
  const next = shown && neighbour(dx, dy);
  if (next) await explain(next, { focus: !card.contains(document.activeElement) });
}

/** The same place in another map. */
function turn(by) {
  stop();
  const { selection } = shown;
  const [map, ...place] = selection.index;
  const { arrays } = runOf(selection).get(selection.stage, selection.layer ?? undefined);
  const [count] = Object.values(arrays)[0].shape;
  explain({ ...selection, index: [(map + by + count) % count, ...place] });
}

function neighbour(dx, dy) {
  const { selection } = shown;
  const cell = cellOf(selection);
  if (!cell) {
    const count = runOf(selection).labels.length || 1;
    return { ...selection, index: [(selection.index[0] + dx + dy + count) % count] };
  }
  const { cells } = cell.canvas;
  const [x, y] = [(cell.x + dx + cells.width) % cells.width, (cell.y + dy + cells.height) % cells.height];
  return cells.index(x, y) < cells.values.length ? { ...cells.select(x, y), original: selection.original } : null;
}

/** The window goes over the map, row by row, until it is stopped or has been everywhere. */
function slide() {
  const go = async () => {
    const cell = shown && cellOf(shown.selection);
    if (!cell) return stop();
    const { width, height, select } = cell.canvas.cells;
    const at = cell.y * width + cell.x + 1;
    await explain({ ...select(at % width, Math.floor(at / width) % height), original: shown.selection.original }, { focus: false });
    if (sliding) sliding = setTimeout(go, SLIDING);
    return null;
  };
  sliding = setTimeout(go, 0);
  nameSlide();
}

function stop() {
  clearTimeout(sliding);
  sliding = null;
  nameSlide();
}

const nameSlide = () => (find('[data-slide]').textContent = t(sliding ? 'explain.pause' : 'explain.slide'));

function render() {
  const { selection, told } = shown;
  const title = t('explain.title', { kind: kindOf(told), value: significant(told.value) });
  find('h3').textContent = title;
  card.setAttribute('aria-label', title);
  find('[data-place]').textContent = describe(selection);
  const changed = changedTo(selection, told);
  find('[data-held]').textContent = changed ?? '';
  find('[data-held]').hidden = changed === null;
  find('[data-sums]').hidden = changed !== null; // they are sums of nothing
  find('[data-equations]').replaceChildren(
    ...told.symbols.flatMap((line, k) => [words('p', ...equation(line)), words('p', ...equation(told.numbers[k]))]),
  );
  find('[data-sums]').replaceChildren(...told.sums.map((sum) => table(sum, told)));
  find('[data-steps]').replaceChildren(
    ...told.steps.map(({ name, symbol, value }) => row(t(`explain.steps.${name}`), equation(symbol), significant(value))),
  );
  find('[data-sources]').replaceChildren(...told.sources.map((from) => source(from, selection, explain)));
  find('[data-notes]').replaceChildren(...told.notes.map((note) => words('p', t(`explain.notes.${note}`))));
  find('code').textContent = [...told.where.map(([name, what]) => `${name} = ${what}`), told.torch].join('\n');
  find('[data-copy]').textContent = t('explain.copy');
  const slides = SLIDES.includes(told.kind);
  find('[data-slide]').hidden = !slides;
  find('[data-window]').hidden = !told.field;
  nameSlide();
  if (told.field) find('[data-field]').textContent = fieldWords(told.field);
  drawPatch(find('[data-patch]'), told);
  drawField(find('[data-places]'), told, cellOf(selection));
}

// One value in the dock: its equation with the numbers in it, its terms, where it came from, and the line of PyTorch.

import { stageTitle, quantityName } from '../run/quantity_names.js';
import { place as placeInTime } from '../run/time_axis.js';
import { whereWords } from '../stage/reading.js';
import { session } from '../run/session.js';
import { point, select } from '../stage/selecting.js';
import { significant } from '../text/numbers.js';
import { equation } from '../text/equations.js';
import { t } from '../text/text.js';
import { labButton } from './lab_patch.js';
import { neighbour } from './neighbours.js';
import { outline } from './outlines.js';
import { caption, el } from './parts.js';
import { changedTo, codeOf, fieldWords, kindOf, sourceItem, termsTable } from './told_words.js';
import { toldOf } from './told.js';
import { valuePictures } from './value_pictures.js';
import { selectionIn, stageOf } from './where.js';
import { failureText } from '../server/post_json.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('./told.js').Told} Told */

const SLIDING = 400; // milliseconds that a window stands at each place
const ALL = 2000; // terms at most
const SLIDES = ['convolution', 'max_pooling', 'average_pooling'];

/** @type {import('./dock.js').MakeView} */
export function valueView(place, head) {
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let sliding;
  /** @type {{selection: Selection, run: Trace} | null} */
  let now = null;
  /** @type {Selection | null} of which all terms are wanted */
  let asked = null;
  const stop = () => {
    clearTimeout(sliding);
    sliding = undefined;
  };
  place.tabIndex = 0;
  place.addEventListener('keydown', (event) => {
    const next = now && event.target instanceof Element && !event.target.closest('pre, input') ? neighbour(now.run, now.selection, event.key) : null;
    if (!next) return;
    event.preventDefault();
    stop();
    select(next, { step: false });
  });
  const slide = () => {
    const next = now && neighbour(now.run, now.selection, 'next');
    if (!next) return stop();
    sliding = setTimeout(slide, SLIDING);
    select(next, { step: false });
  };
  return {
    clear: () => {
      turn++;
      stop();
      now = null;
      outline(null);
      point(null);
    },
    async show(selection, run) {
      const mine = ++turn;
      const stage = stageOf(run, selection);
      if (!selection || !stage) return;
      now = { selection, run };
      head.say({ ...headOf(selection, run), buttons: [] });
      const told = await card(place, selection, run, { isWanted: () => mine === turn, terms: asked && JSON.stringify(asked) === JSON.stringify(selection) ? ALL : undefined });
      if (mine !== turn || !told) return;
      const more = Math.max(0, ...told.sums.map((sum) => sum.more));
      const buttons = () => [
        ...(more ? [{ words: t('dock.map.all', { count: more + Math.max(...told.sums.map((sum) => sum.terms.length)) }), name: 'terms', act: () => {
          asked = selection;
          void this.show(selection, run);
        } }] : []),
        ...(SLIDES.includes(told.kind) ? [{ words: t(sliding === undefined ? 'explain.slide' : 'explain.pause'), name: 'slide', pressed: sliding !== undefined, act: () => {
          if (sliding === undefined) slide();
          else stop();
          head.buttons(buttons());
        } }] : []),
        ...labButton(told, run),
      ];
      head.say({ ...headOf(selection, run, told), buttons: buttons(), brief: equation(told.numbers.at(-1) ?? '') });
    },
  };
}

/** @param {Selection} selection @param {Trace} run @param {Told} [told] */
function headOf(selection, run, told) {
  const stage = stageOf(run, selection);
  if (!stage) return { title: '' };
  const { shape } = stage.arrays[selection.quantity] ?? { shape: [] };
  const isMap = selection.index.length === 3;
  const whole = stage.declared?.timed || isMap ? selectionIn(stage, selection.index.slice(0, 1), selection.quantity) : selectionIn(stage, [], selection.quantity);
  const where = whereWords(selection.index, shape);
  const when = stage.declared?.timed && selection.t !== null && selection.t !== undefined ? placeInTime(run, selection.t) : '';
  const side = selection.original ? t('tries.original') : session.original && stage ? t('tries.changed') : '';
  return {
    up: { words: stageTitle(stage, run), act: () => select({ ...whole, original: selection.original }) },
    title: [stage.declared?.timed ? quantityName(selection.quantity, stage, run) : '', where, when].filter(Boolean).join(' · '),
    note: [told ? t('explain.title', { kind: kindOf(told), value: significant(told.value) }) : '', side].filter(Boolean).join(' · '),
  };
}

/** Fill a place with the whole explanation; null where it is refused, or nobody waits for it any more. @param {HTMLElement} place @param {Selection} selection @param {Trace} run @param {{isWanted?: () => boolean, terms?: number}} [how] @returns {Promise<Told | null>} */
export async function card(place, selection, run, { isWanted = () => true, terms } = {}) {
  let told;
  try {
    told = await toldOf(selection, run, terms);
  } catch (error) {
    if (isWanted()) place.replaceChildren(el('p', 'pg-message', failureText(error)));
    return null;
  }
  if (!isWanted()) return null;
  const changed = changedTo(selection, told, run);
  const equations = el('div', 'pg-equations', ...(changed === null ? [] : [el('p', 'pg-warned', changed)]),
    ...told.symbols.flatMap((words, k) => [el('p', 'pg-maths', ...equation(words)), el('p', 'pg-maths', ...equation(told.numbers[k]))]),
    ...told.notes.map((note) => el('p', 'pg-muted', t(`explain.notes.${note}`))));
  equations.dataset.equations = '';
  const steps = told.steps.length > 1 ? [caption(t('explain.by_steps')), el('table', '', ...told.steps.map(({ name, symbol, value }) => el('tr', '', el('td', '', t(`explain.steps.${name}`)), el('td', 'pg-maths', ...equation(symbol)), el('td', 'pg-digits', significant(value)))))] : [];
  const sums = changed === null ? told.sums.map((sum) => termsTable(sum, told)) : []; // else they are sums of nothing
  const sources = told.sources.length ? [caption(t('explain.came_from')), el('ul', '', ...told.sources.map((source) => sourceItem(source, selection, run)))] : [];
  const field = told.field ? [el('p', 'pg-muted', fieldWords(told.field))] : [];
  const pictures = await valuePictures(told, selection, run);
  if (!isWanted()) return null;
  place.replaceChildren(
    equations,
    ...pictures,
    ...(sums.length ? [el('div', 'pg-terms-list', ...sums)] : []),
    el('div', 'pg-came-list', ...sources, ...field, ...codeOf(told), ...steps),
  );
  place.scrollLeft = 0;
  outline(told, selection);
  return told;
}

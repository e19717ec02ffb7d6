// The guide, one section of the story or one stop of a lesson at a time: words, equations, tables, buttons that lead to a
// place, and an exercise.

import { reportForm } from '../report/form.js';
import { getJson } from '../server/asking.js';
import { misunderstood, state } from '../store/store.js';
import { currentLanguage, fill, needTexts, onLanguage, t } from '../text/text.js';
import { ofSet } from './exercises.js';
import { onGuide, openGuide } from './opened.js';
import { openState } from './open.js';
import { rich } from './rich.js';
import { setOf, wholeSet } from './sets.js';
import { minutesOf, stop, stopOf, wayTo } from './stops.js';
import { table } from './tables.js';

/** @typedef {import('./open.js').State} State */
/**
 * What there is of the story beside its words (playground/story.py).
 * @typedef {{sections: Record<string, string>, states: Record<string, State>, values: Record<string, any>, tables: Record<string, any>, sets: Record<string, import('./sets.js').ExerciseSet>, paths: import('./stops.js').Paths}} Story
 */

const SKELETON = `
<header>
  <label><span class="pg-unseen" data-text="story.contents"></span><select data-contents></select></label>
  <button type="button" class="pg-plain" data-close data-label="story.close">✕</button>
</header>
<div class="pg-text" tabindex="-1"></div>
<div class="pg-turns"><button type="button" data-by="-1"></button><span data-place></span><button type="button" data-by="1"></button></div>`;

/** @param {HTMLElement} element */
export async function mount(element) {
  const [story, snippets] = await Promise.all([/** @type {Promise<Story>} */ (getJson('story')), getSnippets(), needTexts('story'), needTexts('lessons'), needTexts('report')]);
  element.innerHTML = SKELETON;
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const contents = /** @type {HTMLSelectElement} */ (part('[data-contents]'));
  contents.onchange = () => openGuide(contents.value);
  part('[data-close]').onclick = () => openGuide(null);
  const go = (/** @type {number} */ by) => {
    const names = ofSame(story, state.guide);
    const next = names[names.indexOf(state.guide ?? names[0]) + by];
    if (next) openGuide(next);
  };
  const turns = /** @type {HTMLButtonElement[]} */ ([...element.querySelectorAll('[data-by]')]);
  for (const button of turns) button.onclick = () => go(Number(button.dataset.by));
  element.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) go(by);
    if (event.key === 'Escape') openGuide(null);
  });
  const show = () => {
    if (!state.guide) return;
    const names = ofSame(story, state.guide);
    const name = names.includes(state.guide) ? state.guide : names[0];
    const at = names.indexOf(name);
    if (setOf(state.guide) && name !== state.guide) misunderstood('guide', state.guide, name);
    fill(element);
    contents.replaceChildren(...groups(story, name));
    contents.value = name;
    turns.forEach((button, k) => {
      button.textContent = t(k ? 'story.next' : 'story.before');
      button.disabled = !names[at + (k ? 1 : -1)];
    });
    const set = setOf(name);
    const place = set ? null : stopOf(name);
    const { to, all } = place ? minutesOf(story.paths[place[0]], place[1]) : { to: 0, all: 0 };
    part('[data-place]').textContent = place ? t('lessons.place', { at: at + 1, of: names.length, to, all }) : `${at + 1} / ${names.length}`;
    element.closest('.pg-app')?.classList.toggle('giving', Boolean(place && story.paths[place[0]][place[1]].entry));
    const text = part('.pg-text');
    text.replaceChildren(...(set ? wholeSet(set, story) : place ? stop({ ...story, values: written(story.values) }, place) : section(story, snippets, name)));
    if (text.querySelector('.pg-exercise')) text.append(reportForm());
    text.scrollTop = 0;
    text.focus({ preventScroll: true });
  };
  onGuide(show);
  onLanguage(show);
}

/** What is read in a row with a place of the guide: all sections, or the stops of its lesson. @param {Story} story @param {string | null} guide @returns {string[]} */
function ofSame({ sections, paths, sets }, guide) {
  const set = setOf(guide);
  if (set && sets[set]) return [`set.${set}`];
  const [path] = set ? [] : (stopOf(guide ?? '') ?? []);
  return path ? Object.keys(paths[path]).map((name) => `${path}.${name}`) : Object.keys(sections);
}

/** The contents: in the story its sections and the lessons, in a lesson its stops, the lessons and the story. @param {Story} story @param {string} now */
function groups(story, now) {
  const { paths, sections, sets } = story;
  const set = setOf(now);
  const [path] = set ? [] : (stopOf(now) ?? []);
  const option = (/** @type {string} */ value, /** @type {string} */ textContent) => Object.assign(document.createElement('option'), { value, textContent });
  const group = (/** @type {string} */ label, /** @type {HTMLOptionElement[]} */ options) => {
    const element = Object.assign(document.createElement('optgroup'), { label });
    element.append(...options);
    return element;
  };
  const numbered = (/** @type {string} */ key, /** @type {string[]} */ names) => names.map((name, k) => option(name, `${k + 1}. ${t(`${key}.${name}.title`)}`));
  const stops = Object.keys(paths[path ?? ''] ?? {}).map((name, k) => option(`${path}.${name}`, `${k + 1}. ${t(`lessons.${path}.${name}.title`, written(story.values))}`));
  const others = Object.keys(paths).filter((name) => name !== path).map((name) => option(`${name}.${Object.keys(paths[name])[0]}`, t(`lessons.${name}.name`)));
  const list = set ? [] : path ? [group(t(`lessons.${path}.name`), stops)] : [group(t('story.story'), numbered('story', Object.keys(sections)))];
  if (path || set) others.push(option(Object.keys(sections)[0], t('story.back')));
  const own = Object.entries(sets).filter(([name]) => name !== 'guide').map(([name, { title }]) => option(`set.${name}`, title[currentLanguage()]));
  return [...list, ...(own.length ? [group(t('story.sets'), own)] : []), group(t('lessons.group'), others)];
}

/** @param {Story} story @param {Map<string, Element>} snippets @param {string} name @returns {Node[]} */
function section(story, snippets, name) {
  const title = Object.assign(document.createElement('h2'), { textContent: t(`story.${name}.title`) });
  const lead = name === Object.keys(story.sections)[0] ? [Object.assign(document.createElement('p'), { className: 'pg-muted', textContent: t('story.lead') })] : [];
  const blocks = story.sections[name].split(' ').map((block) => made(story, snippets, name, block)).filter((node) => node !== null);
  return [title, ...lead, ...blocks, tryIt(story, name)];
}

/** @param {Story} story @param {string} name */
function tryIt({ sets, tables }, name) {
  const element = ofSet(name, sets.guide.exercises[name], tables);
  element.prepend(Object.assign(document.createElement('h3'), { textContent: t('story.try') }));
  return element;
}

/** A block of a section, by its first character (story.py). @param {Story} story @param {Map<string, Element>} snippets @param {string} section @param {string} block @returns {Node | null} */
function made(story, snippets, section, block) {
  const name = block.slice(1);
  switch (block[0]) {
    case '=':
      return snippets.get(name)?.cloneNode(true) ?? null;
    case '#':
      return table(name, story.tables);
    case '>':
      return way(story, name);
    case '!':
      return correction(story, section, name);
    default:
      return paragraph(story, section, block);
  }
}

/** @param {Story} story @param {string} section @param {string} name */
function paragraph(story, section, name) {
  const element = document.createElement('p');
  element.append(...rich(t(`story.${section}.${name}`, written(story.values))));
  return element;
}

/** @param {Record<string, any>} values */
const written = (values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value?.toLocaleString('en')]));

/** @param {Story} story @param {string} section @param {string} name */
function correction(story, section, name) {
  const element = document.createElement('aside');
  element.append(Object.assign(document.createElement('b'), { textContent: t('story.correction') }), paragraph(story, section, name));
  return element;
}

/** The way to a place of the picture. @param {Story} story @param {string} name */
function way({ states }, name) {
  if (!states[name]) return null;
  return wayTo(t(`story.open.${name}`), name, () => void openState(states[name]));
}

/** Equations and lines of PyTorch by name, the same in every language. @returns {Promise<Map<string, Element>>} */
async function getSnippets() {
  const response = await fetch(new URL('./equations.html', import.meta.url));
  const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
  return new Map([...parsed.querySelectorAll('[data-snippet]')].map((snippet) => [snippet.getAttribute('data-snippet') ?? '', document.importNode(snippet, true)]));
}

// The sections of the guide, one at a time: words, equations, tables, buttons that lead to a place, and an exercise.

import { address } from '../server/routes.js';
import { getJson } from '../server/get_json.js';
import { state } from '../store/store.js';
import { fill, needTexts, onLanguage, t } from '../text/text.js';
import { exercise } from './exercises.js';
import { onGuide, openGuide } from './opened.js';
import { openState } from './open.js';
import { rich } from './rich.js';
import { table } from './tables.js';

/** @typedef {import('./open.js').State} State */
/** @typedef {import('./exercises.js').Exercise} Exercise */
/**
 * What there is of the story beside its words (playground/story.py).
 * @typedef {{sections: Record<string, string>, states: Record<string, State>, values: Record<string, any>, tables: Record<string, any>, exercises: Record<string, Exercise>}} Story
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
  const [story, snippets] = await Promise.all([/** @type {Promise<Story>} */ (getJson('story')), getSnippets(), needTexts('story')]);
  element.innerHTML = SKELETON;
  const names = Object.keys(story.sections);
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const contents = /** @type {HTMLSelectElement} */ (part('[data-contents]'));
  contents.onchange = () => openGuide(contents.value);
  part('[data-close]').onclick = () => openGuide(null);
  const go = (/** @type {number} */ by) => {
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
    const name = names.includes(state.guide) ? state.guide : names[0];
    const at = names.indexOf(name);
    fill(element);
    contents.replaceChildren(...names.map((one, k) => Object.assign(document.createElement('option'), { value: one, textContent: `${k + 1}. ${t(`story.${one}.title`)}`, selected: one === name })));
    turns.forEach((button, k) => {
      button.textContent = t(k ? 'story.next' : 'story.before');
      button.disabled = !names[at + (k ? 1 : -1)];
    });
    part('[data-place]').textContent = `${at + 1} / ${names.length}`;
    const text = part('.pg-text');
    text.replaceChildren(...section(story, snippets, name));
    text.scrollTop = 0;
    text.focus({ preventScroll: true });
  };
  onGuide(show);
  onLanguage(show);
}

/** @param {Story} story @param {Map<string, Element>} snippets @param {string} name @returns {Node[]} */
function section(story, snippets, name) {
  const title = Object.assign(document.createElement('h2'), { textContent: t(`story.${name}.title`) });
  const lead = name === Object.keys(story.sections)[0] ? [Object.assign(document.createElement('p'), { className: 'pg-muted', textContent: t('story.lead') })] : [];
  const blocks = story.sections[name].split(' ').map((block) => made(story, snippets, name, block)).filter((node) => node !== null);
  const tried = story.exercises[name];
  return [title, ...lead, ...blocks, ...(tried ? [exercise(story, name, tried)] : [])];
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
  const values = Object.fromEntries(Object.entries(story.values).map(([key, value]) => [key, value?.toLocaleString('en')]));
  element.append(...rich(t(`story.${section}.${name}`, values)));
  return element;
}

/** @param {Story} story @param {string} section @param {string} name */
function correction(story, section, name) {
  const element = document.createElement('aside');
  element.append(Object.assign(document.createElement('b'), { textContent: t('story.correction') }), paragraph(story, section, name));
  return element;
}

/** The way to a place of the picture. @param {Story} story @param {string} name */
function way({ states }, name) {
  if (!states[name]) return null;
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-open', textContent: t(`story.open.${name}`), onclick: () => openState(states[name]) });
  button.dataset.state = name;
  return button;
}

/** Equations and lines of PyTorch by name, the same in every language. @returns {Promise<Map<string, Element>>} */
async function getSnippets() {
  const response = await fetch(address('static/guide/equations.html'));
  const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
  return new Map([...parsed.querySelectorAll('[data-snippet]')].map((snippet) => [snippet.getAttribute('data-snippet') ?? '', document.importNode(snippet, true)]));
}

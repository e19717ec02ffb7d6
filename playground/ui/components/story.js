// The story of the five networks, to be read along: words, equations and tables, and buttons that open the playground.
// @ts-nocheck: untyped until the next issue replaces it

import { getJson } from './server/get_json.js';
import { address } from './server/routes.js';
import { onPage } from './pages.js';
import { openState } from './story/open.js';
import { rich } from './story/rich.js';
import { table } from './story/tables.js';
import { needStyle } from './loading/styles.js';
import { fill, needTexts, onLanguage, t } from './text/text.js';

const WIDE = matchMedia('(min-width: 1101px)'); // the contents stand beside the text

export async function mount(element) {
  const [story, snippets] = await Promise.all([getJson('story'), getSnippets(), needTexts('story'), needStyle('story')]);
  const view = { element, text: element.querySelector('.pg-text'), contents: element.querySelector('.pg-contents'), story, snippets, left: 0 };
  const fold = () => (view.contents.open = WIDE.matches);
  WIDE.onchange = fold;
  fold();
  onLanguage(() => write(view));
  // Where the reader left; the browser's own idea of it is that of the playground.
  onPage((name) => name === 'story' && requestAnimationFrame(() => window.scrollTo(0, view.left)));
  document.addEventListener('scroll', () => markSection(view), { passive: true });
}

/** All of it in the language of the page; the section that is being read stays where it is. */
function write(view) {
  const { element, story, text, contents } = view;
  const reading = sectionAt(view);
  const top = reading?.getBoundingClientRect().top;
  const head = document.createElement('header');
  head.append(words('h2', t('story.title')), words('p', t('story.lead')));
  const sections = Object.entries(story.sections).map(([name, blocks]) => section(view, name, blocks.split(' ')));
  text.replaceChildren(head, ...sections);
  contents.querySelector('ol').replaceChildren(...Object.keys(story.sections).map((name) => entry(view, name)));
  fill(element);
  if (reading) window.scrollBy(0, document.getElementById(reading.id).getBoundingClientRect().top - top);
  markSection(view);
}

function section(view, name, blocks) {
  const element = document.createElement('section');
  element.id = `story-${name}`;
  element.append(words('h3', t(`story.${name}.title`)), ...blocks.map((block) => make(view, name, block)).filter(Boolean));
  element.firstChild.tabIndex = -1;
  return element;
}

/** What a block of a section is, by its first character; see story.py. */
function make(view, section, block) {
  const name = block.slice(1);
  switch (block[0]) {
    case '=':
      return view.snippets.get(name).cloneNode(true);
    case '#':
      return table(name, view.story.tables);
    case '>':
      return button(view, name);
    case '!':
      return correction(view, section, name);
    default:
      return paragraph(view, section, block);
  }
}

function paragraph({ story }, section, name) {
  const element = document.createElement('p');
  const values = Object.fromEntries(Object.entries(story.values).map(([key, value]) => [key, value?.toLocaleString('en')]));
  element.append(...rich(t(`story.${section}.${name}`, values)));
  return element;
}

function correction(view, section, name) {
  const element = document.createElement('aside');
  element.append(words('b', t('story.correction')), paragraph(view, section, name));
  return element;
}

/** The way to a place in the playground; none when its network is not there. */
function button(view, name) {
  const state = view.story.states[name];
  if (!state) return null;
  const element = words('button', t(`story.open.${name}`));
  element.type = 'button';
  element.className = 'pg-open';
  element.dataset.state = name;
  element.onclick = () => {
    view.left = window.scrollY;
    openState(state);
  };
  return element;
}

function entry(view, name) {
  const item = document.createElement('li');
  const link = words('a', t(`story.${name}.title`));
  link.href = `#story-${name}`;
  link.onclick = (event) => {
    event.preventDefault();
    if (!WIDE.matches) view.contents.open = false;
    const section = document.getElementById(`story-${name}`);
    section.scrollIntoView();
    section.firstChild.focus({ preventScroll: true });
  };
  item.append(link);
  return item;
}

/** The section at the upper edge of the window. */
function sectionAt({ text }) {
  return [...text.children].findLast((section) => section.id && section.getBoundingClientRect().top < 120);
}

function markSection(view) {
  if (!view.element.offsetParent) return;
  const reading = `#${sectionAt(view)?.id}`;
  for (const link of view.contents.querySelectorAll('a')) link.setAttribute('aria-current', String(link.hash === reading));
}

function words(tag, content) {
  return Object.assign(document.createElement(tag), { textContent: content });
}

/** Equations and lines of PyTorch by name, the same in every language. */
async function getSnippets() {
  const response = await fetch(address('static/story/equations.html'));
  const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
  return new Map([...parsed.querySelectorAll('[data-snippet]')].map((snippet) => [snippet.dataset.snippet, document.importNode(snippet, true)]));
}


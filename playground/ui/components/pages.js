// The pages beside the tasks, which hide the playground, and the views within it: each loads its module when it is first opened.

import { lazy } from './loading/lazy.js';
import { whileWanted } from './loading/wanted.js';
import { signal } from './store/signal.js';
import { PAGES, WITHIN } from './store/state.js';
import { put, state } from './store/store.js';

const ALL = [...PAGES, ...WITHIN];
/** @type {Map<string, HTMLElement>} */
const places = new Map(); // the widgets by name; their modules are loaded when a page is opened
/** @type {import('./store/signal.js').Signal<string | null>} */
const opened = signal();
/** @type {Map<string, () => Promise<void>>} */
const loads = new Map(ALL.map((name) => [name, lazy(async () => (await import(`./${name}.js`)).mount(places.get(name)))]));

export const currentPage = () => state.page;

/** Call `listener` with the name of the page, null for the playground, whenever another is opened. */
export const onPage = opened.on;

/** Open a page, or with null the playground. The browser's way back leads to what was before, unless `step` is false. @param {string | null} name @param {{step?: boolean}} [options] */
export function setPage(name, { step = true } = {}) {
  if (name === state.page) return;
  put({ page: name }, { step });
  show();
}

/** The widget of a page stands in the document. @param {string} name @param {HTMLElement} element */
export function place(name, element) {
  places.set(name, element);
  widgetOf(name)?.classList.toggle('open', name === state.page);
  load();
}

/** @param {string} name */
const widgetOf = (name) => document.getElementById(`pg-${name}`);

function show() {
  const { page } = state;
  for (const [kind, names] of /** @type {const} */ ([['view', PAGES], ['within', WITHIN]])) {
    if (page && names.includes(page)) document.body.dataset[kind] = page; // for the style sheet
    else delete document.body.dataset[kind];
  }
  for (const name of ALL) widgetOf(name)?.classList.toggle('open', name === page);
  load();
  opened.tell(page);
}

function load() {
  const { page } = state;
  const mount = page && places.has(page) && loads.get(page);
  if (mount) whileWanted(page, mount, () => state.page === page);
}

/** That of an address. @param {string | null} page */
export function restorePage(page) {
  if (page === state.page) return;
  put({ page }, { told: false });
  show();
}

// The views of the page beside its tasks: each has a tab, hides the playground, and loads its module when it is first opened.

export const VIEWS = ['lab', 'story'];
const places = new Map(); // the widgets by name; their modules are loaded when a view is opened
const loaded = new Set();
const listeners = new Set();
let view = null;

export const currentView = () => view;

/** Call `listener` with the name of the view, null for the playground, whenever another is opened. */
export const onView = (listener) => listeners.add(listener);

/** Open a view, or with null the playground. The browser's way back leads to what was before, unless `step` is false. */
export function setView(name, { step = true } = {}) {
  if (name === view) return;
  const here = new URL(location.href);
  if (name) here.searchParams.set('view', name);
  else here.searchParams.delete('view');
  history[step ? 'pushState' : 'replaceState'](history.state, '', here);
  show(name);
}

/** The widget of a view stands on the page. */
export function place(name, element) {
  places.set(name, element);
  load();
}

function show(name) {
  view = name;
  if (view) document.body.dataset.view = view;
  else delete document.body.dataset.view;
  for (const other of VIEWS) document.getElementById(`pg-${other}`)?.classList.toggle('open', other === view);
  load();
  for (const listener of listeners) listener(view);
}

async function load() {
  const name = view;
  const element = places.get(name);
  if (!element || loaded.has(name)) return;
  loaded.add(name);
  document.getElementById(`pg-${name}`).classList.add('open');
  (await import(`./${name}.js`)).mount(element);
}

function asked() {
  const name = new URLSearchParams(location.search).get('view');
  return VIEWS.includes(name) ? name : null;
}

window.addEventListener('popstate', () => asked() !== view && show(asked()));
show(asked());

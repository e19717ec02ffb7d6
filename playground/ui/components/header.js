// The bar at the top: title, tasks, networks, the pages beside the playground, language, theme, and the menu.

import { onTheme, setTheme, theme } from './canvas/theme.js';
import { find, findAll } from './dom/find.js';
import { keepFitting } from './header_fitting.js';
import { FIRST, onGuide, openGuide } from './guide/opened.js';
import { whileWanted } from './loading/wanted.js';
import { facts, openOwn, showPicker } from './network/picker.js';
import { currentPage, onPage, setPage } from './pages.js';
import { isServed } from './run/catalogues.js';
import { toldCheck } from './run/check.js';
import { onExact } from './run/exact.js';
import { network, on, onTask, session, setTask } from './run/session.js';
import { setProjector } from './stage/screen.js';
import { allNotices, notify, onNotices } from './store/notices.js';
import { remember } from './store/remembered.js';
import { LANGUAGES, PAGES, SUBPAGES, TABS, WITHIN } from './store/state.js';
import { addressed, forgive, notUnderstood, onNotUnderstood, put, state } from './store/store.js';
import { TASKS } from './tasks.js';
import { currentLanguage, fill, onLanguage, onSilence, setLanguage, t } from './text/text.js';

/** @param {HTMLElement} element */
export function mount(element) {
  const other = find(element, '[data-language-switch]', HTMLButtonElement);
  other.onclick = () => chooseLanguage(otherLanguage());
  find(element, '.pg-skip', HTMLAnchorElement).onclick = (event) => {
    event.preventDefault(); // Gradio would take it for another page
    document.getElementById('pg-stage')?.focus();
  };
  const dark = find(element, '[data-theme-switch]', HTMLButtonElement);
  const showTheme = () => dark.setAttribute('aria-pressed', String(theme() === 'dark'));
  dark.onclick = () => setTheme(theme() === 'dark' ? 'light' : 'dark');
  onTheme(showTheme);
  showTheme();
  addressed('theme'); // Gradio reads it; here it is seen whether it can be understood
  const tabs = tabsOf(find(element, '.pg-tasks', HTMLElement), find(element, '.pg-views-nav', HTMLElement));
  showPicker(find(element, '.pg-picker', HTMLElement));
  const within = wireWithin(find(element, '.pg-within-nav', HTMLElement));
  showNotices(find(element, '.pg-notices', HTMLElement));
  const menu = wireMenu(find(element, '.pg-menu', HTMLDetailsElement));
  const fit = keepFitting(element);
  onTask(fit);
  on('architecture', fit); // there may be one more
  onSilence((isSilent) => (find(element, '.pg-silence', HTMLElement).hidden = !isSilent));
  onLanguage(() => {
    fill(element);
    tabs();
    within();
    menu();
    other.textContent = t(`languages.${otherLanguage()}`);
    other.lang = otherLanguage() === 'zh' ? 'zh-CN' : 'en';
    fit();
  });
}

const otherLanguage = () => LANGUAGES[(LANGUAGES.indexOf(currentLanguage()) + 1) % LANGUAGES.length];

/** @param {string} name */
async function chooseLanguage(name) {
  try {
    put({ language: name }); // at once: the choice stays if the page is loaded again
    remember('language', name);
    await setLanguage(name);
    notify('language', null);
  } catch {
    notify('language', () => t('errors.offline'));
  }
}

/** The page whose tab is the current one. */
const tabNow = () => SUBPAGES[currentPage() ?? ''] ?? currentPage();

/** A tab for each task and for each page; what is returned writes their names anew. @param {HTMLElement} taskPlace @param {HTMLElement} pagePlace */
function tabsOf(taskPlace, pagePlace) {
  const tasks = Object.keys(TASKS).map((task) => tab('tasks', task, () => openTask(task)));
  const pages = TABS.map((page) => tab('views', page, () => setPage(page === currentPage() ? null : page)));
  const choice = Object.assign(document.createElement('select'), { className: 'pg-tasks-choice' }); // a phone has no room for tabs
  choice.onchange = () => openTask(choice.value);
  const guide = Object.assign(document.createElement('button'), { type: 'button', onclick: () => openGuide(state.guide ? null : FIRST) });
  guide.dataset.view = 'guide';
  pagePlace.append(...pages.map(({ button }) => button), guide);
  const write = () => {
    offer(taskPlace, choice, tasks);
    choice.setAttribute('aria-label', t('page.tasks'));
    for (const option of choice.options) option.textContent = t(`tasks.${option.value}.name`);
    if (session.task) choice.value = session.task;
    for (const { kind, name, button } of [...tasks, ...pages]) {
      const isCurrent = kind === 'views' ? name === tabNow() : !PAGES.includes(currentPage() ?? '') && name === session.task;
      button.textContent = t(`${kind}.${name}.name`);
      button.title = t(`${kind}.${name}.about`);
      button.setAttribute('aria-current', isCurrent ? 'page' : 'false');
    }
  };
  const writeGuide = () => {
    guide.textContent = t('page.guide');
    guide.title = t('page.guide_about');
    guide.setAttribute('aria-pressed', String(Boolean(state.guide)));
  };
  onTask(write);
  onPage(write);
  onGuide(writeGuide);
  return () => {
    write();
    writeGuide();
  };
}

/** The tabs of the tasks that have networks: one has only the visitor's own. @param {HTMLElement} place @param {HTMLSelectElement} choice @param {{name: string, button: HTMLButtonElement}[]} tasks */
function offer(place, choice, tasks) {
  const served = tasks.filter(({ name }) => isServed(name));
  if (served.length === choice.options.length) return;
  choice.replaceChildren(...served.map(({ name }) => Object.assign(document.createElement('option'), { value: name })));
  place.replaceChildren(...served.map(({ button }) => button), choice);
}

/** @param {'tasks' | 'views'} kind @param {string} name @param {() => void} open */
function tab(kind, name, open) {
  const button = Object.assign(document.createElement('button'), { type: 'button', onclick: open });
  button.dataset[kind === 'tasks' ? 'task' : 'view'] = name;
  return { kind, name, button };
}

/** @param {string} task */
async function openTask(task) {
  const another = task !== session.task;
  if (another) await setTask(task, { step: true });
  if (PAGES.includes(currentPage() ?? '')) setPage(null, { step: !another });
}

/** A button for each view within the playground, pressed while it is open; what is returned writes their names anew. @param {HTMLElement} place */
function wireWithin(place) {
  const buttons = WITHIN.map((name) => tab('views', name, () => setPage(name === currentPage() ? null : name)));
  const own = Object.assign(document.createElement('button'), { type: 'button', onclick: () => void openOwn() });
  own.dataset.own = '';
  place.append(...buttons.map(({ button }) => button), own);
  const write = () => {
    own.textContent = t('picker.own');
    own.title = t('picker.own_about');
    for (const { name, button } of buttons) {
      button.textContent = t(`views.${name}.name`);
      button.title = t(`views.${name}.about`);
      button.setAttribute('aria-pressed', String(name === currentPage()));
    }
  };
  onPage(write);
  return write;
}

/** The dialog with the link and the pictures of what is there. */
async function openShare() {
  const dialog = await whileWanted('share', () => import('./share/dialog.js'), () => true);
  await dialog?.openShare();
}

/** What is known of the network, the projector, and Gradio's own pages; what is returned writes it anew. @param {HTMLDetailsElement} menu */
function wireMenu(menu) {
  const app = menu.closest('.pg-app');
  const projector = find(menu, '[data-projector]', HTMLInputElement);
  projector.onchange = () => app instanceof HTMLElement && setProjector(app, projector.checked);
  for (const button of findAll(menu, '[data-gradio]', HTMLButtonElement)) {
    button.onclick = () => /** @type {HTMLElement | null} */ (document.querySelector(`footer .${button.dataset.gradio}`))?.click();
  }
  find(menu, '[data-share]', HTMLButtonElement).onclick = () => {
    menu.open = false;
    void openShare();
  };
  for (const page of TABS) {
    find(menu, `[data-folded=${page}]`, HTMLButtonElement).onclick = () => {
      menu.open = false;
      setPage(page === currentPage() ? null : page);
    };
  }
  find(menu, '[data-folded=theme]', HTMLButtonElement).onclick = () => setTheme(theme() === 'dark' ? 'light' : 'dark');
  document.addEventListener('pointerdown', ({ target }) => target instanceof Node && !menu.contains(target) && (menu.open = false));
  menu.addEventListener('keydown', ({ key }) => key === 'Escape' && (menu.open = false));
  const write = () => {
    if (!session.task) return;
    const { architecture } = network();
    find(menu, '[data-lead]', HTMLElement).textContent = t(`network.${session.task}_${architecture}`) || t(`network.${architecture}`);
    find(menu, '[data-facts]', HTMLElement).textContent = facts();
    find(menu, '[data-check]', HTMLElement).textContent = toldCheck(session.trace?.exact ? session.trace.check : null);
  };
  onTask(write);
  onExact(write);
  for (const event of /** @type {const} */ (['architecture', 'changes', 'end'])) on(event, write);
  return write;
}

/** Notices, and what of the address was not understood, each in a line; a button takes the latter away. @param {HTMLElement} element */
function showNotices(element) {
  const show = () => {
    const said = [...allNotices().map(([, words]) => words()), ...notUnderstood().map(inWords)].filter(Boolean);
    element.hidden = !said.length;
    const lines = said.map((words) => Object.assign(document.createElement('p'), { textContent: words }));
    const close = Object.assign(document.createElement('button'), { type: 'button', className: 'pg-quiet', textContent: t('notices.close'), onclick: () => forgive() });
    element.replaceChildren(...lines, ...(notUnderstood().length ? [close] : []));
  };
  onNotices(show);
  onNotUnderstood(show);
  onLanguage(show);
}

/** @param {import('./store/store.js').Problem} problem */
function inWords({ key, text, used, why }) {
  const value = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  if (why) return t(`notices.${why}`, { key, value });
  return used === null ? t('notices.left_out', { key, value }) : t('notices.not_understood', { key, value, used: String(used) });
}

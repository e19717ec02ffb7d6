// The header: title, language, theme, the tasks, the pages beside them, and what the page has to say of itself.

import { find, findAll } from './dom/find.js';
import { onTheme, setTheme, theme } from './canvas/theme.js';
import { currentPage, onPage, setPage } from './pages.js';
import { onTask, session, setTask } from './run/session.js';
import { allNotices, notify, onNotices } from './store/notices.js';
import { PAGES } from './store/state.js';
import { addressed, forgive, notUnderstood, onNotUnderstood, put } from './store/store.js';
import { TASKS } from './tasks.js';
import { currentLanguage, fill, onLanguage, onSilence, setLanguage, t } from './text/text.js';

/** @param {HTMLElement} element */
export function mount(element) {
  const languages = findAll(element, '[data-language]', HTMLButtonElement).map((button) => {
    const name = button.dataset.language ?? '';
    button.onclick = () => chooseLanguage(name);
    return { name, button };
  });
  const dark = find(element, '[data-theme-switch]', HTMLButtonElement);
  const showTheme = () => dark.setAttribute('aria-pressed', String(theme() === 'dark'));
  dark.onclick = () => setTheme(theme() === 'dark' ? 'light' : 'dark');
  onTheme(showTheme);
  showTheme();
  for (const name of /** @type {const} */ (['theme', 'setup'])) addressed(name); // whoever reads them reads them later, or is Gradio
  const tabs = tabsOf(find(element, '.pg-tasks', HTMLElement));
  showNotices(find(element, '.pg-notices', HTMLElement));
  onSilence((isSilent) => (find(element, '.pg-silence', HTMLElement).hidden = !isSilent));
  onLanguage(() => {
    fill(element);
    tabs();
    for (const { name, button } of languages) button.setAttribute('aria-pressed', String(name === currentLanguage()));
  });
}

/** @param {string} name */
async function chooseLanguage(name) {
  try {
    put({ language: name }); // at once: the choice stays if the page is loaded again
    await setLanguage(name);
    notify('language', null);
  } catch {
    notify('language', () => t('errors.offline'));
  }
}

/** Fill `element` with a tab for each task and page; what is returned writes their names anew. @param {HTMLElement} element */
function tabsOf(element) {
  const tasks = Object.keys(TASKS).map((task) => tab('tasks', task, () => openTask(task)));
  const pages = PAGES.map((page) => tab('views', page, () => setPage(page)));
  element.append(...[...tasks, ...pages].map(({ button }) => button));
  const write = () => {
    for (const { kind, name, button } of [...tasks, ...pages]) {
      const isCurrent = kind === 'views' ? name === currentPage() : !currentPage() && name === session.task;
      button.textContent = t(`${kind}.${name}.name`);
      button.title = t(`${kind}.${name}.about`);
      button.setAttribute('aria-current', isCurrent ? 'page' : 'false');
      if (isCurrent) element.scrollLeft = button.offsetLeft - element.offsetLeft - 40; // on a phone not all are in sight
    }
  };
  onTask(write);
  onPage(write);
  return write;
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
  setPage(null, { step: !another });
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
function inWords({ key, text, used }) {
  const value = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return used === null ? t('notices.left_out', { key, value }) : t('notices.not_understood', { key, value, used: String(used) });
}

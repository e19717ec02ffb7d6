// The header: title, language, theme, the tasks, and the views beside them.

import { remember } from './address.js';
import { currentView, onView, setView, VIEWS } from './pages.js';
import { onTask, session, setTask } from './session.js';
import { TASKS } from './tasks.js';
import { currentLanguage, fill, onLanguage, setLanguage, t } from './text.js';

export function mount(element) {
  const buttons = element.querySelectorAll('[data-language]');
  for (const button of buttons) {
    button.onclick = () => {
      remember('lang', button.dataset.language);
      setLanguage(button.dataset.language);
    };
  }
  const theme = element.querySelector('[data-theme-switch]');
  const showTheme = () => theme.setAttribute('aria-pressed', document.body.classList.contains('dark'));
  theme.onclick = () => {
    remember('__theme', document.body.classList.toggle('dark') ? 'dark' : 'light');
    showTheme();
  };
  showTheme();
  const tasks = Object.keys(TASKS).map(taskButton);
  const views = VIEWS.map(viewButton);
  element.querySelector('.pg-tasks').append(...tasks, ...views);
  const name = () => {
    for (const button of tasks) {
      button.textContent = t(`tasks.${button.dataset.task}.name`);
      button.title = t(`tasks.${button.dataset.task}.about`);
      button.setAttribute('aria-current', !currentView() && button.dataset.task === session.task ? 'page' : 'false');
    }
    for (const button of views) {
      button.textContent = t(`views.${button.dataset.view}.name`);
      button.title = t(`views.${button.dataset.view}.about`);
      button.setAttribute('aria-current', button.dataset.view === currentView() ? 'page' : 'false');
    }
    const current = element.querySelector('[aria-current=page]');
    if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - 40; // on a phone not all are in sight
  };
  onTask(name);
  onView(name);
  onLanguage(() => {
    fill(element);
    name();
    for (const b of buttons) b.setAttribute('aria-pressed', b.dataset.language === currentLanguage());
  });
}

function taskButton(task) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.task = task;
  button.onclick = async () => {
    const another = task !== session.task;
    if (another) await setTask(task, { step: true });
    setView(null, { step: !another });
  };
  return button;
}

function viewButton(view) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.view = view;
  button.onclick = () => setView(view);
  return button;
}

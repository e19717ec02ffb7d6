// The header: title, language, theme, and the tasks.

import { remember } from './address.js';
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
  element.querySelector('.pg-tasks').append(...tasks);
  const name = () => {
    for (const button of tasks) {
      button.textContent = t(`tasks.${button.dataset.task}.name`);
      button.title = t(`tasks.${button.dataset.task}.about`);
      button.setAttribute('aria-current', button.dataset.task === session.task ? 'page' : 'false');
    }
  };
  onTask((task) => {
    name();
    const button = tasks.find(({ dataset }) => dataset.task === task);
    button.parentElement.scrollLeft = button.offsetLeft - button.parentElement.offsetLeft - 40; // on a phone not all are in sight
  });
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
  button.onclick = () => task !== session.task && setTask(task, { step: true });
  return button;
}

// The header: title, language and theme.

import { remember } from './address.js';
import { currentLanguage, fill, onLanguage, setLanguage } from './text.js';

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
  onLanguage(() => {
    fill(element);
    for (const b of buttons) b.setAttribute('aria-pressed', b.dataset.language === currentLanguage());
  });
}

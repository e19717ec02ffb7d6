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
  element.querySelector('[data-theme-switch]').onclick = () => document.body.classList.toggle('dark');
  onLanguage(() => {
    fill(element);
    for (const b of buttons) b.setAttribute('aria-pressed', b.dataset.language === currentLanguage());
  });
}

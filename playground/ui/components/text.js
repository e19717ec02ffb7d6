// The words of the page in the chosen language, from playground/text, and the places that show them.

import { address } from './address.js';

const STORED = 'playground.language';
const tables = {};
let language = 'en';
const listeners = new Set();

/** The text called `key` ("pad.undo"), with `values` put into its {placeholders}; the key itself until texts are in. */
export function t(key, values = {}) {
  const entry = key.split('.').reduce((table, part) => table?.[part], tables[language]);
  return (entry ?? '').replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

export const currentLanguage = () => language;

/** Call `listener` now, when the texts are in, and again whenever the language changes. */
export function onLanguage(listener) {
  listeners.add(listener);
  if (tables[language]) listener();
}

/** Fill in all texts under `element`: data-text is its content, data-label its aria-label and tooltip. */
export function fill(element) {
  for (const e of element.querySelectorAll('[data-text]')) e.textContent = t(e.dataset.text);
  for (const e of element.querySelectorAll('[data-label]')) {
    e.setAttribute('aria-label', t(e.dataset.label));
    e.title = t(e.dataset.label);
  }
}

export async function setLanguage(chosen) {
  tables[chosen] ??= await (await fetch(address(`text/${chosen}`))).json();
  language = chosen;
  try {
    localStorage.setItem(STORED, chosen);
  } catch {
    // A browser that keeps nothing still shows the page.
  }
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  document.title = t('page.title');
  for (const listener of listeners) listener();
}

function preferred() {
  const asked = new URLSearchParams(location.search).get('lang');
  let stored = null;
  try {
    stored = localStorage.getItem(STORED);
  } catch {
    // As above.
  }
  return [asked, stored].find((l) => l === 'en' || l === 'zh') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
}

/** Resolves when the first language is in. */
export const ready = setLanguage(preferred());

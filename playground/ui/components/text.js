// The words of the page in the chosen language, from playground/text, and the places that show them.

import { getJson } from './address.js';

const LANGUAGES = ['en', 'zh'];
const tables = {};
const parts = new Set(); // tables that are asked for when something needs them
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

/** The texts of a part of the page that comes later, `t('part.…')`: resolves when they are in. */
export function needTexts(part) {
  parts.add(part);
  return load(language);
}

async function load(chosen) {
  tables[chosen] ??= await getJson(`text/${chosen}`);
  for (const part of parts) tables[chosen][part] ??= await getJson(`text/${chosen}/${part}`);
}

/** Show the page in a language; `chosen` is one of LANGUAGES. */
export async function setLanguage(chosen) {
  await load(chosen);
  language = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  document.title = t('page.title');
  document.body.classList.add('pg-ready');
  for (const listener of listeners) listener();
}

function preferred() {
  const asked = new URLSearchParams(location.search).get('lang');
  return LANGUAGES.includes(asked) ? asked : navigator.language.startsWith('zh') ? 'zh' : 'en';
}

/** Resolves when the first language is in. */
export const ready = setLanguage(preferred());

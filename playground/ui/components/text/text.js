// The words of the page in the chosen language, from playground/text, and the places that show them.

import { getJson } from '../server/asking.js';
import { isIdle } from '../server/standing.js';
import { remembered } from '../store/remembered.js';
import { signal } from '../store/signal.js';
import { LANGUAGES } from '../store/state.js';
import { addressed, put, state } from '../store/store.js';

/** @typedef {{[name: string]: any}} Table */

/** @type {Record<string, Table>} */
const tables = Object.create(null);
/** @type {Set<string>} */
const parts = new Set(); // tables that are asked for when something needs them
let shown = state.language; // the chosen language, once its words are in
/** @type {import('../store/signal.js').Signal<void>} */
const changed = signal();
/** @type {import('../store/signal.js').Signal<boolean>} */
const silent = signal();

/** Call `listener` with true when not even the words can be had, with false when they are in. */
export const onSilence = silent.on;

/**
 * The text called `key` ("pad.undo"), with `values` put into its {placeholders}; '' until texts are in, and where there is none.
 * @param {string} key
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  /** @type {any} */
  let entry = tables[shown];
  for (const name of key.split('.')) entry = entry && Object.hasOwn(entry, name) ? entry[name] : undefined;
  return typeof entry === 'string' ? filled(entry, values) : '';
}

/** A text with `values` in its {placeholders}. @param {string} text @param {Record<string, any>} values */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => printed(values[name]));

const counts = new Intl.NumberFormat('en');

/** What stands in place of a placeholder: whole numbers with marks between thousands. @param {any} value */
const printed = (value) => (Number.isInteger(value) ? counts.format(value).replace('-', '−') : (value ?? ''));

export const currentLanguage = () => shown;

/** Call `listener` now, when the texts are in, and again whenever the language changes. @param {() => void} listener @param {{signal?: AbortSignal}} [options] */
export function onLanguage(listener, options) {
  const off = changed.on(listener, options);
  if (tables[shown]) listener();
  return off;
}

/** Fill in all texts under `element`: data-text is its content, with what other data- attributes have for its placeholders, data-label its aria-label and tooltip. @param {Element} element */
export function fill(element) {
  for (const e of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('[data-text]'))) e.textContent = t(e.dataset.text ?? '', e.dataset);
  for (const e of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('[data-label]'))) {
    e.title = t(e.dataset.label ?? '');
    e.setAttribute('aria-label', e.title);
  }
}

/** The texts of a part of the page that comes later, `t('part.…')`: resolves when they are in. @param {string} part */
export function needTexts(part) {
  parts.add(part);
  return load(shown);
}

/** @param {string} chosen */
async function load(chosen) {
  const told = (/** @type {import('../server/standing.js').Standing | null} */ standing) => silent.tell(!tables[chosen] && isIdle(standing));
  tables[chosen] ??= await getJson(`text/${chosen}`, { told });
  for (const part of parts) tables[chosen][part] ??= await getJson(`text/${chosen}/${part}`);
}

/** Show the page in a language, as soon as its words can be had; throws where there are none. @param {string} chosen one of LANGUAGES */
export async function setLanguage(chosen) {
  await load(chosen);
  put({ language: chosen }, { told: false });
  shown = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  document.title = t('page.title');
  document.body.classList.add('pg-ready');
  changed.tell();
}

function preferred() {
  const used = remembered('language', LANGUAGES) ?? (globalThis.navigator?.language?.startsWith('zh') ? 'zh' : 'en');
  return addressed('language', used) ?? used;
}

/** Resolves when the first language is in. */
export const ready = globalThis.document ? setLanguage(preferred()) : new Promise(() => {});

export { LANGUAGES };

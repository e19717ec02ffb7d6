// What can be taken away of a run, a tool of the dock: the network's class, a script of the run, its numbers as files.

import { needModule } from '../loading/wanted.js';
import { on, session } from '../run/session.js';
import { failureText, postForFile, postJson } from '../server/post_json.js';
import { onSelection } from '../stage/selecting.js';
import { state } from '../store/store.js';
import { download } from '../dom/download.js';
import { Waiting } from '../dom/waiting.js';
import { reportForm } from '../report/form.js';
import { fill, needTexts, onLanguage, t } from '../text/text.js';
import { asked, nameOfRun } from './asked.js';
import { linesOf, listingNow } from './listing.js';
import { button, el } from './parts.js';
import { openInDock } from './tool.js';

/** The class; the run as a call of this package, or in plain PyTorch. @typedef {'class' | 'call' | 'plain'} Form */

const FORMS = /** @type {const} */ (['class', 'call', 'plain']);
const NUMBERS = /** @type {const} */ (['csv', 'json', 'npz']);
/** @type {Form} that was looked at last */
let form = 'class';

/** @param {Form} [first] */
export async function openCode(first = form) {
  form = first;
  await Promise.all([needTexts('taking'), needTexts('report')]);
  await openInDock('code', build, { title: t('taking.title'), note: t('taking.note'), follows: true });
}

/** @param {HTMLElement} place */
function build(place) {
  const code = el('ol', 'pg-listing');
  code.tabIndex = 0;
  const said = el('p', 'pg-muted');
  said.setAttribute('role', 'status');
  const say = (/** @type {string} */ words) => void (said.textContent = words);
  const waitingAt = el('div', '');
  const waiting = new Waiting(waitingAt, () => {});
  const forms = el('div', 'pg-segmented', ...FORMS.map((name) => act(name, () => choose(name))));
  forms.setAttribute('role', 'group');
  forms.dataset.label = 'taking.title';
  /** @type {{lines: string[], light: () => number[], file: string | null} | null} */
  let shown = null;
  const copy = act('copy', async () => {
    try {
      await navigator.clipboard.writeText(textOf(shown));
      say(t('taking.copied'));
    } catch {
      getSelection()?.selectAllChildren(code); // where that is not allowed the code is marked, and can be copied by hand
    }
  });
  const save = act('download', () => download(`${nameOfRun()}.py`, textOf(shown)));
  const weights = button('', () => void taken('weights_file', { plain: form === 'plain' }, shown?.file ?? '', say, waiting));
  weights.dataset.take = 'weights';
  place.append(el('div', 'pg-taking', forms, copy, save, weights, said, waitingAt, ...numbers(say, waiting), reportForm()), code);
  const light = () => {
    const lit = shown?.light() ?? [];
    for (const [k, line] of [...code.children].entries()) line.classList.toggle('lit', lit.includes(k));
    code.querySelector('.lit')?.scrollIntoView({ block: 'nearest' });
  };
  let turn = 0; // of several that are asked for one after the other the last is shown
  const load = async () => {
    const mine = ++turn;
    const found = await made(form).catch((/** @type {Error} */ { message }) => message);
    if (mine !== turn) return;
    shown = typeof found === 'string' ? null : found;
    code.replaceChildren(...(typeof found === 'string' ? [el('li', '', found)] : found.lines.map(written)));
    code.setAttribute('aria-label', t(`taking.${form}`));
    for (const each of forms.children) each.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (each).dataset.take === form));
    copy.disabled = save.disabled = shown === null;
    weights.hidden = !shown?.file;
    weights.textContent = weights.title = t('taking.weights', { file: shown?.file ?? '' });
    say('');
    light();
  };
  const choose = (/** @type {Form} */ name) => {
    form = name;
    code.scrollTop = 0;
    void load();
  };
  const again = () => (form === 'class' ? light() : void load());
  const ended = new AbortController();
  onLanguage(() => {
    fill(place);
    void load();
  }, { signal: ended.signal });
  const offs = [onSelection(again), on('end', (trace) => trace.preview || again()), on('architecture', () => void load()), on('changes', () => void load())];
  return () => {
    ended.abort();
    waiting.drop();
    offs.forEach((off) => off());
  };
}

/** A button, in the language of the page. @param {string} name @param {() => void} does */
function act(name, does) {
  const made = button('', does);
  made.dataset.take = name;
  made.dataset.text = `taking.${name}`;
  return made;
}

/** What saves numbers: the selection, the whole run. @param {(words: string) => void} say @param {Waiting} waiting @returns {HTMLElement[]} */
function numbers(say, waiting) {
  const back = Object.assign(document.createElement('input'), { type: 'checkbox' });
  const buttons = NUMBERS.map((name) => act(name, async () => {
    const quantity = name === 'csv' && state.selection ? `-${state.selection.quantity}` : '';
    const question = back.checked && session.trace ? { gradients: true, ...(await needModule(() => import('../gradients/ask.js'))).questionOf(session.trace) } : {};
    await taken('numbers', { form: name, ...question }, `${nameOfRun()}${quantity}.${name}`, say, waiting);
  }));
  return [told('numbers'), ...buttons, el('label', '', back, ' ', told('gradients'))];
}

/** @param {string} name */
function told(name) {
  const made = el('span', 'pg-muted');
  made.dataset.text = `taking.${name}`;
  return made;
}

/** Save what a route makes of the run. @param {string} route @param {Record<string, any>} more @param {string} name @param {(words: string) => void} say @param {Waiting} waiting */
async function taken(route, more, name, say, waiting) {
  const run = asked();
  if (!run) return say(t('taking.nothing'));
  waiting.ask = () => void taken(route, more, name, say, waiting);
  const how = waiting.begin();
  try {
    say(t('taking.waiting'));
    download(name, await postForFile(route, { ...run, ...more }, how));
    say(t('taking.saved', { name }));
  } catch (error) {
    say(how.signal.aborted ? '' : failureText(error));
  }
}

/** The lines of a form, which of them are of the selection, and the file of weights that they read. @param {Form} wanted @returns {Promise<{lines: string[], light: () => number[], file: string | null}>} */
async function made(wanted) {
  if (wanted === 'class') {
    const listing = await listingNow();
    return { lines: listing.lines, light: () => linesOf(listing), file: null };
  }
  const run = asked();
  if (!run) throw new Error(t('taking.nothing'));
  const { code, file } = await postJson('code', { ...run, plain: wanted === 'plain' });
  return { lines: code.trimEnd().split('\n'), light: () => [], file };
}

/** @param {{lines: string[]} | null} shown */
const textOf = (shown) => `${shown?.lines.join('\n') ?? ''}\n`;

/** A line, its remark apart. @param {string} line */
function written(line) {
  const at = line.startsWith('# ') ? 0 : line.indexOf('  # ');
  return at < 0 ? el('li', '', line) : el('li', '', line.slice(0, at), el('span', '', line.slice(at)));
}

// The dialog in which a visitor opens a network of their own: a file, what is found in it, and how it wants its pictures.

import { find as within } from '../dom/find.js';
import { Waiting } from '../dom/waiting.js';
import { lazy } from '../loading/lazy.js';
import { needStyle } from '../loading/styles.js';
import { session } from '../run/session.js';
import { fill, needTexts, onLanguage, t } from '../text/text.js';
import { made } from '../train/elements.js';
import { asSafetensors, find } from './ask.js';
import { showLayers } from './layer_rows.js';
import { keepNetwork, sendNetwork } from './networks.js';
import { openNetwork } from './open.js';
import { isSafetensors, LARGEST, nameOfFile, tensorsOf, withSaid } from './own_file.js';
import { showTrials } from './trials.js';
import { failureText } from '../server/post_json.js';

const SKELETON = `
  <form method="dialog"><h2 data-text="own.title"></h2><button class="close" data-label="own.close">×</button></form>
  <label class="drop"><input type="file" accept=".safetensors,.pt,.pth" class="pg-unseen"><b data-text="own.drop"></b><span data-text="own.about"></span></label>
  <p role="status"></p>
  <div class="found" hidden>
    <section><h3 data-found></h3><ol class="layers"></ol><details><summary></summary><table class="tensors"></table></details></section>
    <section class="wants"><h3 data-text="own.wants"></h3><p data-text="own.tried"></p><table class="trials"></table></section>
    <button type="button" class="filled" data-open data-text="own.open"></button>
  </div>`;

/** @typedef {{file: Uint8Array, said: import('./own_file.js').Said, found: import('./ask.js').Found | null, chosen: number}} Opened */
/** @type {Opened | null} */
let opened = null;
/** @type {Waiting} */
let waiting;
/** Does again what was cancelled. @type {() => Promise<void>} */
let again = async () => {};

const dialog = lazy(async () => {
  await Promise.all([needTexts('own'), needTexts('train'), needStyle('own')]);
  const element = Object.assign(document.createElement('dialog'), { className: 'pg-dialog pg-own', innerHTML: SKELETON });
  document.getElementById('pg-app')?.append(element);
  const file = within(element, 'input[type=file]', HTMLInputElement);
  file.onchange = () => {
    void take(element, file.files?.[0]);
    file.value = '';
  };
  const said = within(element, '[role=status]', HTMLElement);
  const place = document.createElement('div');
  said.after(place);
  waiting = new Waiting(place, () => void again(), () => (said.textContent = ''));
  element.ondragover = (event) => event.preventDefault();
  element.ondrop = (event) => {
    event.preventDefault();
    void take(element, event.dataTransfer?.files[0]);
  };
  element.onclose = () => waiting.drop();
  within(element, '[data-open]', HTMLButtonElement).onclick = () => void open(element);
  onLanguage(() => {
    fill(element);
    show(element);
  });
  return element;
});

/** Show it, without a file. */
export async function openDialog() {
  const element = await dialog();
  opened = null;
  say(element, '');
  show(element);
  element.showModal();
}

/** @param {HTMLElement} element @param {string} words */
const say = (element, words) => (within(element, '[role=status]', HTMLElement).textContent = words);

/** Do it, and say why it cannot be done. @param {HTMLDialogElement} element @param {(how: Required<Pick<import('../server/asking.js').How, 'signal' | 'told'>>) => Promise<void>} act */
async function attempt(element, act) {
  again = () => attempt(element, act);
  const how = waiting.begin();
  const { signal } = how;
  try {
    await act(how);
    if (!signal.aborted) say(element, '');
  } catch (error) {
    if (!signal.aborted) say(element, failureText(error));
  }
  if (!signal.aborted) show(element);
}

/** A file that was dropped or chosen. @param {HTMLDialogElement} element @param {File | undefined} file */
async function take(element, file) {
  const task = session.task;
  if (!file || !task) return;
  opened = null;
  show(element);
  if (file.size > LARGEST) {
    say(element, t('own.too_large'));
    return;
  }
  say(element, t('own.reading'));
  await attempt(element, async (how) => {
    const given = new Uint8Array(await file.arrayBuffer());
    const weights = isSafetensors(given) ? given : await asSafetensors(given, how);
    const said = { task, name: nameOfFile(file.name), layers: null, size: null, inverted: false, mean: 0, std: 1 };
    await look({ file: weights, said, found: null, chosen: 0 }, how);
  });
  if (isPlain()) await open(element);
}

/** Whether there is nothing to be asked. */
const isPlain = () => Boolean(opened?.found?.class) && (opened?.found?.trials?.length ?? 0) < 2;

/** What it is with what is said of it now. @param {Opened} what @param {import('../server/asking.js').How} how */
async function look(what, how) {
  const found = await find(withSaid(what.file, what.said), how);
  const layers = found.layers ?? null;
  opened = { ...what, said: { ...what.said, layers, size: found.size }, found, chosen: found.best ?? 0 };
}

/** @param {HTMLDialogElement} element @param {Partial<import('./own_file.js').Said>} values */
function change(element, values) {
  const now = opened;
  if (!now) return;
  say(element, t('own.trying'));
  void attempt(element, (how) => look({ ...now, said: { ...now.said, ...values } }, how));
}

/** @param {HTMLDialogElement} element */
function show(element) {
  const place = within(element, '.found', HTMLElement);
  place.hidden = !opened?.found;
  element.classList.toggle('filled', !place.hidden);
  if (!opened?.found) return;
  const { found, file, chosen } = opened;
  const now = opened;
  const trials = found.trials ?? [];
  const count = found.parameters ?? 0;
  within(place, '[data-found]', HTMLElement).textContent = found.class ? t('own.class', { name: found.class.toUpperCase(), count }) : t('own.layers', { count });
  const list = within(place, '.layers', HTMLElement);
  list.hidden = !found.layers;
  showLayers(list, found, (values) => change(element, values));
  const tensors = tensorsOf(file);
  within(place, 'summary', HTMLElement).textContent = t('own.tensors', { count: tensors.length });
  within(place, '.tensors', HTMLElement).replaceChildren(...tensors.map(tensorRow));
  within(place, '.wants', HTMLElement).hidden = trials.length < 2;
  if (trials.length > 1) showTrials(within(place, '.trials', HTMLElement), trials, chosen, (k) => (opened = { ...now, chosen: k }));
  within(place, '[data-open]', HTMLButtonElement).disabled = Boolean(found.refusal);
  if (found.refusal) say(element, found.refusal.message);
  else if (trials.length === 1) say(element, t('own.right', trials[0]));
}

/** @param {{name: string, shape: number[]}} tensor */
function tensorRow({ name, shape }) {
  const row = made('tr');
  row.append(made('th', '', name), made('td', '', shape.join(' × ') || '–'));
  return row;
}

/** The network in the picker, chosen. @param {HTMLDialogElement} element */
async function open(element) {
  const now = opened;
  if (!now?.found) return;
  await attempt(element, async (how) => {
    const { inverted, mean, std } = now.found?.trials?.[now.chosen] ?? now.said;
    const weights = withSaid(now.file, { ...now.said, inverted, mean, std });
    const { task, network } = await sendNetwork(weights, how);
    await keepNetwork({ task, network, weights });
    element.close();
    await openNetwork(task, network.name);
  });
}

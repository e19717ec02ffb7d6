// Browsing the test data: the confusion matrix of a network as the way in, and what it gets wrong, doubts, or reads otherwise than another.

import { onTheme } from '../canvas/theme.js';
import { find, findAll } from '../dom/find.js';
import { Waiting } from '../dom/waiting.js';
import { showInput } from '../input.js';
import { needStyle } from '../loading/styles.js';
import { setPage } from '../pages.js';
import { on, onTask, session, setArchitecture } from '../run/session.js';
import { failureText } from '../server/post_json.js';
import { onPut, put, state } from '../store/store.js';
import { fill, needTexts, onLanguage, t } from '../text/text.js';
import { askedNow, find as found, secondNow, seconds, titleOf } from './asked.js';
import { among, placesOf, readChoice, writeChoice } from './choice.js';
import { items } from './items.js';
import { confusionMatrix } from './matrix.js';
import { labelsOf, lead, nameOfFirst, told } from './words.js';

/** @typedef {import('./choice.js').Choice} Choice */
/** @typedef {import('./asked.js').Found} Found */

const KINDS = /** @type {const} */ (['wrong', 'unsure', 'differ']);
const HTML = `
<section class="pg-browse" aria-labelledby="pg-browse-title">
  <header>
    <h2 id="pg-browse-title" class="pg-unseen" data-text="browse.title"></h2>
    <label><span data-text="browse.network"></span> <select data-network></select></label>
    <p data-lead role="status" aria-live="polite"></p>
  </header>
  <figure hidden>
    <figcaption><b data-text="browse.answers"></b> <span data-text="browse.matrix_note"></span></figcaption>
    <div class="pg-matrix" data-matrix></div>
  </figure>
  <div class="pg-browse-found" hidden>
    <div class="pg-browse-filters">
      <span class="pg-segmented" role="group" data-label="browse.filters">${KINDS.map((kind) => `<button type="button" data-kind="${kind}" data-text="browse.${kind}"></button>`).join('')}</span>
      <label data-beside><span data-text="browse.with"></span> <select data-second></select></label>
    </div>
    <p data-told role="status" aria-live="polite"></p>
    <div data-items></div>
  </div>
</section>`;

/** @param {HTMLElement} element */
export async function mount(element) {
  await Promise.all([needTexts('browse'), needStyle('browse/browse'), needStyle('browse/matrix')]);
  element.innerHTML = HTML;
  const show = showing(element);
  const load = loading(element, show);
  const offer = choosing(element, load);
  onTask(offer);
  on('architecture', offer);
  on('changes', offer);
  onPut(['tests'], () => (readChoice(state.tests).kind === 'differ' ? offer() : show.choice()));
  onLanguage(() => {
    fill(element);
    show.all();
    offer();
  });
}

/** What is on the screen: {all(), choice(), take(found), say(words)}. @param {HTMLElement} element */
function showing(element) {
  const at = (/** @type {string} */ selector) => find(element, selector, HTMLElement);
  const matrix = confusionMatrix(at('[data-matrix]'), choose);
  const list = items(at('[data-items]'), open);
  onTheme(() => list.paint());
  /** @type {Found | null} */
  let now = null;
  const choice = () => {
    const choice = among(readChoice(state.tests), now?.data.labels.length ?? Infinity);
    for (const button of findAll(element, '[data-kind]', HTMLButtonElement)) button.setAttribute('aria-pressed', String(button.dataset.kind === choice.kind));
    at('[data-beside]').hidden = choice.kind !== 'differ';
    matrix.mark(choice);
    if (!now || (choice.kind === 'differ' && !now.other)) return;
    const places = placesOf(choice, now.data.truth, now.one, now.other);
    at('[data-told]').textContent = told(choice, places.length, now);
    const networks = [{ name: nameOfFirst(now), answers: now.one }];
    if (choice.kind === 'differ' && now.other) networks.push({ name: titleOf(now.second), answers: now.other });
    list.show({ places, data: now.data, labels: labelsOf(now), networks });
  };
  const all = () => {
    at('figure').hidden = at('.pg-browse-found').hidden = !now;
    if (!now) return;
    at('.pg-browse').dataset.task = now.task; // for the style sheet
    at('[data-lead]').textContent = lead(now);
    matrix.show(now.one.confusion, labelsOf(now));
    choice();
  };
  const take = (/** @type {Found | null} */ found) => {
    now = found;
    all();
  };
  const say = (/** @type {string} */ words) => {
    take(null);
    at('[data-lead]').textContent = words;
  };
  return { all, choice, take, say, task: () => now?.task };
}

/** Asks for what is to be shown now. @param {HTMLElement} element @param {ReturnType<typeof showing>} show */
function loading(element, show) {
  const waiting = new Waiting(find(element, 'header', HTMLElement), () => void load());
  const load = async () => {
    const asked = askedNow();
    if (!asked) return;
    const how = waiting.begin();
    const isWanted = () => JSON.stringify(askedNow()) === JSON.stringify(asked);
    if (show.task() !== asked.task) show.say(t('browse.loading'));
    try {
      const came = await found(asked, how);
      if (!isWanted() || how.signal.aborted) return;
      show.take(came);
    } catch (error) {
      if (!isWanted() || how.signal.aborted) return;
      show.say(failureText(error));
    }
  };
  return load;
}

/** The networks and the filters; what is returned writes anew which there are. @param {HTMLElement} element @param {() => Promise<void>} load */
function choosing(element, load) {
  const [network, second] = ['network', 'second'].map((name) => find(element, `select[data-${name}]`, HTMLSelectElement));
  network.onchange = () => setArchitecture(network.value);
  second.onchange = () => choose({ kind: 'differ', other: second.value });
  for (const kind of KINDS) {
    find(element, `[data-kind=${kind}]`, HTMLButtonElement).onclick = () => choose(kind === 'differ' ? { kind, other: null } : { kind });
  }
  const option = (/** @type {string} */ value, /** @type {string | null} */ chosen) => Object.assign(document.createElement('option'), { value, textContent: titleOf(value), selected: value === chosen });
  return () => {
    const names = (session.catalogue?.networks ?? []).map(({ name }) => name);
    const now = session.architecture ?? names[0]; // a visitor's own network is not in the catalogue
    network.replaceChildren(...(names.includes(now) ? names : [...names, now]).map((name) => option(name, now)));
    find(element, '[data-kind=differ]', HTMLButtonElement).hidden = !seconds().length;
    second.replaceChildren(...seconds().map(({ name }) => option(name, secondNow())));
    void load();
  };
}

/** @param {Choice} choice */
const choose = (choice) => put({ tests: writeChoice(choice) }, { step: true });

/** The picture of the network, with this input. @param {Record<string, any>} input */
function open(input) {
  setPage(null);
  showInput(input);
}

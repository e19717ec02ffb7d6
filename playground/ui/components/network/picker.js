// The picker of networks: one choice for each network of the task; on a phone a list.

import { needModule } from '../loading/wanted.js';
import { find } from '../dom/find.js';
import { nextRadio } from '../dom/radios.js';
import { network, ofNetwork, on, onTask, session, setArchitecture } from '../run/session.js';
import { currentPage, onPage, setPage } from '../pages.js';
import { OWN } from '../run/catalogues.js';
import { notify } from '../store/notices.js';
import { WITHIN } from '../store/state.js';
import { currentLanguage, onLanguage, t } from '../text/text.js';

/** @typedef {import('../store/state.js').Network} Network */

const OPENING = '+'; // in the list: no network, but a file to open

/** @param {HTMLElement} element */
export function showPicker(element) {
  const choice = Object.assign(document.createElement('select'), { className: 'pg-picker-choice' });
  choice.onchange = () => {
    if (choice.value === OPENING) {
      render();
      void openOwn();
    } else if (WITHIN.includes(choice.value)) setPage(choice.value);
    else openNetwork(choice.value);
  };
  const render = () => {
    const { catalogue, architecture } = session;
    if (!catalogue) return;
    const { networks, missing = [] } = catalogue;
    choice.setAttribute('aria-label', t('picker.title'));
    const chosen = WITHIN.find((name) => name === currentPage()) ?? architecture;
    const options = [...networks.map((one) => [one.name, nameOf(one)]), ...WITHIN.map((name) => [name, t(`views.${name}.name`)]), [OPENING, t('picker.own_about')]];
    choice.replaceChildren(...options.map(([value, textContent]) => Object.assign(document.createElement('option'), { value, textContent, selected: value === chosen })));
    const shown = currentPage() ? null : architecture; // another page is not about one of them
    element.replaceChildren(...networks.map((one, k) => button(one, { isChosen: one.name === shown, isFirst: k === 0 && !shown })), choice);
    const reasons = () => missing.map(({ name, reason }) => t('notices.no_network', { name: name.toUpperCase(), reason: reason[currentLanguage()] })).join(' ');
    notify('missing', missing.length ? reasons : null);
  };
  element.addEventListener('keydown', (event) => step(event, element));
  onTask(render);
  on('architecture', render);
  onPage(render);
  onLanguage(render);
}

/** The dialog in which a visitor opens a file. */
export const openOwn = async () => (await needModule(() => import('../own/dialog.js'))).openDialog();

/** The picture of a network, whatever is there in its place. @param {string} name */
export function openNetwork(name) {
  setArchitecture(name);
  if (currentPage()) setPage(null);
}

/** Of no task's own: trained by the visitor, or handed over by the program that opened the page; addressed by what its weights are. @param {Network} one */
const isOwn = ({ name }) => OWN.test(name);

/** By its title, as its program or its file calls it; else "My network", and a number where there are several. @param {Network} one */
function ownName(one) {
  if (one.title) return one.title;
  const own = session.catalogue?.networks.filter((other) => isOwn(other) && !other.title) ?? [];
  return [t('picker.mine'), own.length > 1 ? String(own.indexOf(one) + 1) : ''].filter(Boolean).join(' ');
}

/** "GRU", "GRU both ways", "GRU 1 layer": which one where the task has several of an architecture. @param {Network} one */
export function nameOf(one) {
  if (isOwn(one)) return ownName(one);
  const others = session.catalogue?.networks.filter(({ architecture }) => architecture === one.architecture) ?? [];
  const isFirst = others[0] === one || others.length < 2;
  const { num_layers: layers, bidirectional } = one.arguments;
  return [one.architecture.toUpperCase(), isFirst ? '' : t(bidirectional ? 'picker.both' : 'picker.layers', { layers })].filter(Boolean).join(' ');
}

const MANY = 5; // networks; more have no room for long names

/** The same in as few letters as tell the networks of a task apart. @param {Network} one */
function shortOf(one) {
  if (isOwn(one)) return ownName(one);
  const { networks } = /** @type {import('../store/state.js').Catalogue} */ (session.catalogue);
  const isFirst = networks.find(({ architecture }) => architecture === one.architecture) === one;
  if (networks.length <= MANY || isFirst) return nameOf(one);
  return `${one.architecture.toUpperCase()} ${one.arguments.bidirectional ? '⇄' : one.arguments.num_layers}`;
}

/** The name of the chosen network. */
export const networkName = () => nameOf(network());

/** @param {KeyboardEvent} event @param {HTMLElement} group */
function step(event, group) {
  const next = nextRadio(event, group);
  if (!next) return;
  openNetwork(next.dataset.architecture ?? '');
  find(group, '[aria-checked=true]', HTMLButtonElement).focus();
}

/** @param {Network} one */
const aboutOf = (one) => (one.handed_over ? 'handed_over' : isOwn(one) ? 'mine_about' : one.architecture);

/** @param {Network} one @param {{isChosen: boolean, isFirst: boolean}} which the first is reached by the Tab key where none is chosen */
function button(one, { isChosen, isFirst }) {
  const name = nameOf(one);
  const title = [name, t(`picker.${aboutOf(one)}`)].join(' · ');
  const element = Object.assign(document.createElement('button'), { type: 'button', textContent: shortOf(one), title, ariaLabel: name, tabIndex: isChosen || isFirst ? 0 : -1, onclick: () => openNetwork(one.name) });
  element.dataset.architecture = one.name;
  element.setAttribute('role', 'radio');
  element.setAttribute('aria-checked', String(isChosen));
  return element;
}

/** Whether the network is another than the one of which the scores are: it is changed, or as it was then, in its training. */
function otherNow() {
  const changes = Object.keys(ofNetwork(session.changes) ?? {});
  if (!changes.length) return null;
  return changes.every((name) => name === 'snapshot') ? 'then' : 'changed';
}

/** Under which name its facts are told: of a network of the visitor's own there are no scores. */
const wordOf = () => (isOwn(network()) ? 'own' : session.task);

/** The size and the scores of the chosen network in one sentence, and whether it is another now. */
export function facts() {
  const { parameters, scores } = network();
  const said = t(`facts.${wordOf()}`, { parameters, ...shownScores(scores) });
  const other = otherNow();
  return other ? t(`tries.facts_${other}`, { facts: said }) : said;
}

/** The same as one plain statement: what it gets right, and how large it is. */
export function plainFacts() {
  const { parameters, scores } = network();
  const said = t(`plainly.${wordOf()}`, { parameters, ...shownScores(scores) });
  const other = otherNow();
  return other ? t(`plainly.${other}`, { facts: said }) : said;
}

/** @param {Record<string, number>} scores */
const shownScores = (scores) => Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, Number.isInteger(score) ? score : score.toFixed(1)]));

// The picker of networks: one choice for each network of the task; on a phone a list.

import { find } from '../dom/find.js';
import { network, ofNetwork, on, onTask, session, setArchitecture } from '../run/session.js';
import { notify } from '../store/notices.js';
import { currentLanguage, onLanguage, t } from '../text/text.js';

/** @typedef {import('../store/state.js').Network} Network */

/** @param {HTMLElement} element */
export function showPicker(element) {
  const choice = Object.assign(document.createElement('select'), { className: 'pg-picker-choice' });
  choice.onchange = () => setArchitecture(choice.value);
  const render = () => {
    const { catalogue, architecture } = session;
    if (!catalogue) return;
    const { networks, missing = [] } = catalogue;
    choice.setAttribute('aria-label', t('picker.title'));
    choice.replaceChildren(...networks.map((one) => Object.assign(document.createElement('option'), { value: one.name, textContent: nameOf(one), selected: one.name === architecture })));
    element.replaceChildren(...networks.map((one) => button(one, one.name === architecture)), choice);
    const reasons = () => missing.map(({ name, reason }) => t('notices.no_network', { name: name.toUpperCase(), reason: reason[currentLanguage()] })).join(' ');
    notify('missing', missing.length ? reasons : null);
  };
  element.addEventListener('keydown', (event) => step(event, element));
  onTask(render);
  on('architecture', render);
  onLanguage(render);
}

/** "GRU", "GRU both ways", "GRU 1 layer": which one where the task has several of an architecture. @param {Network} one */
function nameOf(one) {
  const others = session.catalogue?.networks.filter(({ architecture }) => architecture === one.architecture) ?? [];
  const isFirst = others[0] === one || others.length < 2;
  const { num_layers: layers, bidirectional } = one.arguments;
  return [one.architecture.toUpperCase(), isFirst ? '' : t(bidirectional ? 'picker.both' : 'picker.layers', { layers })].filter(Boolean).join(' ');
}

const MANY = 5; // networks; more have no room for long names

/** The same in as few letters as tell the networks of a task apart. @param {Network} one */
function shortOf(one) {
  const { networks } = /** @type {import('../store/state.js').Catalogue} */ (session.catalogue);
  const isFirst = networks.find(({ architecture }) => architecture === one.architecture) === one;
  if (networks.length <= MANY || isFirst) return nameOf(one);
  return `${one.architecture.toUpperCase()} ${one.arguments.bidirectional ? '⇄' : one.arguments.num_layers}`;
}

/** The name of the chosen network. */
export const networkName = () => nameOf(network());

/** @param {KeyboardEvent} event @param {HTMLElement} group */
function step(event, group) {
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const buttons = [...group.querySelectorAll('button')];
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  if (!by || at < 0) return;
  event.preventDefault();
  setArchitecture(buttons[(at + by + buttons.length) % buttons.length].dataset.architecture ?? '');
  find(group, '[aria-checked=true]', HTMLButtonElement).focus();
}

/** @param {Network} one @param {boolean} isChosen */
function button(one, isChosen) {
  const name = nameOf(one);
  const title = [name, t(`picker.${one.architecture}`)].join(' · ');
  const element = Object.assign(document.createElement('button'), { type: 'button', textContent: shortOf(one), title, ariaLabel: name, tabIndex: isChosen ? 0 : -1, onclick: () => setArchitecture(one.name) });
  element.dataset.architecture = one.name;
  element.setAttribute('role', 'radio');
  element.setAttribute('aria-checked', String(isChosen));
  return element;
}

/** The size and the scores of the chosen network in one sentence. */
export function facts() {
  const { parameters, scores } = network();
  return t(`facts.${session.task}`, { parameters: parameters.toLocaleString('en'), ...shownScores(scores) });
}

/** The same as one plain statement: what it gets right, and how large it is. */
export function plainFacts() {
  const { parameters, scores } = network();
  const said = t(`plainly.${session.task}`, { parameters: parameters.toLocaleString('en'), ...shownScores(scores) });
  return ofNetwork(session.changes) ? t('plainly.changed', { facts: said }) : said;
}

/** @param {Record<string, number>} scores */
const shownScores = (scores) => Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, Number.isInteger(score) ? score : score.toFixed(1)]));

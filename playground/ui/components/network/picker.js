// The picker of networks: a button for each architecture, under it one for each way in which that was trained.
// @ts-nocheck: untyped until the next issue replaces it

import { network, on, onTask, session, setArchitecture } from '../run/session.js';
import { currentLanguage, onLanguage, t } from '../text/text.js';

export function showPicker(element, variants) {
  const render = () => {
    if (!session.catalogue) return;
    const { networks } = session.catalogue;
    const { architecture } = network();
    const plain = [...new Map(networks.map((n) => [n.architecture, n])).keys()];
    const first = (kind) => networks.find((n) => n.architecture === kind).name;
    element.style.setProperty('--pg-choices', plain.length);
    element.replaceChildren(...plain.map((kind) => choice(first(kind), kind.toUpperCase(), t(`picker.${kind}`), kind === architecture)));
    const same = networks.filter((n) => n.architecture === architecture);
    variants.hidden = same.length < 2;
    tellMissing(variants);
    variants.replaceChildren(...same.map((n) => choice(n.name, variantOf(n), '', n.name === session.architecture)));
  };
  for (const group of [element, variants]) group.addEventListener('keydown', (event) => step(event, group));
  onTask(render);
  on('architecture', render);
  onLanguage(render);
}

/** Under the picker, which networks of the task are missing, and why. */
function tellMissing(variants) {
  const { missing = [] } = session.catalogue;
  const lines = missing.map(({ name, reason }) => Object.assign(document.createElement('p'), { className: 'pg-missing', textContent: t('notices.no_network', { name: name.toUpperCase(), reason: reason[currentLanguage()] }) }));
  for (const line of variants.parentElement.querySelectorAll('.pg-missing')) line.remove();
  variants.after(...lines);
}

/** "GRU", and which GRU where the task has several. */
export function networkName() {
  const { architecture } = network();
  const several = session.catalogue.networks.filter((n) => n.architecture === architecture).length > 1;
  return [architecture.toUpperCase(), several ? variantOf(network()) : ''].filter(Boolean).join(' · ');
}

function variantOf({ arguments: { num_layers: layers, bidirectional } }) {
  return t(bidirectional ? 'picker.both' : 'picker.layers', { layers });
}

function step(event, group) {
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const cards = [...group.children];
  const next = cards[(cards.indexOf(document.activeElement) + by + cards.length) % cards.length];
  event.preventDefault();
  setArchitecture(next.dataset.architecture);
  group.querySelector('[aria-checked=true]').focus();
}

function choice(name, words, title, chosen) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.architecture = name;
  button.textContent = words;
  button.title = title;
  button.setAttribute('role', 'radio');
  button.setAttribute('aria-checked', chosen);
  button.tabIndex = chosen ? 0 : -1;
  button.onclick = () => setArchitecture(name);
  return button;
}

/** The size and the scores of the chosen network in one sentence. */
export function facts() {
  const { parameters, scores } = network();
  const shown = Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, Number.isInteger(score) ? score : score.toFixed(1)]));
  return t(`facts.${session.task}`, { parameters: parameters.toLocaleString('en'), ...shown });
}

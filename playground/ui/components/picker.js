// The architecture picker: one button a network, and what is known of the chosen one.

import { on, onCatalogue, session, setArchitecture } from './session.js';
import { onLanguage, t } from './text.js';

export function showPicker(element) {
  const render = () => {
    if (!session.catalogue) return;
    element.replaceChildren(...session.catalogue.networks.map(choice));
  };
  element.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const cards = [...element.children];
    const next = cards[(cards.indexOf(document.activeElement) + step + cards.length) % cards.length];
    event.preventDefault();
    setArchitecture(next.dataset.architecture);
    element.querySelector('[aria-checked=true]').focus();
  });
  onCatalogue(render);
  on('architecture', render);
  onLanguage(render);
}

function choice({ name }) {
  const button = document.createElement('button');
  const chosen = name === session.architecture;
  button.type = 'button';
  button.dataset.architecture = name;
  button.textContent = name.toUpperCase();
  button.title = t(`picker.${name}`);
  button.setAttribute('role', 'radio');
  button.setAttribute('aria-checked', chosen);
  button.tabIndex = chosen ? 0 : -1;
  button.onclick = () => setArchitecture(name);
  return button;
}

/** The size and the scores of the chosen network in one sentence. */
export function facts() {
  const { parameters, scores } = session.catalogue.networks.find(({ name }) => name === session.architecture);
  const [mnist, pen] = [scores.mnist.toFixed(1), scores.pen.toFixed(1)];
  return t('picker.facts', { parameters: parameters.toLocaleString('en'), mnist, pen });
}

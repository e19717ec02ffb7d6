// The architecture picker: one button a network, and what the chosen one is, its size and its score.

import { on, onCatalogue, session, setArchitecture } from './session.js';
import { onLanguage, t } from './text.js';

export function showPicker(element, about) {
  const render = () => {
    if (!session.catalogue) return;
    const { networks } = session.catalogue;
    element.replaceChildren(...networks.map(choice));
    const lines = describe(networks.find(({ name }) => name === session.architecture));
    about.replaceChildren(lines[0], document.createElement('br'), lines[1]);
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
  button.setAttribute('role', 'radio');
  button.setAttribute('aria-checked', chosen);
  button.tabIndex = chosen ? 0 : -1;
  button.onclick = () => setArchitecture(name);
  return button;
}

function describe({ name, parameters, scores }) {
  const values = { parameters: parameters.toLocaleString('en'), mnist: scores.mnist.toFixed(1), pen: scores.pen.toFixed(1) };
  return [t(`picker.${name}`), t('picker.facts', values)];
}

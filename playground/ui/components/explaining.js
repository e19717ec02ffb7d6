// The way to the card that explains a value; its module comes when somebody first reaches for a stage.

import { onSelect } from './hover.js';
import { needTexts } from './text.js';

let stages = null; // the network's element
let card = null;

const load = () => (card ??= Promise.all([import('./explanation.js'), needTexts('explain')]).then(([module]) => {
  module.mountExplanation(stages);
  return module;
}));

/** Explain a value (explanation.js). */
export const explain = async (selection) => (await load()).explain(selection);

/** Explain what is chosen in `element`, the network, and what the address names. */
export function explaining(element) {
  stages = element;
  onSelect(explain);
  for (const event of ['pointerover', 'focusin']) element.querySelector('.pg-stages').addEventListener(event, load, { once: true });
  if (new URLSearchParams(location.search).has('cell')) load();
}

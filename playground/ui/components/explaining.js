// The way to the card that explains a value; its module comes when somebody first reaches for a stage.

import { onSelect } from './hover.js';
import { once } from './once.js';
import { needTexts } from './text.js';

let stages = null; // the network's element
let card = null; // the module, once it is there

const load = once(async () => {
  const [module] = await Promise.all([import('./explanation.js'), needTexts('explain')]);
  module.mountExplanation(stages);
  card = module;
  return module;
});

/** Explain a value (explanation.js). */
export const explain = async (selection) => (await load()).explain(selection);

/** Close the card, if it is open. */
export const unexplain = () => card?.close();

/** Explain what is chosen in `element`, the network, and what the address names. */
export function explaining(element) {
  stages = element;
  onSelect(explain);
  for (const event of ['pointerover', 'focusin']) element.querySelector('.pg-stages').addEventListener(event, load, { once: true });
  if (new URLSearchParams(location.search).has('cell')) load();
}

// The way to the card that explains a value; its module comes when somebody first reaches for a stage.
// @ts-nocheck: untyped until the next issue replaces it

import { onTask } from '../run/session.js';
import { state } from '../store/store.js';
import { onSelect } from '../canvas/hover.js';
import { lazy } from '../loading/lazy.js';
import { whileWanted } from '../loading/wanted.js';
import { needTexts } from '../text/text.js';

let stages = null; // the network's element
let card = null; // the module, once it is there

const load = lazy(async () => {
  const [module] = await Promise.all([import('./explanation.js'), needTexts('explain')]);
  module.mountExplanation(stages);
  card = module;
  return module;
});

/** Explain a value (explanation.js). */
export const explain = async (selection) => {
  const module = await whileWanted('explanation', load, () => true);
  return module?.explain(selection);
};

/** Have it there when it is wanted; what fails is tried when somebody reaches for a stage again. */
const soon = () => void load().catch(() => {});

/** Close the card, if it is open. */
export const unexplain = () => card?.close();

/** Explain what is chosen in `element`, the network, and what the address names. */
export function explaining(element) {
  stages = element;
  onSelect(explain);
  for (const event of ['pointerover', 'focusin']) element.querySelector('.pg-stages').addEventListener(event, soon);
  onTask(() => state.cell && soon());
}

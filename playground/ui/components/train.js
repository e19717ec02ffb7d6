// The training lab: data at the left, the network and its living picture in the middle, what has become of it at the right.

import { find } from './dom/find.js';
import { needStyle } from './loading/styles.js';
import { onPut } from './store/store.js';
import { fill, needTexts, onLanguage } from './text/text.js';
import { ask, restoreSetup } from './train/bench.js';
import { showData } from './train/data.js';
import { showPicture } from './train/living.js';
import { showPresets } from './train/presets.js';
import { showResults } from './train/results.js';
import { showSettings } from './train/settings.js';
import { showStack } from './train/stack.js';
import { showTransport } from './train/transport.js';

/** @param {HTMLElement} element */
export async function mount(element) {
  await Promise.all([needTexts('train'), needTexts('layers'), needTexts('browse'), needStyle('train'), needStyle('browse/matrix')]);
  const at = (/** @type {string} */ name) => find(element, `.pg-train-${name}`, HTMLElement);
  showPresets(at('presets'));
  showData(at('data'));
  showStack(at('stack'), find(element, '[data-count]', HTMLElement));
  showPicture(at('stage'), at('shows'));
  showResults(at('results'));
  showSettings(at('settings'));
  showTransport(at('run'));
  onLanguage(() => {
    fill(element);
    void ask(); // a refusal in the other language
  });
  onPut(['training'], restoreSetup);
  restoreSetup();
}

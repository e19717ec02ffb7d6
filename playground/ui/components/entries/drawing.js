// The way in of digits and of pen strokes: a pad with its tools, and digits that somebody drew.

import { showGlance } from '../answer/prediction_on_pad.js';
import { find, findAll } from '../dom/find.js';
import { session } from '../run/session.js';
import { fill, onLanguage } from '../text/text.js';
import { showExamples } from './examples.js';
import { Pad } from './pad.js';

const HTML = `
<div class="pg-paper">
  <canvas tabindex="0" role="application" data-label="pad.keys"></canvas>
  <p class="pg-hint" data-text="pad.hint"></p>
  <p class="pg-glance" aria-hidden="true"></p>
  <p class="pg-message" role="status" aria-live="polite"></p>
</div>
<div class="pg-tools">
  <button type="button" data-do="undo" data-text="pad.undo"></button>
  <button type="button" data-do="clear" data-text="pad.clear"></button>
  <button type="button" data-do="upload" data-text="pad.upload"></button>
  <input type="file" accept="image/*" hidden>
</div>
<label class="pg-slider"><span data-text="pad.width"></span>
  <input type="range" min="0.02" max="0.16" step="0.005" value="0.065" data-width></label>
<h3 data-text="pad.examples"></h3>
<div class="pg-examples"></div>`;

/** @param {HTMLElement} element */
export function make(element) {
  element.innerHTML = HTML;
  const pad = new Pad(element);
  const examples = showExamples(find(element, '.pg-examples', HTMLElement), pad);
  showGlance(find(element, '.pg-glance', HTMLElement));
  onLanguage(() => fill(element));
  const open = (/** @type {string} */ task) => {
    // A picture has no strokes to read, and a pen's width means nothing to a sequence of its places.
    for (const tool of findAll(element, '[data-do=upload], .pg-slider', HTMLElement)) tool.hidden = task === 'strokes';
    examples.open(session.catalogue?.examples.shown ?? []);
    if (pad.empty) examples.demonstrate();
    else pad.reread();
  };
  const show = (/** @type {import('./pad.js').Drawing} */ { strokes, width }) => {
    pad.onbegin?.();
    pad.show(strokes, width);
  };
  return { open, show };
}

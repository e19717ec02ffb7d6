// What the colours of the picture mean: a bar for signed values, one for gates where the network has some, and what to do.

import { contextOf } from '../canvas/context.js';
import { onTheme } from '../canvas/theme.js';
import { withRole } from '../run/declarations.js';
import { onGradients } from '../run/backward.js';
import { drawn, onPlan } from '../run/plan.js';
import { on } from '../run/session.js';
import { onPut } from '../store/store.js';
import { onLanguage, t } from '../text/text.js';
import { table } from './colours.js';
import { onScreenKind, screenNow } from './screen.js';

const HTML = `
<div class="pg-colours">
  <p data-ramp="gate"><canvas width="256" height="1" aria-hidden="true"></canvas><span></span></p>
  <p data-ramp="signed"><canvas width="256" height="1" aria-hidden="true"></canvas><span></span></p>
  <p data-hint></p>
</div>`;

/** Pictures beside that of the page. @type {import('./stage.js').Stage[]} */
const others = [];
let renew = () => {};

/** Say what the colours of another picture mean, too, as long as it has a run. @param {import('./stage.js').Stage} stage */
export function explainColours(stage) {
  others.push(stage);
  stage.add({ layout: () => renew() });
}

/** @param {HTMLElement} element */
export function mountLegend(element) {
  element.innerHTML = HTML;
  const [gate, signed, hint] = /** @type {HTMLElement[]} */ ([...element.querySelectorAll('p')]);
  const show = () => {
    const run = drawn();
    const kinds = [run, ...others.map((stage) => stage.run)].flatMap((one) => Object.values(one?.kinds ?? {}));
    const isBackward = Boolean(run?.forward);
    gate.hidden = isBackward || !kinds.some((kind) => withRole(kind, 'gate').length > 0);
    hint.hidden = !gate.hidden;
    hint.textContent = t(!isBackward ? 'legend.hint' : run?.recurrent ? 'backward.scale' : 'backward.edges');
    name();
  };
  const paint = () => {
    for (const [place, ramp] of /** @type {[HTMLElement, 'gate' | 'signed'][]} */ ([[gate, 'gate'], [signed, 'signed']])) {
      const context = contextOf(/** @type {HTMLCanvasElement} */ (place.firstElementChild));
      const image = context.createImageData(256, 1);
      new Uint32Array(image.data.buffer).set(table(ramp));
      context.putImageData(image, 0, 0);
    }
  };
  on('end', (trace) => trace.preview || show());
  on('clear', show);
  onPlan(show);
  onTheme(paint);
  const name = () => {
    const size = screenNow().short ? 'short' : 'long';
    for (const place of [gate, signed]) {
      const what = drawn()?.forward ? 'gradient' : place.dataset.ramp;
      /** @type {HTMLElement} */ (place.lastElementChild).textContent = t(`legend.${size}.${what}`);
    }
  };
  onLanguage(show);
  onGradients(show);
  onScreenKind(name);
  onPut(['pair'], show);
  renew = show;
  show();
  paint();
}

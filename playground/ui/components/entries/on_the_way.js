// The four pictures on the way from the pad to the pixels that a network reads: ink, cut out, shrunk, centred.

import { contextOf } from '../canvas/context.js';
import { onTheme } from '../canvas/theme.js';
import { find } from '../dom/find.js';
import { on, session } from '../run/session.js';
import { table } from '../stage/colours.js';
import { onLanguage, t } from '../text/text.js';

const PICTURES = ['ink', 'cropped', 'scaled', 'centred'];

/** Fill `element`, which is in a menu, whenever that is opened and the run is another. @param {HTMLElement} element @param {HTMLDetailsElement} menu */
export function showWay(element, menu) {
  element.innerHTML = '<h3></h3><div role="group"></div><p></p>';
  const [title, buttons, words] = [find(element, 'h3', HTMLElement), find(element, 'div', HTMLElement), find(element, 'p', HTMLElement)];
  buttons.append(...PICTURES.map(makeButton));
  let chosen = PICTURES[0];
  const show = () => {
    if (!menu.open) return;
    const { encoded } = session.trace ?? {};
    title.textContent = t('pad.way');
    words.textContent = t(`pad.on_the_way.${chosen}`);
    PICTURES.forEach((name, k) => {
      const button = /** @type {HTMLElement} */ (buttons.children[k]);
      button.setAttribute('aria-label', t(`pad.pictures.${name}`));
      button.title = t(`pad.pictures.${name}`);
      button.setAttribute('aria-pressed', String(name === chosen));
      const array = encoded?.arrays[name] ?? (name === 'centred' ? session.trace?.stages.get('Input')?.arrays.values : undefined);
      paint(find(button, 'canvas', HTMLCanvasElement), array);
    });
  };
  buttons.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (!button) return;
    chosen = button.dataset.picture ?? chosen;
    show();
  });
  menu.addEventListener('toggle', show);
  on('end', (trace) => trace.preview || show());
  on('clear', show);
  onTheme(show);
  onLanguage(show);
}

/** @param {string} name */
function makeButton(name) {
  const button = Object.assign(document.createElement('button'), { type: 'button' });
  button.dataset.picture = name;
  button.append(document.createElement('canvas'));
  return button;
}

/** @param {HTMLCanvasElement} canvas @param {import('../run/trace.js').Values} [array] */
function paint(canvas, array) {
  const [height, width] = array?.shape.slice(-2) ?? [1, 1];
  Object.assign(canvas, { width, height });
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  const [pixels, colours] = [new Uint32Array(image.data.buffer), table('ink')];
  for (let i = 0; i < pixels.length; i++) pixels[i] = colours[Math.round(255 * Math.max(0, Math.min(1, array?.values[i] ?? 0)))];
  context.putImageData(image, 0, 0);
}

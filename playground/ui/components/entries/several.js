// Several digits on the pad: a frame around each, which of them is read, and the way to the others.

import { find } from '../dom/find.js';
import { on, session } from '../run/session.js';
import { onScreenKind, screenNow } from '../stage/screen.js';
import { onLanguage, t } from '../text/text.js';
import { nearer, styleOf, WHOLE } from './picture/boxes.js';

/** @typedef {import('./picture/boxes.js').Box} Box */
/** @typedef {import('./pad.js').Pad} Pad */

const HTML = `
<button type="button" data-step="-1" data-label="pad.digit_before"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="m12 4-6 6 6 6"/></svg></button>
<span role="status" aria-live="polite"></span>
<button type="button" data-step="1" data-label="pad.digit_after"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="m8 4 6 6-6 6"/></svg></button>`;

/** `element` has the words and the way on, the frames lie on the paper; what is returned shows those of a run, of which one is read. @param {HTMLElement} element @param {Pad} pad */
export function showSeveral(element, pad) {
  element.innerHTML = HTML;
  const frames = Object.assign(document.createElement('div'), { className: 'pg-digit-frames' });
  pad.paper.append(frames);
  const words = find(element, 'span', HTMLElement);
  let [count, read] = [0, 0];
  const tell = () => {
    words.textContent = count ? t(screenNow().phone || screenNow().short ? 'pad.several_short' : 'pad.several', { count, number: read + 1 }) : '';
  };
  const hide = () => {
    count = 0;
    element.hidden = frames.hidden = true;
    tell();
  };
  const show = (/** @type {Box[]} */ boxes, /** @type {number} */ which) => {
    if (boxes.length < 2) return hide();
    [count, read] = [boxes.length, which];
    element.hidden = frames.hidden = false;
    frame(frames, pad, boxes, read);
    tell();
  };
  on('clear', hide);
  on('interrupt', hide);
  onLanguage(tell);
  onScreenKind(tell);
  element.addEventListener('click', ({ target }) => {
    const step = target instanceof Element ? Number(target.closest('button')?.dataset.step ?? 0) : 0;
    if (step && session.input) pad.reread((read + step + count) % count);
  });
  frames.addEventListener('click', ({ target }) => {
    if (target instanceof HTMLButtonElement) pad.reread(Number(target.dataset.digit));
  });
  return show;
}

/** On a picture a frame can be clicked; on a drawing the pen goes through it. @param {HTMLElement} place @param {Pad} pad @param {Box[]} boxes @param {number} read */
function frame(place, pad, boxes, read) {
  place.classList.toggle('pictured', Boolean(pad.picture));
  const on = pad.picture?.place ?? WHOLE;
  place.replaceChildren(...boxes.map((box, k) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', tabIndex: -1 });
    button.dataset.digit = String(k);
    button.setAttribute('aria-label', t('pad.digit', { number: k + 1 }));
    button.setAttribute('aria-pressed', String(k === read));
    Object.assign(button.style, styleOf(on, box));
    return button;
  }));
}

/** Look from nearer at digits that are small on a large picture; once, for Undo brings the whole back. @param {Pad} pad @param {Box[]} digits */
export async function comeNearer(pad, digits) {
  const { picture } = pad;
  if (!picture?.cut || picture.lookedAt) return;
  picture.lookedAt = true;
  const box = nearer(digits, [picture.canvas.width, picture.canvas.height], picture.full);
  if (box) await pad.cut(box, t('pad.nearer'));
}

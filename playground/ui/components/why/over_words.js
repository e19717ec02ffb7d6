// Over the field: the text in the colours of what each of its letters or words did.

import { onView, span } from '../playback/view.js';
import { place } from '../run/time_axis.js';
import { cssColour } from '../stage/colours.js';
import { t } from '../text/text.js';
import { largest, number, values as flat } from './found.js';
import { goTo } from '../stage/time/cursor.js';
import { likeOf } from '../tasks.js';

const FAR = 0.5; // of the scale; beyond it the colour is far from the page's ground, and words on it have the ground's

/** @param {HTMLElement} host @param {(words: string) => void} say @returns {import('./found.js').Over} */
export function overWords(host, say) {
  const element = Object.assign(document.createElement('div'), { className: 'pg-why-over pg-why-words' });
  element.setAttribute('role', 'group');
  host.append(element);
  /** @type {import('./found.js').Answer | null} */
  let shown = null;
  const fill = () => {
    if (!shown) return;
    const { found, trace } = shown;
    const values = flat(found);
    const most = largest(values);
    const { from, count } = span(trace);
    const tokens = /** @type {string[]} */ (trace.encoded?.tokens ?? []);
    element.setAttribute('aria-label', t('why.each'));
    element.classList.toggle('letters', likeOf(trace.task) === 'names');
    element.replaceChildren(...tokens.slice(from, from + count).map((token, k) => {
      const value = values[from + k];
      const words = `${place(trace, from + k)}: ${number(value, most, { sign: true })}`;
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: token === ' ' ? '␣' : token, title: words, onclick: () => goTo(from + k) });
      button.setAttribute('aria-label', words);
      button.style.background = cssColour({ ramp: 'signed', most }, value);
      button.classList.toggle('far', Math.abs(value) > FAR * most);
      button.onpointerenter = button.onfocus = () => say(words);
      return button;
    }));
  };
  element.onpointerleave = () => say('');
  const off = onView(fill);
  const draw = (/** @type {import('./found.js').Answer} */ answer) => {
    shown = answer;
    fill();
  };
  const end = () => {
    off();
    element.remove();
  };
  return { draw, end };
}

// The first row of the dock: what is selected, in bold, half a sentence on it, and at most four buttons at the right.

import { onScreenKind, screenNow } from '../stage/screen.js';
import { t } from '../text/text.js';
import { button, el } from './parts.js';

/** @typedef {import('./parts.js').Content} Content */
/** @typedef {{words: string, short?: string, act: () => void, pressed?: boolean, name?: string}} Button `short`: what a phone has room for */
/** `up`: the layer, to which the title's first part leads. @typedef {{up?: {words: string, act: () => void} | null, title: string, note?: string, open?: (() => void) | null, find?: (() => void) | null, buttons?: Button[], brief?: Content[]}} Headline `brief`: in one line what a phone's low sheet has room for; `find`: inputs that excite it */
/** @typedef {{say: (headline: Headline) => void, buttons: (list: Button[]) => void, changed: HTMLElement, more: HTMLElement, title: (words: string) => void, brief: (...content: Content[]) => void, focus: () => void}} Head `title`: other words in the place of the title, behind `up` */

const OPEN = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 8V3h5v2H6.4l3 3L8 9.4l-3-3V8zm9-5h5v5h-2V6.4l-3 3L10.6 8l3-3H12z M3 12h2v1.6l3-3L9.4 12l-3 3H8v2H3zm12 0h2v5h-5v-2h1.6l-3-3 1.4-1.4 3 3z"/></svg>';
const FIND = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M8.5 2.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm5.6 8.2 3.6 3.6-1.4 1.4-3.6-3.6z"/></svg>';

/** @param {HTMLElement} element @returns {Head} */
export function makeHead(element) {
  const title = Object.assign(el('h2', ''), { id: 'pg-dock-title', tabIndex: -1 });
  const find = button('', () => {}, 'pg-find');
  find.dataset.act = 'exciting';
  find.innerHTML = FIND;
  const [note, open, changed, brief, buttons, more] = [el('span', 'pg-half'), button('', () => {}, 'pg-unfold'), el('span', 'pg-changed'), el('p', 'pg-brief pg-maths'), el('div', 'pg-acts'), el('span', 'pg-more')];
  open.innerHTML = OPEN;
  element.append(title, open, find, note, changed, brief, buttons, more);
  /** @type {Button[]} */
  let listed = [];
  const list = (/** @type {Button[]} */ now) => show(buttons, (listed = now));
  onScreenKind(() => show(buttons, listed));
  return {
    changed,
    more,
    focus: () => title.focus({ preventScroll: true }),
    title(words) {
      const own = title.lastChild;
      if (own && own.textContent !== words) own.textContent = words;
    },
    brief: (...content) => brief.replaceChildren(...inTwo(content)),
    say({ up = null, title: words, note: half = '', open: act = null, find: search = null, buttons: all = [], brief: line = [] }) {
      brief.replaceChildren(...inTwo(line));
      title.replaceChildren(...(up ? [button(up.words, up.act, 'pg-up'), ' · '] : []), words);
      note.textContent = note.title = half;
      open.hidden = !act;
      open.onclick = act;
      open.title = t('dock.open');
      open.setAttribute('aria-label', open.title);
      find.hidden = !search;
      find.onclick = search;
      find.title = t('dock.exciting.find');
      find.setAttribute('aria-label', find.title);
      list(all);
    },
    buttons: list,
  };
}

/** What a line is made of, which may be cut, and from its last "=" on what comes of it, which never is. @param {Content[]} content @returns {Content[]} */
function inTwo(content) {
  const whole = el('span', '', ...content);
  const equals = [...whole.childNodes].findLast((node) => node instanceof Text && /[=≈]/.test(node.data));
  if (!(equals instanceof Text)) return content;
  const result = el('span', 'pg-result');
  const at = Math.max(equals.data.lastIndexOf('='), equals.data.lastIndexOf('≈'));
  const rest = equals.splitText(at);
  while (rest.nextSibling) result.append(rest.nextSibling);
  result.prepend(rest);
  for (const node of [...whole.childNodes]) if (node instanceof Text) node.replaceWith(...node.data.split(/(\s+)/).map((text) => (text.trim() ? el('span', 'pg-word', text) : text)));
  return whole.textContent ? [whole, result] : [result];
}

/** The same buttons keep their focus. @param {HTMLElement} element @param {Button[]} list */
function show(element, list) {
  const at = [...element.children].indexOf(/** @type {Element} */ (document.activeElement));
  element.replaceChildren(...list.map(({ words, short, act, pressed, name }) => {
    const isShort = short && screenNow().phone;
    const one = button(isShort ? short : words, act);
    if (isShort) one.title = words;
    if (name) one.dataset.act = name;
    if (pressed !== undefined) one.setAttribute('aria-pressed', String(pressed));
    return one;
  }));
  const next = at >= 0 ? element.children[Math.min(at, element.children.length - 1)] : null;
  if (next instanceof HTMLElement) next.focus();
}

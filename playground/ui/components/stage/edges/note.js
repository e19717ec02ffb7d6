// Below the picture that a network of units reads: which of its edges are drawn, in numbers.

import { t } from '../../text/text.js';

/** @typedef {import('../layout/layout.js').Layout} Layout */
/** @typedef {import('./found.js').Chosen} Chosen */
/** @typedef {import('./found.js').Edge} Edge */

const GAP = 10; // px below the picture

/**
 * How many edges lead to the answer, to each of their sources, and from how many of these on to how many pixels; null where the way is another.
 * @param {Chosen} chosen
 * @param {string} picture key of what is read
 * @returns {{first: number, second: number, widest: number, third: number} | null}
 */
function countsOf({ edges, lit }, picture) {
  const groups = grouped(edges.filter(({ kind }) => kind === 'strong'), ({ to }) => to.key);
  const pixels = [...groups.values()].find(([{ from }]) => from.key === picture);
  if (lit || groups.size !== 3 || !pixels) return null;
  const each = (/** @type {Edge[]} */ some) => [...grouped(some, ({ to }) => to.index.join()).values()].map(({ length }) => length);
  const [last, middle] = [...groups.values()];
  return { first: last.length, second: Math.max(...each(middle)), widest: each(pixels).length, third: Math.max(...each(pixels)) };
}

/** @param {Edge[]} edges @param {(edge: Edge) => string} name */
function grouped(edges, name) {
  /** @type {Map<string, Edge[]>} */
  const groups = new Map();
  for (const edge of edges) groups.set(name(edge), [...(groups.get(name(edge)) ?? []), edge]);
  return groups;
}

export class Note {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.element = Object.assign(document.createElement('p'), { className: 'pg-edges-note', hidden: true });
    place.append(this.element);
  }

  /** @param {Chosen | null} chosen @param {Layout} layout @param {string} text of what is said @param {string} label of the answer */
  update(chosen, { blocks, height }, text, label) {
    const picture = blocks.find(({ form }) => form === 'picture');
    const counts = picture && chosen ? countsOf(chosen, picture.key) : null;
    this.element.hidden = !counts;
    if (!counts || !picture) return;
    const top = picture.y + picture.height + GAP;
    this.element.textContent = t(text, { ...counts, label });
    Object.assign(this.element.style, { left: `${picture.x}px`, top: `${top}px`, width: `${picture.width}px` });
    this.element.hidden = top + this.element.offsetHeight > height; // there is no room for it
  }
}

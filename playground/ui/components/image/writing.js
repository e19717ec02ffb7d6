// The text of an SVG: elements with their attributes, and words that no reader of XML takes for anything else.

/** Characters that XML has no place for, and half characters. */
const NONE = /(?![\t\n\r])\p{Control}|\p{Surrogate}|[\ufffe\uffff]/gu;
const ENTITIES = /** @type {Record<string, string>} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' });

/** @param {string} words */
export const escaped = (words) => words.replace(NONE, '\ufffd').replace(/[&<>"]/g, (character) => ENTITIES[character]);

/** In hundredths of a px, as short as can be. @param {number} length */
export const px = (length) => String(Math.round(100 * length) / 100);

/** An element; attributes that are null are left out. @param {string} name @param {Record<string, string | number | null>} attributes @param {string} [content] that is XML already */
export function tag(name, attributes, content = '') {
  const written = Object.entries(attributes).map(([key, value]) => (value === null ? '' : ` ${key}="${typeof value === 'number' ? px(value) : escaped(value)}"`));
  return `<${name}${written.join('')}${content ? `>${content}</${name}>` : '/>'}`;
}

/**
 * Words in lines of a width, broken between `parts`, and within one that is wider than a line.
 * @param {string[]} parts
 * @param {string} between what stands between two parts of a line
 * @param {number} width
 * @param {(words: string) => number} measure
 * @returns {string[]}
 */
export function wrapped(parts, between, width, measure) {
  /** @type {string[]} */
  const lines = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : last + between + part;
    if (last !== undefined && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...cut(part, width, measure));
  }
  return lines;
}

/** @param {string} words @param {number} width @param {(words: string) => number} measure */
function cut(words, width, measure) {
  const lines = [];
  let rest = [...words];
  while (rest.length > 1 && measure(rest.join('')) > width) {
    const fit = rest.findIndex((_, k) => k > 0 && measure(rest.slice(0, k + 1).join('')) > width);
    lines.push(rest.slice(0, fit).join(''));
    rest = rest.slice(fit);
  }
  return [...lines, rest.join('')];
}

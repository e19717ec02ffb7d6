// The words of a text node as SVG: a line for each line that it has on the page, at its place and as wide as there.

import { contextOf } from '../canvas/context.js';
import { escaped, px, tag } from './writing.js';

/** @typedef {{left: number, top: number, right: number, bottom: number}} Edges */
/** @typedef {{words: string, box: Edges}} Line */

const SAME = 2; // px that letters of one line may stand above each other
const pen = contextOf(document.createElement('canvas'));

/** The lines of a node, whose letters that take no room, such as those of indents, are none. @param {Text} node @param {boolean} isTurned @param {number} end to the right of which there is no room @returns {Line[]} */
function linesOf(node, isTurned, end) {
  const range = document.createRange();
  /** @type {Line[]} */
  const lines = [];
  let at = 0;
  for (const letter of node.data) {
    range.setStart(node, at);
    range.setEnd(node, (at += letter.length));
    const box = range.getClientRects()[0];
    if (!box?.width || !box.height) continue;
    const line = lines.at(-1);
    if (box.right > end) {
      if (line) line.words += '…';
      break;
    }
    const isNext = line && (isTurned ? Math.abs(box.left - line.box.left) < SAME : Math.abs(box.top - line.box.top) < SAME);
    const shown = /\s/.test(letter) ? ' ' : letter;
    if (isNext) {
      line.words += shown;
      line.box = { left: Math.min(line.box.left, box.left), top: Math.min(line.box.top, box.top), right: Math.max(line.box.right, box.right), bottom: Math.max(line.box.bottom, box.bottom) };
    } else lines.push({ words: shown, box });
  }
  return lines.filter(({ words }) => words.trim());
}

/** How its letters look. @param {CSSStyleDeclaration} style @param {number} zoom */
function lookOf(style, zoom) {
  return {
    'font-family': style.fontFamily,
    'font-size': Number.parseFloat(style.fontSize) * zoom,
    'font-weight': style.fontWeight === '400' ? null : style.fontWeight,
    'font-style': style.fontStyle === 'normal' ? null : style.fontStyle,
    'text-decoration': style.textDecorationLine === 'none' ? null : style.textDecorationLine,
    fill: style.color,
    'xml:space': 'preserve',
  };
}

/** px from the upper edge of a line to where its letters stand. @param {CSSStyleDeclaration} style @param {number} zoom @param {number} height */
function baseline(style, zoom, height) {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${Number.parseFloat(style.fontSize) * zoom}px ${style.fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText('x');
  return (height - above - below) / 2 + above;
}

/** Where words that have no room end, so that three dots have some. @param {HTMLElement | null} parent @param {CSSStyleDeclaration} style */
function endOf(parent, { textOverflow, fontSize }) {
  if (!parent || textOverflow !== 'ellipsis' || parent.scrollWidth <= parent.clientWidth) return Number.POSITIVE_INFINITY;
  return parent.getBoundingClientRect().right - Number.parseFloat(fontSize);
}

/** @param {Text} node @param {CSSStyleDeclaration} style of its parent @param {{x: number, y: number, zoom: number, isOver: boolean}} from `isOver`: it was turned over, so that it is read upwards */
export function writeText(node, style, { x, y, zoom, isOver }) {
  const isTurned = style.writingMode.startsWith('vertical');
  return linesOf(node, isTurned, endOf(node.parentElement, style)).map(({ words, box: { left, top, right, bottom } }) => {
    const look = lookOf(style, zoom);
    const length = { textLength: isTurned ? bottom - top : right - left, lengthAdjust: 'spacingAndGlyphs' };
    if (!isTurned) return tag('text', { x: left - x, y: top - y + baseline(style, zoom, bottom - top), ...length, ...look }, escaped(words));
    const [middle, start] = [(left + right) / 2 - x, (isOver ? bottom : top) - y];
    const down = baseline(style, zoom, right - left) - (right - left) / 2;
    return tag('text', { transform: `translate(${px(middle)} ${px(start)}) rotate(${isOver ? -90 : 90})`, y: down, ...length, ...look }, escaped(words));
  }).join('');
}

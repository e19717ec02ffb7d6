// What a field, a slider, a box to tick shows, as SVG: it is no text of the page.

import { contextOf } from '../canvas/context.js';
import { inset } from './boxes.js';
import { escaped, tag, wrapped } from './writing.js';

/** @typedef {import('./boxes.js').Box} Box */

const pen = contextOf(document.createElement('canvas'));

/** Null of other elements. @param {Element} element @param {CSSStyleDeclaration} style @param {Box} box */
export function writeControl(element, style, box) {
  const ink = style.color;
  if (element instanceof HTMLSelectElement) return field(element.selectedOptions[0]?.text ?? '', style, box);
  if (element instanceof HTMLTextAreaElement) return field(element.value || element.placeholder, style, box, true);
  if (!(element instanceof HTMLInputElement)) return null;
  const middle = box.y + box.height / 2;
  if (element.type === 'range') {
    const [min, max] = [Number(element.min || 0), Number(element.max || 100)];
    const at = box.x + 8 + ((element.valueAsNumber - min) / (max - min || 1)) * (box.width - 16);
    return tag('line', { x1: box.x, x2: box.x + box.width, y1: middle, y2: middle, stroke: ink, 'stroke-opacity': '0.3', 'stroke-width': 4, 'stroke-linecap': 'round' }) + tag('circle', { cx: at, cy: middle, r: 7, fill: ink });
  }
  if (element.type === 'radio') return tag('circle', { cx: box.x + box.width / 2, cy: middle, r: 6, fill: 'none', stroke: ink }) + (element.checked ? tag('circle', { cx: box.x + box.width / 2, cy: middle, r: 3, fill: ink }) : '');
  if (element.type === 'checkbox') {
    const { x, y, width, height } = inset(box, 2);
    return tag('rect', { x, y, width, height, rx: 2, fill: 'none', stroke: ink }) + (element.checked ? tag('path', { d: `M${x + 3} ${y + height / 2}l${width / 4} ${height / 4} ${width / 2.6}-${height / 2}`, fill: 'none', stroke: ink, 'stroke-width': 2 }) : '');
  }
  return field(element.value || element.placeholder, style, box);
}

/** The words in a field, where it has several lines those that they have there. @param {string} words @param {CSSStyleDeclaration} style @param {Box} box @param {boolean} [isWrapped] */
function field(words, style, box, isWrapped = false) {
  const size = Number.parseFloat(style.fontSize);
  const height = Number.parseFloat(style.lineHeight) || 1.3 * size;
  const left = Number.parseFloat(style.paddingLeft) + 1;
  const top = isWrapped ? Number.parseFloat(style.paddingTop) + 1 + height / 2 : box.height / 2;
  pen.font = `${size}px ${style.fontFamily}`;
  const lines = isWrapped ? words.split('\n').flatMap((line) => wrapped(line.split(' '), ' ', box.width - 2 * left, (part) => pen.measureText(part).width)) : [words];
  const look = { 'dominant-baseline': 'central', 'font-family': style.fontFamily, 'font-size': size, fill: style.color };
  return tag('svg', { ...box, overflow: 'hidden' }, lines.map((line, k) => tag('text', { x: left, y: top + k * height, ...look }, escaped(line))).join(''));
}

// What a box of the page has beside its content, as SVG: ground, border, the ring around it; and the form of a control.

import { escaped, tag } from './writing.js';

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

const CLEAR = /^(transparent|rgba\(.*, 0\))$/;
const RING = /^((?:rgba?|color)\([^)]*\)) 0px 0px 0px ([\d.]+)px$/;
const SIDES = /** @type {const} */ (['Top', 'Right', 'Bottom', 'Left']);

/** @param {Box} box @param {number} by */
const inset = ({ x, y, width, height }, by) => ({ x: x + by, y: y + by, width: Math.max(0, width - 2 * by), height: Math.max(0, height - 2 * by) });

/** The radius of its corners. @param {CSSStyleDeclaration} style @param {Box} box */
function radius({ borderTopLeftRadius: given }, { width, height }) {
  const length = Number.parseFloat(given);
  return Math.min(given.includes('%') ? (length / 100) * Math.min(width, height) : length, width / 2, height / 2) || null;
}

/** The sides of a border that can be seen. @param {CSSStyleDeclaration} style */
function sidesOf(style) {
  return SIDES.map((name) => ({ name, width: Number.parseFloat(style[`border${name}Width`]), colour: style[`border${name}Color`], line: style[`border${name}Style`] }))
    .filter(({ width, colour, line }) => width > 0 && line !== 'none' && line !== 'hidden' && !CLEAR.test(colour));
}

/** @param {CSSStyleDeclaration} style @param {Box} box */
export function writeBox(style, box) {
  if (!box.width || !box.height) return '';
  const rx = radius(style, box);
  const ground = CLEAR.test(style.backgroundColor) ? '' : tag('rect', { ...box, rx, fill: style.backgroundColor });
  const [, colour, spread] = RING.exec(style.boxShadow) ?? [];
  const ring = colour && !CLEAR.test(colour) ? tag('rect', { ...inset(box, -Number(spread) / 2), rx, fill: 'none', stroke: colour, 'stroke-width': spread }) : '';
  return ground + borderOf(style, box, rx) + ring;
}

/** @param {CSSStyleDeclaration} style @param {Box} box @param {number | null} rx */
function borderOf(style, box, rx) {
  const sides = sidesOf(style);
  const [first] = sides;
  const look = (/** @type {typeof first} */ { colour, width, line }) => ({ stroke: colour, 'stroke-width': width, 'stroke-dasharray': line === 'dashed' ? '4 3' : line === 'dotted' ? '1 2' : null });
  if (sides.length === 4 && sides.every(({ colour, width }) => colour === first.colour && width === first.width)) return tag('rect', { ...inset(box, first.width / 2), rx, fill: 'none', ...look(first) });
  return sides.map((side) => {
    const { x, y, width, height } = inset(box, side.width / 2);
    const [right, bottom] = [x + width, y + height];
    const ends = { Top: [box.x, y, box.x + box.width, y], Bottom: [box.x, bottom, box.x + box.width, bottom], Left: [x, box.y, x, box.y + box.height], Right: [right, box.y, right, box.y + box.height] }[side.name];
    return tag('line', { x1: ends[0], y1: ends[1], x2: ends[2], y2: ends[3], ...look(side) });
  }).join('');
}

/** What a field, a slider, a box to tick shows, which is no text of the page; null of other elements. @param {Element} element @param {CSSStyleDeclaration} style @param {Box} box */
export function writeControl(element, style, box) {
  const ink = style.color;
  if (element instanceof HTMLSelectElement) return field(element.selectedOptions[0]?.text ?? '', style, box);
  if (element instanceof HTMLTextAreaElement) return field(element.value || element.placeholder, style, box);
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

/** The words in a field, in lines that its width has room for is not asked: the first are seen, as on the page. @param {string} words @param {CSSStyleDeclaration} style @param {Box} box */
function field(words, style, box) {
  const size = Number.parseFloat(style.fontSize);
  const height = Number.parseFloat(style.lineHeight) || 1.3 * size;
  const isOne = box.height < 2 * height + 8;
  const first = isOne ? box.y + box.height / 2 : box.y + Number.parseFloat(style.paddingTop) + height / 2;
  const x = box.x + Number.parseFloat(style.paddingLeft) + 1;
  const lines = words.split('\n').map((line, k) => tag('text', { x, y: first + k * height, 'dominant-baseline': 'central', 'font-family': style.fontFamily, 'font-size': size, fill: style.color }, escaped(line)));
  return tag('svg', { ...box, overflow: 'hidden', viewBox: `${box.x} ${box.y} ${box.width} ${box.height}` }, lines.join(''));
}

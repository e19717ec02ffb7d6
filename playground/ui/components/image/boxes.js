// What a box of the page has beside its content, as SVG: ground, border, the ring around it; and the form of a control.

import { escaped, px, tag } from './writing.js';

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {ReturnType<typeof sidesOf>[number]} Side */

const CLEAR = /^(transparent|rgba\(.*, 0\))$/;
const RING = /^((?:rgba?|color)\([^)]*\)) 0px 0px 0px ([\d.]+)px$/;
const METER = /^linear-gradient\((rgba?\([^)]*\)) ?[^,]*, (rgba?\([^)]*\)) ?[^,]*\)$/;
const SIDES = /** @type {const} */ (['Top', 'Right', 'Bottom', 'Left']);

/** @param {Box} box @param {number} by */
const inset = ({ x, y, width, height }, by) => ({ x: x + by, y: y + by, width: Math.max(0, width - 2 * by), height: Math.max(0, height - 2 * by) });

/** The radius of its corners. @param {CSSStyleDeclaration} style @param {Box} box */
function radius({ borderTopLeftRadius: given }, { width, height }) {
  const length = Number.parseFloat(given);
  return Math.min(given.includes('%') ? (length / 100) * Math.min(width, height) : length, width / 2, height / 2) || null;
}

/** The sides of a border, seen or not. @param {CSSStyleDeclaration} style */
function sidesOf(style) {
  return SIDES.map((name) => {
    const [width, colour, line] = [Number.parseFloat(style[`border${name}Width`]), style[`border${name}Color`], style[`border${name}Style`]];
    return { name, width, colour, line, isSeen: width > 0 && line !== 'none' && line !== 'hidden' && !CLEAR.test(colour) };
  });
}

/** @param {CSSStyleDeclaration} style @param {Box} box */
export function writeBox(style, box) {
  if (!box.width || !box.height) return '';
  const rx = radius(style, box);
  const ground = CLEAR.test(style.backgroundColor) ? '' : tag('rect', { ...box, rx, fill: style.backgroundColor });
  const [, colour, spread] = RING.exec(style.boxShadow) ?? [];
  const ring = colour && !CLEAR.test(colour) ? tag('rect', { ...inset(box, -Number(spread) / 2), rx, fill: 'none', stroke: colour, 'stroke-width': spread }) : '';
  return ground + meterOf(style, box) + borderOf(style, box, rx) + ring;
}

/** @param {CSSStyleDeclaration} style @param {Box} box @param {number | null} rx */
function borderOf(style, box, rx) {
  const sides = sidesOf(style);
  const [top, right, bottom, left] = sides;
  if (sides.every(({ isSeen, colour, width }) => isSeen && colour === top.colour && width === top.width)) {
    const dashes = { dashed: '4 3', dotted: '1 2' }[top.line] ?? null;
    return tag('rect', { ...inset(box, top.width / 2), rx, fill: 'none', stroke: top.colour, 'stroke-width': top.width, 'stroke-dasharray': dashes });
  }
  const outer = [[box.x, box.y], [box.x + box.width, box.y], [box.x + box.width, box.y + box.height], [box.x, box.y + box.height]];
  const inner = [[left, top, 1, 1], [right, top, -1, 1], [right, bottom, -1, -1], [left, bottom, 1, -1]].map(([across, down, x, y], k) => [outer[k][0] + /** @type {number} */ (x) * /** @type {Side} */ (across).width, outer[k][1] + /** @type {number} */ (y) * /** @type {Side} */ (down).width]);
  // Each side is as wide inside as the sides beside it leave it: without content what is left is a triangle.
  return sides.map(({ isSeen, colour }, k) => (isSeen ? tag('polygon', { points: [outer[k], outer[(k + 1) % 4], inner[(k + 1) % 4], inner[k]].map((point) => point.map(px)).join(' '), fill: colour }) : '')).join('');
}

/** The share of a meter: a ground of one colour that does not fill its box. @param {CSSStyleDeclaration} style @param {Box} box */
function meterOf({ backgroundImage, backgroundSize, backgroundPosition }, { x, y, width, height }) {
  const [, colour, end] = METER.exec(backgroundImage) ?? [];
  if (!colour || colour !== end) return '';
  const size = backgroundSize.split(' ').map((length, k) => part(length, k ? height : width));
  const [left, top] = backgroundPosition.split(' ').map((length, k) => part(length, (k ? height : width) - size[k]));
  return tag('rect', { x: x + left, y: y + top, width: size[0], height: size[1], fill: colour });
}

/** A length in px, or a share of another. @param {string} length @param {number} whole */
const part = (length, whole) => (length.endsWith('%') ? (Number.parseFloat(length) / 100) * whole : Number.parseFloat(length) || 0);

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

// What a box of the page has beside its content, as SVG: ground, meter, border, the ring around it.

import { px, tag } from './writing.js';

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {ReturnType<typeof sidesOf>[number]} Side */

const CLEAR = /^(transparent|rgba\(.*, 0\))$/;
const RING = /^((?:rgba?|color)\([^)]*\)) 0px 0px 0px ([\d.]+)px$/;
const METER = /^linear-gradient\((rgba?\([^)]*\)) ?[^,]*, (rgba?\([^)]*\)) ?[^,]*\)$/;
const SIDES = /** @type {const} */ (['Top', 'Right', 'Bottom', 'Left']);

/** @param {Box} box @param {number} by */
export const inset = ({ x, y, width, height }, by) => ({ x: x + by, y: y + by, width: Math.max(0, width - 2 * by), height: Math.max(0, height - 2 * by) });

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

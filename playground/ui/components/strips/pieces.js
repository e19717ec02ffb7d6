// What the strips under the picture have in common: curves in a box, what each of them is with its value now, a way to close.

import { setAttribute, setHidden, setText } from '../dom/changed.js';
import { find } from '../dom/find.js';
import { fill, t } from '../text/text.js';

const [WIDTH, HEIGHT] = [1000, 100]; // of the box, which is stretched

/** @param {string} name of the words that a button with a cross has */
export const closeButton = (name) => `<button type="button" class="pg-icon-button" data-close data-label="${name}"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5.4 4 10 8.6 14.6 4 16 5.4 11.4 10l4.6 4.6-1.4 1.4-4.6-4.6L5.4 16 4 14.6 8.6 10 4 5.4z"/></svg></button>`;

/** For each curve a piece of its line, and place for its value. @param {readonly string[]} names @param {string} about where it is told what each is */
export const keysOf = (names, about) => names.map((name) => `<span class="${name}" data-about="${about}.${name}" hidden><svg viewBox="0 0 16 4" aria-hidden="true"><path d="M0 2H16"/></svg><span data-${name}></span></span>`).join(' ');

/** @param {readonly string[]} names @param {string} [className] */
export const curvesIn = (names, className = '') => `<svg class="pg-strip-curves ${className}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${names.map((name) => `<path class="${name}"/>`).join('')}</svg>`;

/** A line through points, 0 to 1 across and 0 to 1 up. @param {[number, number][]} points */
export const lineThrough = (points) => points.map(([x, y], k) => `${k ? 'L' : 'M'}${round(WIDTH * x)} ${round(HEIGHT * (1 - y))}`).join('');

/** @param {number} value */
const round = (value) => Number(value.toFixed(1));

/** @param {HTMLElement} strip @param {Record<string, string>} lines by the names of the curves */
export function drawCurves(strip, lines) {
  for (const [name, line] of Object.entries(lines)) find(strip, `.pg-strip-curves .${name}`, SVGPathElement).setAttribute('d', line);
}

/** The values of now; a curve that has none is not named. @param {HTMLElement} strip @param {Record<string, string | null>} values */
export function writeValues(strip, values) {
  for (const [name, words] of Object.entries(values)) {
    setText(find(strip, `[data-${name}]`, HTMLElement), words ?? '');
    const key = strip.querySelector(`p > .${name}`);
    if (key instanceof HTMLElement) setHidden(key, !words);
  }
}

/** Its words in the language of the page. @param {HTMLElement} strip @param {string} title */
export function fillStrip(strip, title) {
  fill(strip);
  setAttribute(strip, 'aria-label', t(title));
  for (const one of strip.querySelectorAll('[data-about]')) setAttribute(one, 'title', t(one.getAttribute('data-about') ?? ''));
}

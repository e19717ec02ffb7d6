// The colours and the type of the page's words and lines, for what is drawn and written on a canvas.

import { onTheme } from './theme.js';

/** @typedef {{ink: string, muted: string, faint: string, line: string, surface: string, ground: string, positive: string, negative: string, gate: string, family: string}} Inks */

const NAMES = ['ink', 'muted', 'faint', 'line', 'surface', 'ground', 'positive', 'negative', 'gate'];
/** @type {Inks | null} */
let known = null;
onTheme(() => (known = null));

/** Those of the theme, as they stand in base.css; `family` is the typeface. @returns {Inks} */
export function inksNow() {
  if (known) return known;
  const style = getComputedStyle(document.querySelector('.pg-app') ?? document.body);
  const colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--pg-${name}`).trim()]));
  known = /** @type {Inks} */ ({ ...colours, family: style.fontFamily });
  return known;
}

/** @param {CanvasRenderingContext2D} context @param {{size?: number, bold?: boolean, align?: CanvasTextAlign, colour: string}} how */
export function pen(context, { size = 12, bold = false, align = 'center', colour }) {
  context.font = `${bold ? '650 ' : ''}${size}px ${inksNow().family}`;
  context.textAlign = align;
  context.textBaseline = 'middle';
  context.fillStyle = colour;
}

/** As much of a word as has room. @param {CanvasRenderingContext2D} context @param {string} word @param {number} width */
export function fitted(context, word, width) {
  if (context.measureText(word).width <= width) return word;
  let length = word.length - 1;
  while (length > 1 && context.measureText(`${word.slice(0, length)}…`).width > width) length--;
  return `${word.slice(0, length)}…`;
}

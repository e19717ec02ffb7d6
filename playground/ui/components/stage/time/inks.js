// The colours of the page's words and lines, for what is written on a canvas.

/** @typedef {{ink: string, muted: string, faint: string, line: string, surface: string, ground: string, positive: string, negative: string}} Inks */

const NAMES = ['ink', 'muted', 'faint', 'line', 'surface', 'ground', 'positive', 'negative'];
let family = 'system-ui, sans-serif';
let larger = 1; // times, on a projector

/** @param {CanvasRenderingContext2D} context @returns {Inks} */
export function inksOf({ canvas }) {
  const style = getComputedStyle(canvas);
  family = style.fontFamily || family;
  larger = canvas.closest('.projector') ? 1.5 : 1;
  return /** @type {any} */ (Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--pg-${name}`).trim()])));
}

/** So many px of words as they are written now. @param {number} px */
export const wide = (px) => px * larger;

/** @param {CanvasRenderingContext2D} context @param {{size?: number, bold?: boolean, align?: CanvasTextAlign, colour: string}} how */
export function pen(context, { size = 12, bold = false, align = 'center', colour }) {
  context.font = `${bold ? '650 ' : ''}${size * larger}px ${family}`;
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

// The colours of lines and letters on a canvas, those of the style sheet.

import { onTheme } from '../../canvas/theme.js';

/** @type {{line: string, ink: string, muted: string, surface: string, positive: string, negative: string} | null} */
let known = null;
onTheme(() => (known = null));

/** The variables of base.css as they stand in the theme. */
export function contextColours() {
  if (known) return known;
  const style = getComputedStyle(document.body);
  const of = (/** @type {string} */ name) => style.getPropertyValue(`--pg-${name}`).trim();
  known = { line: of('line'), ink: of('ink'), muted: of('muted'), surface: of('surface'), positive: of('positive'), negative: of('negative') };
  return known;
}

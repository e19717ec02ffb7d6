// How far left of the picture the pad ends, from which the edges of what is drawn begin.

import { inPage } from '../../dom/zoom.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** In px; 0 where the pad does not stand beside the picture, or the picture is scrolled. @param {Stage} stage @returns {number} */
export function padBeside({ element, layout }) {
  const pad = document.querySelector('.pg-entry:not([hidden]) .pg-paper')?.getBoundingClientRect();
  if (!pad?.width || !layout || element.scrollHeight > element.clientHeight + 1) return 0;
  const stage = element.getBoundingClientRect();
  const y = layout.entry.y;
  const isBeside = pad.right <= stage.left && y > inPage(pad.top - stage.top) && y < inPage(pad.bottom - stage.top);
  return isBeside ? inPage(stage.left - pad.right) + layout.entry.x : 0;
}

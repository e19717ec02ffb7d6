// How far left of the picture the pad ends, from which the edges of what is drawn begin.

/** @typedef {import('../stage.js').Stage} Stage */

/** In px; 0 where the pad does not stand beside the picture, or the picture is scrolled. @param {Stage} stage @returns {number} */
export function padBeside({ element, layout }) {
  const pad = document.querySelector('.pg-entry:not([hidden]) .pg-paper')?.getBoundingClientRect();
  if (!pad?.width || !layout || element.scrollHeight > element.clientHeight + 1) return 0;
  const stage = element.getBoundingClientRect();
  const y = stage.top + layout.entry.y;
  const isBeside = pad.right <= stage.left && y > pad.top && y < pad.bottom;
  return isBeside ? stage.left + layout.entry.x - pad.right : 0;
}

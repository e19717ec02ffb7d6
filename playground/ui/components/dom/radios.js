// A row of buttons of which one is chosen, by keys.

/** The button that an arrow key leads to, from the one that has the focus and around the ends; null of other keys. @param {KeyboardEvent} event @param {HTMLElement} group @returns {HTMLButtonElement | null} */
export function nextRadio(event, group) {
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const buttons = [...group.querySelectorAll('button')];
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  if (!by || at < 0) return null;
  event.preventDefault();
  return buttons[(at + by + buttons.length) % buttons.length];
}

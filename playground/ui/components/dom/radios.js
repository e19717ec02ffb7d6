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

/** @typedef {import('../store/state.js').State['shows']} Shows */

const SHOWS = /** @type {Shows[]} */ (['values', 'gradients']);

/** The switch Values | Gradients: `press` shows which one is chosen, `name` writes their words and titles. @param {HTMLElement} element that they are put into @param {(shows: Shows) => void} choose */
export function showsSwitch(element, choose) {
  element.setAttribute('role', 'radiogroup');
  const buttons = SHOWS.map((shows) => Object.assign(document.createElement('button'), { type: 'button', role: 'radio', onclick: () => choose(shows) }));
  buttons.forEach((button, k) => {
    button.dataset.shows = SHOWS[k];
  });
  element.append(...buttons);
  element.addEventListener('keydown', (event) => {
    const next = nextRadio(event, element);
    if (!next) return;
    event.stopPropagation();
    next.click();
    next.focus();
  });
  return {
    /** @param {Shows} now */
    press(now) {
      buttons.forEach((button, k) => {
        button.setAttribute('aria-checked', String(SHOWS[k] === now));
        button.tabIndex = SHOWS[k] === now ? 0 : -1;
      });
    },
    /** @param {string} title @param {(shows: Shows) => {words: string, about: string}} of */
    name(title, of) {
      element.ariaLabel = title;
      buttons.forEach((button, k) => {
        const { words, about } = of(SHOWS[k]);
        button.textContent = words;
        button.title = about;
      });
    },
  };
}

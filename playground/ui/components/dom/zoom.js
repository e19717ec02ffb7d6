// How much larger the whole page is shown than its own px say: for a projector. What counts in px of the window or of the
// screen is turned into the page's own here.

let factor = 1;

/** Whoever has asked how much room there is hears of it as of a window of another size. @param {HTMLElement} app @param {number} by 1: as it is */
export function setZoom(app, by) {
  if (by === factor) return;
  factor = by;
  app.style.zoom = by === 1 ? '' : String(by);
  window.dispatchEvent(new Event('resize'));
}

/** The window's size in the page's own px. */
export const windowSize = () => ({ width: window.innerWidth / factor, height: window.innerHeight / factor });

/** Pixels of the screen in one px of the page. */
export const pixelRatio = () => (window.devicePixelRatio || 1) * factor;

/** A distance of the window's in px of the page. @param {number} distance */
export const inPage = (distance) => distance / factor;

/** Where an event is, in px of the page from the upper left corner of an element. @param {Element} element @param {{clientX: number, clientY: number}} event @returns {[number, number]} */
export function placeIn(element, { clientX, clientY }) {
  const { left, top } = element.getBoundingClientRect();
  return [inPage(clientX - left), inPage(clientY - top)];
}

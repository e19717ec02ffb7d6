// What kind of screen the page has: a phone's, a low one, or neither; and how high it may become within a tall frame.

import { signal } from '../store/signal.js';

const PHONE = 720; // CSS px, narrower than this
const SHORT = 700; // lower than this

/** @typedef {{phone: boolean, short: boolean, projector: boolean}} Screen */
/** @type {import('../store/signal.js').Signal<Screen>} */
const changed = signal();
/** @type {Screen} */
let screen_ = { phone: false, short: false, projector: false };

export const screenNow = () => screen_;

/** Call `listener` when the kind of screen has changed. */
export const onScreenKind = changed.on;

/** Keep the classes of the page's element those of the window. @param {HTMLElement} app */
export function onScreen(app) {
  const update = () => {
    // A frame that is sized by its content would grow with the page for ever: the page is as high as a screen at most.
    const height = Math.min(window.innerHeight, window.screen.availHeight || window.innerHeight);
    app.style.setProperty('--pg-height', `${height}px`);
    const next = { phone: window.innerWidth < PHONE, short: height < SHORT, projector: app.classList.contains('projector') };
    for (const [name, isOn] of Object.entries(next)) app.classList.toggle(name, isOn);
    const isOther = JSON.stringify(next) !== JSON.stringify(screen_);
    screen_ = next;
    if (isOther) changed.tell(next);
  };
  window.addEventListener('resize', update);
  update();
}

/** Large type and thick lines, to be read from the last row. @param {HTMLElement} app @param {boolean} isOn */
export function setProjector(app, isOn) {
  app.classList.toggle('projector', isOn);
  window.dispatchEvent(new Event('resize'));
}

// What kind of screen the page has: a phone's, one with room for a low dock alone, one whose columns are short; how high it
// may become within a tall frame; and whether it is shown large, for a projector.

import { inPage, setZoom, windowSize } from '../dom/zoom.js';
import { signal } from '../store/signal.js';
import { state } from '../store/store.js';

const PHONE = 720; // CSS px, narrower than this
const LOW = 742; // lower than this the dock is low, so that the picture keeps 456 px
const DOCK = { low: 120, usual: 242 }; // as in css/base.css, like the header
const SHORT = 600; // of the columns beside the picture; lower than this some of what stands in them has to be small
const HEADER = 44;
const LEAST = 450; // in a frame: one that nobody gave a height has 150
const LARGE = 1.5; // times, so that the smallest type, 12 px, is read as 18 px

/** @typedef {{phone: boolean, short: boolean, lowDock: boolean}} Screen */
/** @type {import('../store/signal.js').Signal<Screen>} */
const changed = signal();
/** @type {Screen} */
let screen_ = { phone: false, short: false, lowDock: false };

export const screenNow = () => screen_;

/** Call `listener` when the kind of screen has changed. */
export const onScreenKind = changed.on;

/** Keep the classes of the page's element those of the window. @param {HTMLElement} app */
export function onScreen(app) {
  const update = () => {
    const { width, height: inWindow } = windowSize();
    // A frame that is sized by its content would grow with the page for ever: the page is as high as a screen at most.
    // Nor may it stay as low as it was: the page is as high as the least that can be used.
    const height = Math.min(Math.max(inWindow, window.parent === window || state.embed ? 0 : LEAST), inPage(window.screen.availHeight) || inWindow);
    app.style.setProperty('--pg-height', `${height}px`);
    const lowDock = height < LOW;
    const next = { phone: width < PHONE, short: height - HEADER - (lowDock ? DOCK.low : DOCK.usual) < SHORT, lowDock };
    for (const [name, isOn] of Object.entries({ phone: next.phone, short: next.short, 'low-dock': lowDock })) app.classList.toggle(name, isOn);
    const isOther = JSON.stringify(next) !== JSON.stringify(screen_);
    screen_ = next;
    if (isOther) changed.tell(next);
  };
  window.addEventListener('resize', update);
  update();
}

/** Everything larger, to be read from the last row, and the value of what is selected beside it without pointing at it. @param {HTMLElement} app @param {boolean} isOn */
export function setProjector(app, isOn) {
  app.classList.toggle('projector', isOn);
  setZoom(app, isOn ? LARGE : 1);
}

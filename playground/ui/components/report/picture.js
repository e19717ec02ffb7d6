// The picture of the network as it stands on the page, as one PNG: its canvases and its labels.

import { withStage } from '../stage/stage.js';

const SCALES = [2, 1]; // pixels in one px of the page: the first whose file is not too large
const LARGEST = 2_000_000; // characters (reports/handed.py)

/** data:image/png; null while the picture is not on the screen. @returns {string | null} */
export function networkPicture() {
  let made = null;
  withStage(({ place, element, room }) => {
    if (!room.width) return;
    const drawn = SCALES.map((scale) => () => painted(place, element, scale));
    made = drawn.map((draw) => draw()).find((address) => address.length <= LARGEST) ?? null;
  });
  return made;
}

/** @param {HTMLElement} place @param {HTMLElement} element @param {number} scale */
function painted(place, element, scale) {
  const origin = place.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(origin.width * scale), Math.ceil(origin.height * scale)];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(scale, scale);
  context.translate(-origin.left, -origin.top);
  context.fillStyle = groundOf(element);
  context.fillRect(origin.left, origin.top, origin.width, origin.height);
  for (const part of place.querySelectorAll('canvas')) {
    const { left, top, width, height } = part.getBoundingClientRect();
    if (part.width && part.height && isSeen(part)) context.drawImage(part, left, top, width, height);
  }
  for (const label of place.querySelectorAll('.pg-label > *')) write(context, label);
  return canvas.toDataURL('image/png');
}

/** The ground that shows through. @param {Element | null} element @returns {string} */
function groundOf(element) {
  const ground = element ? getComputedStyle(element).backgroundColor : '#fff';
  return element && /^(transparent|rgba\(.*, 0\))$/.test(ground) ? groundOf(element.parentElement) : ground;
}

/** @param {Element} element */
const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

/** The words of a label, line by line where they stand. @param {CanvasRenderingContext2D} context @param {Element} label */
function write(context, label) {
  const text = label.firstChild;
  if (!(text instanceof Text) || !isSeen(label) || label.closest('.turned')) return;
  const { color, font } = getComputedStyle(label);
  Object.assign(context, { fillStyle: color, font, textBaseline: 'middle' });
  const range = document.createRange();
  for (const word of text.data.matchAll(/\S+/g)) {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const { left, top, height } = range.getBoundingClientRect();
    context.fillText(word[0], left, top + height / 2);
  }
}

// The picture of the network as it stands on the page, as one PNG: its canvases and its labels.

import { setTheme, theme } from '../canvas/theme.js';
import { withStage } from '../stage/stage.js';

const SCALES = [2, 1]; // pixels in one px of the page: the first whose file is not too large
const LARGEST = 2_000_000; // characters (reports/handed.py)

/** data:image/png on a light ground, as it is to be printed; null while the picture is not on the screen. @returns {Promise<string | null>} */
export async function networkPicture() {
  const isDark = theme() === 'dark';
  if (isDark) {
    setTheme('light');
    for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame); // painted with the next picture of the screen
  }
  const made = pictureNow();
  if (isDark) setTheme('dark');
  return made;
}

/** @returns {string | null} */
function pictureNow() {
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
  for (const part of element.querySelectorAll('canvas')) {
    const { left, top, width, height } = part.getBoundingClientRect();
    if (part.width && part.height && isSeen(part)) context.drawImage(part, left, top, width, height);
  }
  for (const line of /** @type {NodeListOf<SVGGeometryElement>} */ (element.querySelectorAll('svg :is(path, rect)'))) if (isSeen(line)) trace(context, line, scale, origin);
  for (const mark of element.querySelectorAll('.pg-place')) if (isSeen(mark)) frame(context, mark);
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) write(context, /** @type {Text} */ (texts.currentNode));
  return canvas.toDataURL('image/png');
}

/** The ground that shows through. @param {Element | null} element @returns {string} */
function groundOf(element) {
  const ground = element ? getComputedStyle(element).backgroundColor : '#fff';
  return element && /^(transparent|rgba\(.*, 0\))$/.test(ground) ? groundOf(element.parentElement) : ground;
}

/** @param {Element} element */
const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

/** An edge, or the veil over what stands back. @param {CanvasRenderingContext2D} context @param {SVGGeometryElement} line @param {number} scale @param {DOMRect} origin */
function trace(context, line, scale, origin) {
  const place = line.getScreenCTM();
  const { fill, fillOpacity, fillRule, stroke, strokeOpacity, strokeWidth } = getComputedStyle(line);
  if (!place) return;
  context.save();
  context.setTransform(new DOMMatrix([scale, 0, 0, scale, -origin.left * scale, -origin.top * scale]).multiply(place));
  const shape = line instanceof SVGRectElement ? new Path2D() : new Path2D(line.getAttribute('d') ?? '');
  if (line instanceof SVGRectElement) shape.rect(...sides(line));
  if (fill !== 'none') {
    Object.assign(context, { fillStyle: fill, globalAlpha: Number(fillOpacity) });
    context.fill(shape, fillRule === 'evenodd' ? 'evenodd' : 'nonzero');
  }
  if (stroke !== 'none') {
    Object.assign(context, { strokeStyle: stroke, globalAlpha: Number(strokeOpacity), lineWidth: Number.parseFloat(strokeWidth) });
    context.stroke(shape);
  }
  context.restore();
}

/** @param {SVGRectElement} rect @returns {[number, number, number, number]} */
const sides = ({ x, y, width, height }) => [x.baseVal.value, y.baseVal.value, width.baseVal.value, height.baseVal.value];

/** What is selected or pointed at. @param {CanvasRenderingContext2D} context @param {Element} mark */
function frame(context, mark) {
  const { left, top, width, height } = mark.getBoundingClientRect();
  Object.assign(context, { strokeStyle: getComputedStyle(mark).color, lineWidth: 2 });
  context.strokeRect(left, top, width, height);
}

/** The words of a text where they stand; those of buttons are no part of the picture. @param {CanvasRenderingContext2D} context @param {Text} text */
function write(context, text) {
  const element = /** @type {Element} */ (text.parentElement);
  if (!text.data.trim() || !isSeen(element) || element.closest('button, select, .pg-unseen')) return;
  const { color, fontStyle, fontWeight, fontSize, fontFamily, writingMode } = getComputedStyle(element);
  Object.assign(context, { fillStyle: color, font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`, textBaseline: 'middle' });
  const range = document.createRange();
  if (writingMode !== 'horizontal-tb') {
    range.selectNodeContents(text);
    return upwards(context, text.data, range.getBoundingClientRect());
  }
  for (const word of text.data.matchAll(/\S+/g)) {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const { left, top, height } = range.getBoundingClientRect();
    context.fillText(word[0], left, top + height / 2);
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} words @param {DOMRect} box */
function upwards(context, words, { left, top, width, height }) {
  context.save();
  context.translate(left + width / 2, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(words, 0, 0);
  context.restore();
}

// A part of the page as a picture, with a caption under it or without: an SVG, and that very SVG painted as a PNG.

import { contextOf } from '../canvas/context.js';
import { inksNow } from '../canvas/inks.js';
import { withStage } from '../stage/stage.js';
import { contentOf } from './svg.js';
import { escaped, tag, wrapped } from './writing.js';

/** @typedef {{svg: string, width: number, height: number}} Picture */

const MARGIN = 16; // px
const LINE = 18;
const SMALL = 12;
const LEAST = 320; // px, for the caption of a narrow part
const NONE = ':not(*)'; // no element
export const SHARP = 2; // pixels in a px

/** With canvases of the network as sharp as the PNG will be. @template T @param {() => T} use @returns {T} */
function sharply(use) {
  /** @type {{result: T} | null} */
  let made = null;
  withStage((stage) => {
    made = { result: stage.sharply(SHARP, use) };
  });
  return made ? /** @type {{result: T}} */ (made).result : use();
}

/**
 * A part of the page. under: a caption and an address below it; without: which elements are left out, as a selector.
 * @param {Element} root
 * @param {{under?: {caption: string[], link: string}, without?: string}} [options]
 * @returns {Picture}
 */
export function pictureOf(root, { under, without = NONE } = {}) {
  const { content, width: inner, height: top } = sharply(() => contentOf(root, without));
  const width = Math.ceil(under ? Math.max(inner, LEAST) : inner);
  const { lines, height } = under ? captionOf(under, { width, top }) : { lines: '', height: Math.ceil(top) };
  const title = under ? tag('title', {}, escaped(under.caption.join(' · '))) : '';
  const ground = tag('rect', { width, height, fill: inksNow().ground });
  const svg = tag('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, style: 'font-variant-numeric: tabular-nums' }, title + ground + content + lines);
  return { svg, width, height };
}

/** A rule and what is said under it, and how high the picture is with both. @param {{caption: string[], link: string}} under @param {{width: number, top: number}} place */
function captionOf({ caption, link }, { width, top }) {
  const inks = inksNow();
  const pen = contextOf(document.createElement('canvas'));
  pen.font = `${SMALL}px ${inks.family}`;
  const measure = (/** @type {string} */ words) => pen.measureText(words).width;
  const room = width - 2 * MARGIN;
  const [said, address] = [wrapped(caption, ' · ', room, measure), wrapped([link], '', room, measure)];
  const line = (/** @type {string} */ words, /** @type {number} */ k, /** @type {string} */ fill) => tag('text', { x: MARGIN, y: top + MARGIN + LINE * (k + 0.5), 'font-family': inks.family, 'font-size': SMALL, fill }, escaped(words));
  const lines = said.map((words, k) => line(words, k, inks.ink)).join('') + tag('a', { href: link }, address.map((words, k) => line(words, said.length + k, inks.muted)).join(''));
  const rule = tag('line', { x1: 0, x2: width, y1: top + 0.5, y2: top + 0.5, stroke: inks.line });
  return { lines: rule + lines, height: Math.ceil(top + 1.5 * MARGIN + LINE * (said.length + address.length)) };
}

/** Ready to be painted. @param {Picture} picture @returns {Promise<HTMLImageElement>} */
export async function imageOf({ svg }) {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = Object.assign(new Image(), { src: address });
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** With so many pixels in a px. @param {Picture} picture @param {number} [scale] @returns {Promise<HTMLCanvasElement>} */
export async function painted(picture, scale = SHARP) {
  const canvas = Object.assign(document.createElement('canvas'), { width: scale * picture.width, height: scale * picture.height });
  contextOf(canvas).drawImage(await imageOf(picture), 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {Picture} picture @returns {Promise<Blob>} */
export async function pngOf(picture) {
  const canvas = await painted(picture);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done));
  if (!blob) throw new Error(`${canvas.width} × ${canvas.height}`);
  return blob;
}

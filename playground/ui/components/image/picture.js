// A part of the page as a picture with a caption under it: an SVG, and that very SVG painted as a PNG.

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

/** @param {Element} root @param {{caption: string[], link: string}} under @returns {Picture} */
export function pictureOf(root, { caption, link }) {
  const { content, width: inner, height: top } = sharply(() => contentOf(root));
  const inks = inksNow();
  const pen = contextOf(document.createElement('canvas'));
  pen.font = `${SMALL}px ${inks.family}`;
  const measure = (/** @type {string} */ words) => pen.measureText(words).width;
  const width = Math.ceil(Math.max(inner, LEAST));
  const room = width - 2 * MARGIN;
  const [said, address] = [wrapped(caption, ' · ', room, measure), wrapped([link], '', room, measure)];
  const line = (/** @type {string} */ words, /** @type {number} */ k, /** @type {string} */ fill) => tag('text', { x: MARGIN, y: top + MARGIN + LINE * (k + 0.5), 'font-family': inks.family, 'font-size': SMALL, fill }, escaped(words));
  const lines = said.map((words, k) => line(words, k, inks.ink)).join('') + tag('a', { href: link }, address.map((words, k) => line(words, said.length + k, inks.muted)).join(''));
  const height = Math.ceil(top + 1.5 * MARGIN + LINE * (said.length + address.length));
  const rule = tag('line', { x1: 0, x2: width, y1: top + 0.5, y2: top + 0.5, stroke: inks.line });
  const svg = tag('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, style: 'font-variant-numeric: tabular-nums' }, tag('title', {}, escaped(caption.join(' · '))) + tag('rect', { width, height, fill: inks.ground }) + content + rule + lines);
  return { svg, width, height };
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

/** @param {Picture} picture @returns {Promise<Blob>} */
export async function pngOf(picture) {
  const canvas = Object.assign(document.createElement('canvas'), { width: SHARP * picture.width, height: SHARP * picture.height });
  contextOf(canvas).drawImage(await imageOf(picture), 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done));
  if (!blob) throw new Error(`${canvas.width} × ${canvas.height}`);
  return blob;
}

// What stands in an element of the page as one SVG: canvases as pictures of their pixels, all else as lines, boxes and words.

import { inPage } from '../dom/zoom.js';
import { contextOf } from '../canvas/context.js';
import { writeBox } from './boxes.js';
import { writeControl } from './controls.js';
import { copied } from './copied.js';
import { writeText } from './text_lines.js';
import { tag } from './writing.js';

/** @typedef {{left: number, top: number, width: number, height: number}} Rect */

const UNSEEN = 'inset(50%)'; // what only those hear who do not see the page

class Writer {
  /** @param {Element} root @param {string} without */
  constructor(root, without) {
    const { left, top, width, height } = root.getBoundingClientRect();
    this.root = root;
    this.without = without;
    this.from = { x: left, y: top, zoom: 1 / inPage(1), isOver: false };
    this.size = { width, height };
    /** @type {string[]} */
    this.clips = [];
  }

  /** @param {Rect} rect */
  #box({ left, top, width, height }) {
    return { x: left - this.from.x, y: top - this.from.y, width, height };
  }

  /** @param {{x: number, y: number, width: number, height: number}} box */
  #clip(box) {
    const id = `clip${this.clips.length}`;
    this.clips.push(tag('clipPath', { id }, tag('rect', box)));
    return `url(#${id})`;
  }

  /** @param {Element} element @param {boolean} [isOver] @returns {string} */
  element(element, isOver = false) {
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.opacity === '0' || style.clipPath === UNSEEN || element.matches(this.without) || element instanceof HTMLDialogElement) return '';
    const box = this.#box(element.getBoundingClientRect());
    const isSeen = style.visibility !== 'hidden';
    if (element instanceof SVGSVGElement) return isSeen ? copied(element, box, this.from.zoom) : '';
    const isTurnedOver = isOver || style.transform.startsWith('matrix(-1, 0, 0, -1');
    const isClipped = element === this.root || [style.overflowX, style.overflowY].some((overflow) => overflow !== 'visible');
    const content = (isSeen ? this.#pictureOf(element, style, box) : null) ?? this.#children(element, style, isTurnedOver);
    const whole = (isSeen ? writeBox(style, box) : '') + (isClipped && content ? tag('g', { 'clip-path': this.#clip(box) }, content) : content);
    return style.opacity === '1' || !whole ? whole : tag('g', { opacity: style.opacity }, whole);
  }

  /** @param {Element} element @param {CSSStyleDeclaration} style @param {{x: number, y: number, width: number, height: number}} box */
  #pictureOf(element, style, box) {
    if (element instanceof HTMLImageElement) return element.complete && element.naturalWidth ? tag('image', { ...box, href: pixelsOf(element) }) : '';
    if (!(element instanceof HTMLCanvasElement)) return writeControl(element, style, box);
    return element.width && element.height && box.width && box.height ? tag('image', { ...box, preserveAspectRatio: 'none', style: 'image-rendering: pixelated', href: element.toDataURL() }) : '';
  }

  /** In the order in which they lie over each other. @param {Element} element @param {CSSStyleDeclaration} style @param {boolean} isOver */
  #children(element, style, isOver) {
    const isFolded = element instanceof HTMLDetailsElement && !element.open;
    /** @type {{depth: number, svg: () => string}[]} */
    const parts = [];
    for (const node of element.childNodes) {
      if (node instanceof Text && node.data.trim() && style.visibility !== 'hidden') parts.push({ depth: 0, svg: () => writeText(node, style, { ...this.from, isOver }) });
      else if (node instanceof Element && !(isFolded && node.tagName !== 'SUMMARY')) parts.push({ depth: depthOf(getComputedStyle(node)), svg: () => this.element(node, isOver) });
    }
    return parts.sort((a, b) => a.depth - b.depth).map(({ svg }) => svg()).join('');
  }
}

/** What is placed lies over what is not. @param {CSSStyleDeclaration} style */
function depthOf({ position, zIndex }) {
  if (position === 'static') return 0;
  const depth = Number.parseInt(zIndex, 10) || 0;
  return depth < 0 ? depth : depth + 0.5;
}

/** @param {HTMLImageElement} image */
function pixelsOf(image) {
  const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
  contextOf(canvas).drawImage(image, 0, 0);
  return canvas.toDataURL();
}

/** The content of an element as it is now, without those that a selector names, and its size in px. @param {Element} root @param {string} without */
export function contentOf(root, without) {
  const writer = new Writer(root, without);
  const content = writer.element(root);
  return { content: tag('defs', {}, writer.clips.join('')) + content, ...writer.size };
}

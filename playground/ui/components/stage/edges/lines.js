// The elements of the edges: a canvas under the picture, and over it one SVG of veil, lines and outlines, filled anew each time.

/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../layout/layout.js').Layout} Layout */
/** @typedef {import('./found.js').Chosen} Chosen */
/** @typedef {import('./found.js').Edge} Edge */
/** @typedef {import('./found.js').Place} Place */
/** `drawing`: from what is drawn; `again`: the same map in the next layer; `stem`: the same of what is looked at. `isOutside`: it begins at the pad. @typedef {{d: string, look: 'positive' | 'negative' | 'faint' | 'drawing' | 'again' | 'stem', width: number, isOutside: boolean, edge?: Edge}} Line */

const SVG = 'http://www.w3.org/2000/svg';
const UNOUTLINED = ['picture', 'logits']; // forms whose values have no outline of a source

/** @param {string} name @param {string} className @param {Element} parent */
function add(name, className, parent) {
  const element = document.createElementNS(SVG, name);
  element.setAttribute('class', className);
  parent.append(element);
  return element;
}

export class Lines {
  /** @param {import('../stage.js').Stage} stage */
  constructor({ place, element }) {
    this.element = element;
    this.canvas = Object.assign(document.createElement('canvas'), { className: 'pg-all-edges' });
    this.svg = add('svg', 'pg-edges', place);
    this.outside = add('svg', 'pg-edges outside', /** @type {Element} */ (element.parentElement)); // the picture is clipped
    for (const one of [this.canvas, this.svg, this.outside]) one.setAttribute('aria-hidden', 'true');
    place.prepend(this.canvas);
    this.veil = add('path', 'pg-veil', this.svg);
    this.lines = add('g', '', this.svg);
    this.outlines = add('g', '', this.svg);
  }

  /** The picture may stand elsewhere. */
  move() {
    this.outside.setAttribute('style', `left: ${this.element.offsetLeft}px; top: ${this.element.offsetTop}px`);
  }

  /** @param {(canvas: HTMLCanvasElement) => void} paint */
  all(paint) {
    paint(this.canvas);
  }

  /** @param {Line[]} lines @param {Chosen | null} chosen @param {Layout} layout @param {(place: Place) => Box | null} boxOf */
  show(lines, chosen, layout, boxOf) {
    fill(this.lines, 'path', lines.filter(({ isOutside }) => !isOutside), drawLine);
    fill(this.outside, 'path', lines.filter(({ isOutside }) => isOutside), drawLine);
    const places = (chosen?.outlined ?? []).flatMap(({ sign, ...place }) => {
      const block = layout.blocks.find(({ key }) => key === place.key);
      const box = block && !UNOUTLINED.includes(block.form) ? boxOf(place) : null;
      return box && block ? [{ box, look: sign === 'ink' ? 'ink' : sign < 0 ? 'negative' : 'positive', form: block.form }] : [];
    });
    fill(this.outlines, 'rect', places, drawOutline);
    const fades = chosen?.lit ? veil(layout, chosen, boxOf) : '';
    this.veil.setAttribute('d', fades);
  }
}

/**
 * As many elements as there are things, the old ones used again.
 * @template T
 * @param {Element} group
 * @param {string} name
 * @param {T[]} things
 * @param {(element: Element, thing: T) => void} draw
 */
function fill(group, name, things, draw) {
  while (group.childElementCount > things.length) group.lastElementChild?.remove();
  while (group.childElementCount < things.length) add(name, '', group);
  things.forEach((thing, k) => draw(group.children[k], thing));
}

/** @param {Place} place */
const nameOf = ({ key, index }) => `${key} ${index.join('-')}`;

/** @param {Element} path @param {Line} line */
function drawLine(path, { d, look, width, edge }) {
  write(path, {
    d,
    class: `pg-edge ${look}`,
    'stroke-width': width ? width.toFixed(2) : null,
    'data-from': edge ? nameOf(edge.from) : null,
    'data-to': edge ? nameOf(edge.to) : null,
    'data-value': edge ? (Number.isNaN(edge.value) ? '' : String(edge.value)) : null,
  });
}

/** What each element has: only what differs is written. @type {WeakMap<Element, Record<string, string | null>>} */
const written = new WeakMap();

/** @param {Element} element @param {Record<string, string | null>} attributes */
function write(element, attributes) {
  const before = written.get(element);
  for (const [name, value] of Object.entries(attributes)) {
    if (before?.[name] === value) continue;
    if (value !== null) element.setAttribute(name, value);
    else if (before) element.removeAttribute(name);
  }
  written.set(element, attributes);
}

/** @param {Element} rect @param {{box: Box, look: string, form: string}} place */
function drawOutline(rect, { box, look, form }) {
  const isRound = form === 'nodes';
  rect.setAttribute('class', `pg-outline ${look} ${form}`);
  for (const name of /** @type {const} */ (['x', 'y', 'width', 'height'])) rect.setAttribute(name, String(box[name]));
  rect.setAttribute('rx', String(isRound ? box.width / 2 : 0));
}

/** All blocks but what is lit, in the colour of the ground at half its strength. @param {Layout} layout @param {Chosen} chosen @param {(place: Place) => Box | null} boxOf */
function veil({ blocks }, { places }, boxOf) {
  const rect = (/** @type {Box} */ { x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`;
  return blocks.flatMap(({ key, form, shape, x, y, width, height }) => {
    const lit = (places ?? []).filter((place) => place.key === key);
    if (form === 'picture' || form === 'logits') return []; // the one stands back already, the other is text
    if (form === 'nodes' && lit.length === shape[0]) return [];
    const holes = lit.map(boxOf).filter((box) => box !== null);
    return [rect({ x: x - 1, y: y - 1, width: width + 2, height: height + 2 }), ...holes.map(rect)];
  }).join('');
}

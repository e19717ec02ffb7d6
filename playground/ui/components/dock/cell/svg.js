// SVG elements, symbols with their indices, and lines with round corners.

const NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} [content]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, content = []) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...content);
  return element;
}

/** A path through right-angled corners, rounded. @param {[number, number][]} points @param {number} [radius] */
export function rounded(points, radius = 8) {
  const [[x0, y0]] = points;
  const parts = [`M${x0} ${y0}`];
  for (let k = 1; k < points.length - 1; k++) {
    const before = towards(points[k], points[k - 1], radius);
    const after = towards(points[k], points[k + 1], radius);
    parts.push(`L${before.join(' ')}Q${points[k].join(' ')} ${after.join(' ')}`);
  }
  return `${parts.join('')}L${points[points.length - 1].join(' ')}`;
}

/** The point at a distance from one towards another, half the way at most. @param {[number, number]} from @param {[number, number]} to @param {number} distance @returns {[number, number]} */
function towards([x, y], [x1, y1], distance) {
  const length = Math.hypot(x1 - x, y1 - y) || 1;
  const share = Math.min(distance / length, 0.5);
  return [x + (x1 - x) * share, y + (y1 - y) * share];
}

/** A symbol such as "f · c_{t−1}": letters in italics, indices below the line. @param {string} symbol @returns {SVGTSpanElement[]} */
export function symbolSpans(symbol) {
  const spans = [];
  let raised = 0;
  for (const [, plain, index] of symbol.matchAll(/([^_]+)|_(?:\{([^}]*)\}|.)/g)) {
    const text = plain ?? index;
    const span = svg('tspan', { class: plain === undefined ? 'pg-index' : 'pg-symbol' }, [text]);
    const dy = plain === undefined ? 3 : 0;
    if (dy !== raised) span.setAttribute('dy', String(dy - raised));
    raised = dy;
    spans.push(span);
  }
  if (raised) spans.push(svg('tspan', { dy: -raised }, ['\u200b'])); // what follows stands on the line again
  return spans;
}

// An SVG of the page within another: its look, which style sheets give it there, written into its elements.

const LOOK = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'paint-order', 'color', 'marker-end', 'marker-start', 'vector-effect', 'fill-rule'];
const KEPT = /^(class|style|data-.*|aria-.*|role|tabindex)$/;

/** @param {SVGSVGElement} svg @param {{x: number, y: number, width: number, height: number}} box where it stands in the picture @param {number} zoom px of the picture in one of its own */
export function copied(svg, box, zoom) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  dress(svg, copy);
  for (const [name, value] of Object.entries(box)) copy.setAttribute(name, String(value));
  if (!copy.hasAttribute('viewBox') && box.width && box.height) copy.setAttribute('viewBox', `0 0 ${box.width / zoom} ${box.height / zoom}`);
  copy.setAttribute('overflow', getComputedStyle(svg).overflow === 'visible' ? 'visible' : 'hidden');
  return new XMLSerializer().serializeToString(copy);
}

/** @param {Element} from @param {Element} to */
function dress(from, to) {
  const style = getComputedStyle(from);
  const parent = from.parentElement && from.tagName !== 'svg' ? getComputedStyle(from.parentElement) : null;
  for (const { name } of [...to.attributes]) if (KEPT.test(name)) to.removeAttribute(name);
  for (const name of LOOK) {
    const value = style.getPropertyValue(name);
    // What is inherited is left to the parent, but where an attribute says otherwise.
    if (!to.hasAttribute(name) && parent && name !== 'opacity' && parent.getPropertyValue(name) === value) continue;
    if (value) to.setAttribute(name, value);
  }
  const [children, copies] = [[...from.children], [...to.children]];
  children.forEach((child, k) => {
    const { display, visibility } = getComputedStyle(child);
    if (child.tagName === 'style' || (display === 'none' && child.tagName !== 'defs') || visibility === 'hidden') copies[k].remove();
    else dress(child, copies[k]);
  });
}

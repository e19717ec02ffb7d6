// All edges of layers of few units, on a canvas under the picture: each as wide and as strong as what it carries.

import { pixelRatio } from '../../dom/zoom.js';
import { theme } from '../../canvas/theme.js';
import { isSmall, largest } from './found.js';
import { routeOf } from './routes.js';

/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../layout/layout.js').Layout} Layout */
/** @typedef {import('./found.js').Place} Place */
/** @typedef {import('./layers.js').EdgeLayer} EdgeLayer */
/** @typedef {import('./relations.js').Relations} Relations */

const [FAINTEST, STRONGEST] = [0.05, 0.45];
const [WIDE, THIN] = [4.5, 2]; // px of the largest, and where lines run downwards, as on a phone
const BEHIND = 0.55; // of that, while something is looked at

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} layout
 * @param {Relations | null} relations
 * @param {(place: Place) => Box | null} boxOf
 * @param {boolean} isBehind it stands back
 * @param {string[]} [reached] keys of the sources whose edges are drawn, if not those of all
 */
export function paintAll(canvas, layout, relations, boxOf, isBehind, reached) {
  const layers = relations?.layers.filter((layer) => isSmall(layer) && layer.origins.every(({ key }) => !reached || reached.includes(key))) ?? [];
  canvas.hidden = !layers.length;
  if (!layers.length || !relations) return;
  canvas.style.opacity = String(isBehind ? BEHIND : 1);
  const id = `${layout.width} ${layout.height} ${theme()} ${pixelRatio()} ${layers.length}`;
  if (painted.get(canvas)?.relations === relations && painted.get(canvas)?.id === id) return;
  painted.set(canvas, { relations, id });
  const dpr = pixelRatio();
  [canvas.width, canvas.height] = [Math.round(layout.width * dpr), Math.round(layout.height * dpr)];
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(dpr, 0, 0, dpr, 0, 0);
  const colours = getComputedStyle(canvas);
  for (const layer of layers) paintLayer(context, layer, relations, layout, boxOf, [colours.getPropertyValue('--pg-negative'), colours.getPropertyValue('--pg-positive')]);
}

/** @type {WeakMap<HTMLCanvasElement, {relations: Relations, id: string}>} */
const painted = new WeakMap();

/** @param {CanvasRenderingContext2D} context @param {EdgeLayer} layer @param {Relations} relations @param {Layout} layout @param {(place: Place) => Box | null} boxOf @param {string[]} colours */
function paintLayer(context, layer, relations, layout, boxOf, [negative, positive]) {
  const most = largest(layer) || 1;
  const blockOf = (/** @type {string} */ key) => layout.blocks.find((block) => block.key === key) ?? null;
  const targets = Array.from({ length: layer.targets }, (_, unit) => boxOf({ key: layer.to, index: relations.indexOf({ key: layer.to, unit }) }));
  for (let source = 0; source < layer.sources; source++) {
    const node = relations.sourceOf(layer, source);
    const from = boxOf({ key: node.key, index: relations.indexOf(node) });
    targets.forEach((to, target) => {
      const value = layer.values?.[target * layer.sources + source] ?? 0;
      if (!from || !to || !value) return;
      const share = Math.abs(value) / most;
      const route = routeOf({ box: from, block: blockOf(node.key) }, { box: to, block: blockOf(layer.to) });
      context.globalAlpha = FAINTEST + (STRONGEST - FAINTEST) * Math.sqrt(share);
      context.lineWidth = 0.6 + (route.isDown ? THIN : WIDE) * share;
      context.strokeStyle = value < 0 ? negative : positive;
      context.beginPath();
      context.moveTo(...route.from);
      for (const step of route.steps) {
        if (step.length === 3) context.bezierCurveTo(...step[0], ...step[1], ...step[2]);
        else context.lineTo(...step[0]);
      }
      context.stroke();
    });
  }
}

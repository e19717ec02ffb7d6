// Which parts of a network are connected, before it has an input: faint lines from layer to layer that say no more than that.

import { ADDS } from './layers.js';
import { routeOf } from './routes.js';

/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Layout} Layout */
/** @typedef {import('../../run/trace.js').Stage} Stage */
/** @typedef {import('./routes.js').Route} Route */

const MANY = 16; // more units than these are shown by a few points at their edge
const POINTS = 8;

/**
 * @param {Layout} layout
 * @param {Map<string, Stage>} stages
 * @param {(key: string, index: number[]) => Box | null} boxOf
 * @returns {Route[]}
 */
export function structureOf(layout, stages, boxOf) {
  /** @type {Route[]} */
  const routes = [];
  for (const block of layout.blocks) {
    const stage = stages.get(block.key);
    if (!stage || stage.declared?.timed || !ADDS.includes(stage.kind)) continue;
    const [input] = stage.inputs;
    const before = layout.blocks.find(({ key }) => key === input) ?? null;
    if (before ? stages.get(input)?.declared?.timed : input !== 'Input') continue;
    const [sources, targets] = [before ? unitsOf(before, boxOf) : [{ ...layout.entry, width: 0, height: 0 }], unitsOf(block, boxOf)];
    const isMeeting = Boolean(before && block.tiles && before.tiles && block.form === 'maps');
    for (const source of sources) {
      for (const target of isMeeting ? [middleOf(block)] : targets) routes.push(routeOf({ box: source, block: before }, { box: target, block: isMeeting ? null : block }));
    }
  }
  return routes;
}

/** @param {Block} block @returns {Box} */
const middleOf = ({ x, y, width, height }) => ({ x, y: y + height / 2, width, height: 0 });

/** Its units where they are few, or a few points along it. @param {Block} block @param {(key: string, index: number[]) => Box | null} boxOf @returns {Box[]} */
function unitsOf(block, boxOf) {
  const count = block.shape[0];
  const isEach = block.form === 'nodes' || (block.form !== 'strip' && block.form !== 'picture' && count <= MANY);
  if (isEach) return Array.from({ length: count }, (_, k) => boxOf(block.key, [k])).filter((box) => box !== null);
  if (block.form === 'strip') return [middleOf(block)];
  return Array.from({ length: POINTS }, (_, k) => ({ ...block, y: block.y + ((k + 0.5) / POINTS) * block.height, height: 0 }));
}

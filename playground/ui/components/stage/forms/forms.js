// The forms in which a quantity is drawn, by name.

import * as grid from './grid.js';
import * as logits from './logits.js';
import * as maps from './maps.js';
import * as nodes from './nodes.js';
import * as picture from './picture.js';
import * as strip from './strip.js';

/** @typedef {import('../layout/layout.js').Block} Block */
/** @typedef {import('../layout/layout.js').Box} Box */
/** @typedef {import('../../run/trace.js').Trace} Trace */
/**
 * How a run is looked at: its colours, device pixels to a CSS px, the run without the changes, what fades.
 * @typedef {object} Look
 * @property {import('../colours.js').Scale} scale
 * @property {number} dpr
 * @property {Trace | null} original
 * @property {number} moment
 * @property {boolean} atEnd
 * @property {(index: number[]) => boolean} faded whether a map or unit stands back
 */
/**
 * @typedef {object} Form
 * @property {(context: CanvasRenderingContext2D, block: any, run: Trace, look: Look) => void} paint in CSS px, from the block's corner
 * @property {(block: any, x: number, y: number, run: Trace) => {index: number[], t?: number} | null} at what value stands at a place of the block
 * @property {(block: any, index: number[], run: Trace, t?: number | null) => Box | null} boxOf where a map, unit or value stands on the stage
 */
/** Those in time come later (in_time.js). @type {Record<string, Form>} */
export const FORMS = { maps, grid, strip, nodes, picture, logits };

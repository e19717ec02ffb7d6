// What of a run the picture shows, in its order: the main values of a stage without time, each quantity of one with it.

import { mainQuantity } from '../run/declarations.js';
import { shortTitle, stageTitle } from '../run/quantity_names.js';
import { notesOf } from './notes.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/**
 * One quantity that the picture shows.
 * @typedef {object} Shown
 * @property {string} key of its stage
 * @property {string} kind
 * @property {string} quantity '' where nothing is known of the stage
 * @property {string} title of the stage
 * @property {string} short the same where there is little room
 * @property {string} symbol
 * @property {number | undefined} layer
 * @property {number | undefined} direction
 * @property {string} module
 * @property {number[]} shape of one step
 * @property {boolean} timed
 * @property {string} range
 * @property {string} role
 * @property {string[]} inputs keys of the stages that it was made of
 * @property {string | undefined} made
 * @property {string | undefined} function
 * @property {string} [note] its size in words
 * @property {string} [firstOf] said of maps that have no room for all, with a # for how many have
 * @property {string} [severalOf] said of values that share a pixel, with a # for how many do
 */

const ASIDE = ['winners', 'probabilities']; // what a stage has beside what it gives on

/** @param {Stage} stage @returns {string[]} */
function quantitiesOf({ declared, arrays }) {
  if (!declared || !Object.keys(arrays).length) return [''];
  if (!declared.timed) return [mainQuantity(declared)].filter((name) => arrays[name]);
  return Object.keys(declared.quantities).filter((name) => arrays[name] && !ASIDE.includes(declared.quantities[name].role));
}

/** @param {Trace} trace @returns {Shown[]} */
export function shownOf(trace) {
  return [...trace.stages.values()].flatMap((stage) =>
    quantitiesOf(stage).map((quantity) => {
      const known = stage.declared?.quantities[quantity];
      return {
        key: stage.key,
        kind: stage.kind,
        quantity,
        title: stageTitle(stage, trace),
        short: shortTitle(stage, trace),
        symbol: known?.symbol ?? '',
        layer: stage.layer,
        direction: stage.direction,
        module: stage.module,
        shape: stage.arrays[quantity]?.shape ?? [],
        timed: Boolean(stage.declared?.timed),
        range: known?.range ?? 'unbounded',
        role: known?.role ?? '',
        inputs: stage.inputs,
        made: stage.made,
        function: stage.function,
        ...notesOf(stage, trace, quantity),
      };
    }));
}

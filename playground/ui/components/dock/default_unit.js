// The unit that the dock shows when nothing is selected in a recurrent network: in the last layer the strongest at the end.

import { withRole } from '../run/declarations.js';

/** @typedef {import('../run/trace.js').Trace} Trace */

/** Of a run, or of a plan; null where no stage has states over time. @param {Trace | null} run @returns {import('../explanation/selection.js').Selection | null} */
export function defaultUnit(run) {
  const layers = [...(run?.stages.values() ?? [])].filter(({ declared, arrays }) => declared?.timed && withRole(declared, 'state').some((name) => arrays[name]));
  const stage = layers.filter(({ direction }) => !direction).at(-1) ?? layers.at(-1);
  if (!stage?.declared) return null;
  const [quantity] = withRole(stage.declared, 'state');
  const { values, size } = stage.arrays[quantity];
  const last = Math.max(0, stage.filled - 1) * size;
  let best = 0;
  for (let unit = 1; unit < size; unit++) if (Math.abs(values[last + unit]) > Math.abs(values[last + best])) best = unit;
  return { stage: stage.kind, layer: stage.layer ?? null, direction: stage.direction ?? null, t: null, quantity, index: [best] };
}

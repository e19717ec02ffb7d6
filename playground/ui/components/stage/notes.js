// What stands below the name of a layer in the picture: its size in a few words.

import { activationOf } from '../run/session.js';
import { t } from '../text/text.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {import('../run/trace.js').Stage} Stage */
/** `firstOf` has a # for how many of the maps have room, `severalOf` one for how many values share a pixel. @typedef {{note: string, firstOf: string, severalOf: string}} Notes */

const TABLES = ['cancer', 'diabetes'];

/** @param {Stage} stage @param {Trace} trace @param {string} quantity @returns {Notes} */
export function notesOf(stage, trace, quantity) {
  const shape = stage.arrays[quantity]?.shape ?? [];
  const count = shape.reduce((a, b) => a * b, 1);
  const role = stage.declared?.quantities[quantity]?.role ?? '';
  return { note: noteOf(stage, trace, { shape, count, role }), firstOf: t('layers.first_of', { count: shape[0] }), severalOf: t('layers.several') };
}

/** @param {Stage} stage @param {Trace} trace @param {{shape: number[], count: number, role: string}} of */
function noteOf(stage, trace, { shape, count, role }) {
  if (!shape.length) return stage.module;
  if (role === 'input' && shape.length === 3 && shape[0] === 1) return t('layers.pixels', { rows: shape[1], columns: shape[2], count });
  if (role === 'input' && shape.length === 1 && TABLES.includes(trace.task)) return t('layers.standardised', { count });
  const isDense = stage.declared?.quantities.pre_activation && role === 'activation';
  if (isDense) return t('layers.units', { count, function: t(`function_names.${stage.function ?? activationOf(trace)}`) }) || String(count);
  return shape.join(' × ');
}

// A value of a run as it is printed: all its digits where it is the model's float32, else those that are certain.

import { halfStep } from '../server/wire.js';
import { certain, placesFor, significant } from '../text/numbers.js';
import { makeExact } from './exact.js';
import { isCoarse, originOf } from './trace.js';

/**
 * The digits of a value that stands among `values`; of values that are of no run, such as weights, all are exact.
 * @param {number} value
 * @param {ArrayLike<number>} values
 * @param {number} [most] the largest size of such values, where they are of no run
 */
export function printed(value, values, most = 1) {
  const origin = originOf(values);
  if (!origin) return certain(value, 0, placesFor(most));
  if (origin.trace.forward) return significant(value); // gradients are of any size
  return certain(value, halfStep(origin.array), placesFor(origin.array.scale));
}

/** Ask for the float32 of the run that values belong to, if they came coarse; true while they are on their way. @param {ArrayLike<number>} values */
export function wantExact(values) {
  const origin = originOf(values);
  if (!origin || !isCoarse(origin.array)) return false;
  makeExact(origin.trace);
  return true;
}

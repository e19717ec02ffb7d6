// A number beside what it belongs to: in few decimals, of what came coarse only those that are certain.

import { originOf } from '../../run/trace.js';
import { halfStep } from '../../server/wire.js';
import { certain } from '../../text/numbers.js';

/** @param {number} value @param {Float32Array} values those that it stands among @param {number} places */
export function digitsOf(value, values, places) {
  const origin = originOf(values);
  return certain(value, origin ? halfStep(origin.array) : 0, places);
}

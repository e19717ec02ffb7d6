// A number beside what it belongs to: in few decimals, of what came coarse only those that are certain.

import { originOf } from '../../run/trace.js';
import { halfStep } from '../../server/wire.js';
import { certain, raised, significant } from '../../text/numbers.js';

/** "−3·10⁻⁴", for which there is room where a logit stands. @param {number} value */
function shortPower(value) {
  if (value === 0) return '0';
  const [factor, exponent] = value.toExponential(0).split('e');
  return `${factor.replace('-', '−')}·10${raised(exponent)}`;
}

/** @param {number} value @param {Float32Array} values those that it stands among @param {number} places */
export function digitsOf(value, values, places) {
  const origin = originOf(values);
  if (origin?.trace.forward) return Math.abs(value) < 0.01 ? shortPower(value) : significant(value, 2); // gradients are of any size
  return certain(value, origin ? halfStep(origin.array) : 0, places);
}

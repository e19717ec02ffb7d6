// Where the arrow keys lead in a picture in time: left and right from step to step, up and down as the rows stand.

import { ranked } from '../forms/guess.js';
import { orderOf } from './order.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */
/** @typedef {import('../../explanation/selection.js').Selection} Selection */

/** @param {number} i @param {number} size */
const wrap = (i, size) => (i + size) % size;
/** @param {number} i @param {number} most */
const within = (i, most) => Math.max(0, Math.min(most, i));

/**
 * The value that lies (dx, dy) from another in a block in time; null if the block is of another kind.
 * @param {Trace} run
 * @param {{key: string, form: string, rows?: boolean, lines?: number}} block
 * @param {Selection} from
 * @param {number} dx
 * @param {number} dy
 * @returns {Selection | null}
 */
export function movedInTime(run, { key, form, rows, lines = 1 }, from, dx, dy) {
  const last = run.steps - 1;
  if (form === 'given') {
    const [t, feature] = from.index;
    const size = run.input.shape[run.input.shape.length - 1];
    const step = within(t + dx, Math.min(last, run.input.shape[0] - 1));
    return { ...from, t: step, index: feature === undefined ? [step] : [step, wrap(feature + dy, size)] };
  }
  const t = within((from.t ?? 0) + dx, last);
  if (form === 'chart') return { ...from, t };
  if (form === 'guess') {
    const order = rows ? ranked(run, key).slice(0, lines) : run.labels.map((_, k) => k);
    return { ...from, t, index: [order[wrap(order.indexOf(from.index[0]) + dy, order.length)]] };
  }
  if (form !== 'lane' || from.index.length !== 1) return null;
  const { units, places } = orderOf(run, key);
  return { ...from, t, index: [units[wrap(places[from.index[0]] + dy, units.length)]] };
}

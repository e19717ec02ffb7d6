// Orders in which the units of a layer can be shown, found from the states that they went through.

const SAMPLED = 240; // time steps that are looked at, evenly spread over a longer sequence

export const ORDERS = ['state', 'index', 'mean', 'active', 'similarity'];

/**
 * Indices of the units from top to bottom. values: [step * units + unit], of `steps` time steps; `last` is the step at which
 * the layer is done, the first one where it reads from the end.
 * @param {string} kind
 * @param {ArrayLike<number>} values
 * @param {number} steps
 * @param {number} units
 * @param {number} [last]
 */
export function unitOrder(kind, values, steps, units, last = steps - 1) {
  const order = Array.from({ length: units }, (_, unit) => unit);
  if (kind === 'index' || !steps) return order;
  if (kind === 'state') return order.sort((a, b) => values[last * units + a] - values[last * units + b] || a - b);
  const taken = Math.min(steps, SAMPLED);
  const curve = (/** @type {number} */ unit) => Float32Array.from({ length: taken }, (_, k) => values[Math.floor((k * steps) / taken) * units + unit]);
  const curves = order.map(curve);
  if (kind === 'similarity') return chain(curves);
  const key = kind === 'mean' ? curves.map((c) => -mean(c)) : curves.map(peak);
  return order.sort((a, b) => key[a] - key[b] || a - b);
}

/** @param {Float32Array} curve */
const mean = (curve) => curve.reduce((sum, v) => sum + v, 0) / curve.length;

/** When a unit is most active: the step of its largest absolute value. @param {Float32Array} curve */
const peak = (curve) => curve.reduce((best, v, k) => (Math.abs(v) > Math.abs(curve[best]) ? k : best), 0);

/** Each unit next to the one not yet placed that is most like it, from the unit with the highest mean on. @param {Float32Array[]} curves */
function chain(curves) {
  const left = new Set(curves.keys());
  let at = curves.map(mean).reduce((best, v, k, all) => (v > all[best] ? k : best), 0);
  const order = [];
  while (left.size) {
    left.delete(at);
    order.push(at);
    let nearest = at;
    let least = Infinity;
    for (const other of left) {
      const distance = curves[at].reduce((sum, v, k) => sum + (v - curves[other][k]) ** 2, 0);
      if (distance < least) [nearest, least] = [other, distance];
    }
    at = nearest;
  }
  return order;
}

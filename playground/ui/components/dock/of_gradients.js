// What the server tells of the gradients that are shown, asked once of each of them.

import { postJson } from '../server/post_json.js';

/** @typedef {import('../run/gradient_trace.js').GradientTrace} GradientTrace */

/** @type {WeakMap<GradientTrace, Map<string, Promise<any>>>} */
const kept = new WeakMap();

/** What a route makes of the question that they answer, and of what is asked beyond it. @param {GradientTrace} run @param {string} route @param {Record<string, any>} [more] @returns {Promise<any>} */
export function ofGradients(run, route, more = {}) {
  const { task, input, architecture, changes } = /** @type {import('../run/trace.js').Asked} */ (run.of);
  const all = kept.get(run) ?? new Map();
  kept.set(run, all);
  const name = JSON.stringify([route, more]);
  const known = all.get(name) ?? postJson(route, { task, input, architecture, changes, loss: run.loss.name, target: run.loss.target, ...more });
  all.set(name, known);
  known.catch(() => all.delete(name)); // the next who looks asks again
  return known;
}

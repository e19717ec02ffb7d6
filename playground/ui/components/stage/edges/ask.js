// What the sources add to the nodes of a run: asked for when the run has ended, and kept as long as the run is.

import { Refused } from '../../server/asking.js';
import { postForAll } from '../../server/post_json.js';
import { afterPaint } from '../../dom/after_paint.js';
import { signal } from '../../store/signal.js';
import { on, session } from '../../run/session.js';
import { layerOf } from './layers.js';
import { Relations } from './relations.js';

/** @typedef {import('../../run/trace.js').Trace} Trace */

/** @type {WeakMap<Trace, Relations>} */
const kept = new WeakMap();
/** @type {import('../../store/signal.js').Signal<Trace>} */
const came = signal();
let current = new AbortController(); // of the answer on its way

/** The edges of a run, or those that came with gradients; null before they have come. @param {(Trace & {relations?: Relations | null}) | null} trace @returns {Relations | null} */
export const edgesOf = (trace) => (trace && (trace.relations ?? kept.get(trace))) ?? null;

/** Call `listener` when the edges of a run have come. */
export const onEdges = came.on;

/** @param {Trace | null} trace */
async function want(trace) {
  current.abort();
  if (!trace?.of || trace.preview || kept.has(trace)) return;
  current = new AbortController();
  const { signal: stopped } = current;
  try {
    const relations = await load(trace, stopped);
    if (stopped.aborted) return;
    kept.set(trace, relations);
    came.tell(trace);
  } catch (error) {
    if (!stopped.aborted && !(error instanceof Refused)) throw error; // without them the picture is whole, too
  }
}

/** @param {Trace} trace @param {AbortSignal} stopped */
async function load(trace, stopped) {
  const layers = [];
  for (const frame of await postForAll('edges', /** @type {any} */ (trace.of), { signal: stopped })) {
    if (frame.error) throw new Refused(frame.error, 422); // it was ended before its time
    const layer = frame.edges && layerOf(frame, trace.stages);
    if (layer) layers.push(layer);
  }
  return new Relations(trace.stages, layers);
}

on('end', (trace) => afterPaint(() => session.trace === trace && void want(trace)));
for (const name of /** @type {const} */ (['begin', 'clear', 'interrupt'])) on(name, () => current.abort());

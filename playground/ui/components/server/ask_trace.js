// The question for a trace, or for its gradients: one request, whose answer is a stream of frames.

import { Refused } from './get_json.js';
import { post } from './post_json.js';
import { frames } from './wire.js';

/**
 * The frames of an answer. Throws Refused, whose message is for the visitor, or what fetch throws.
 * @param {Record<string, any>} asked what is null is left out
 * @param {AbortSignal} [signal]
 * @param {'trace' | 'gradients'} [route]
 */
export async function* askForTrace(asked, signal, route = 'trace') {
  for await (const frame of frames(await post(route, asked, signal))) {
    if (frame.error) throw new Refused(frame.error, 422); // it was ended before its time
    yield frame;
  }
}

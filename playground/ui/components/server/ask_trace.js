// The question for a trace, or for its gradients: one request, whose answer is a stream of frames.

import { Refused } from './asking.js';
import { postForFrames } from './post_json.js';

/**
 * The frames of an answer; it begins anew, with `run`, when it has broken off. Throws Refused, whose message is for the visitor.
 * @param {Record<string, any>} asked what is null is left out
 * @param {import('./asking.js').How} [how]
 * @param {'trace' | 'gradients'} [route]
 */
export async function* askForTrace(asked, how, route = 'trace') {
  for await (const frame of postForFrames(route, asked, how)) {
    if (frame.error) throw new Refused(frame.error, 422); // it was ended before its time
    yield frame;
  }
}

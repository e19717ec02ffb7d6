// The question for a trace: one request, whose answer is a stream of frames.

import { currentLanguage, t } from '../text/text.js';
import { messageOf, Refused } from './get_json.js';
import { address } from './routes.js';
import { frames } from './wire.js';

/**
 * The frames of an answer. Throws Refused, whose message is for the visitor, or what fetch throws.
 * @param {Record<string, any>} asked
 * @param {AbortSignal} [signal]
 */
export async function* askForTrace(asked, signal) {
  const body = JSON.stringify({ ...asked, language: currentLanguage() });
  const response = await fetch(address('trace'), { method: 'POST', body, signal });
  if (!response.ok) throw new Refused((await messageOf(response)) || t('errors.offline'), response.status);
  for await (const frame of frames(response)) {
    if (frame.error) throw new Refused(frame.error, 422); // it was ended before its time
    yield frame;
  }
}

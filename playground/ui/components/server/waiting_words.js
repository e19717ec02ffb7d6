// What the page says of a question that is not answered yet.

import { t } from '../text/text.js';

/** @param {import('./standing.js').Standing} standing */
export function waitingWords({ state, place, share, seconds }) {
  if (state === 'waiting' && place) return t(`waiting.${seconds && seconds >= 1 ? 'turn_in' : 'turn'}`, { place: t(`waiting.places.${place}`) || t('waiting.place', { place }), seconds: Math.round(seconds ?? 0) });
  if (state === 'working' && share) return t('waiting.share', { percent: Math.round(100 * share) });
  return t(`waiting.${state}`, { seconds: Math.ceil(seconds ?? 0) });
}

// Which moments of a playback a video shows, and for how long: as fast as on the page, but ten seconds at most.

export const MOST_SECONDS = 10;
const REST = 1; // seconds that the last moment stays
const MOST_PICTURES = 90; // more would take long to paint

/**
 * @param {number} count moments
 * @param {number} rate moments a second on the page
 * @returns {{moments: number[], seconds: number, isFaster: boolean}} `seconds` of one of the moments; the last has REST more
 */
export function schedule(count, rate) {
  const shown = Math.min(count, MOST_PICTURES);
  const moments = Array.from({ length: shown }, (_, k) => (shown > 1 ? Math.round((k * (count - 1)) / (shown - 1)) : 0));
  const whole = Math.min(count / rate, MOST_SECONDS - REST);
  return { moments, seconds: whole / shown, isFaster: count / rate > whole };
}

/** Which of the moments is shown after so many seconds, of the first to the last; null when it is over. @param {{moments: number[], seconds: number}} plan @param {number} after */
export function pictureAt({ moments, seconds }, after) {
  if (after >= moments.length * seconds + REST) return null;
  return Math.min(moments.length - 1, Math.floor(after / seconds));
}

/** @param {{moments: number[], seconds: number}} plan @param {number} after */
export const secondsLeft = ({ moments, seconds }, after) => Math.max(0, moments.length * seconds + REST - after);

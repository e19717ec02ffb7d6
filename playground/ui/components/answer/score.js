// The answer that is a number by itself: what it is in words, and where it lies among those that the network learned from.

import { session } from '../run/session.js';
import { significant } from '../text/numbers.js';
import { t } from '../text/text.js';

/** @typedef {import('../run/trace.js').Trace} Trace */
/** What is known of the answers of the data. @typedef {{min: number, max: number, mean: number, sd: number, quartiles: number[]}} Target */

/** @returns {Target} */
const targetOf = () => session.catalogue?.examples.target ?? { min: 0, max: 1, mean: 0, sd: 1, quartiles: [0, 0, 0] };

/** @param {Trace} trace */
function scoreOf(trace) {
  const { mean, sd } = targetOf();
  return mean + sd * (trace.output?.[0] ?? 0);
}

/** @param {Trace} trace */
export function score(trace) {
  const { min, max } = targetOf();
  return { prediction: significant(scoreOf(trace), 3), caption: t(`result.score.${trace.task}`, { min, max }) };
}

/** What is known of a row of the data, while none of its values is changed. @param {Trace} trace @returns {string | null} */
export function truthOf({ encoded }) {
  const values = /** @type {number[] | undefined} */ (encoded?.values);
  const same = (/** @type {{input: {values: number[]}}} */ { input }) => input.values.every((value, k) => value === values?.[k]);
  return session.catalogue?.examples.shown.find(same)?.label ?? null;
}

/** All answers, the middle half of them, their median; and the one now. @param {HTMLElement} place @param {Trace} trace */
export function showSpread(place, trace) {
  const { min, max, quartiles: [low, middle, high] } = targetOf();
  const now = scoreOf(trace);
  const [from, to] = [Math.min(min, now), Math.max(max, now)];
  const at = (/** @type {number} */ value) => `${(100 * (value - from)) / (to - from)}%`;
  const truth = truthOf(trace);
  place.innerHTML = '<div class="pg-spread" role="img"><div><i class="band"></i><i class="median"></i><i class="now"></i><i class="truth"></i></div><p><span></span><span></span></p></div><p></p>';
  const spread = /** @type {HTMLElement} */ (place.firstElementChild);
  const [band, median, mark, real] = /** @type {HTMLCollectionOf<HTMLElement>} */ (spread.children[0].children);
  Object.assign(band.style, { left: at(low), width: `${(100 * (high - low)) / (to - from)}%` });
  median.style.left = at(middle);
  mark.style.width = at(now);
  real.hidden = truth === null;
  if (truth !== null) real.style.left = at(Number(truth));
  const ends = [significant(from, 3), significant(to, 3)];
  ends.forEach((words, k) => (spread.children[1].children[k].textContent = words));
  const words = t('measured.band', { low, high, middle });
  /** @type {HTMLElement} */ (place.lastElementChild).textContent = words;
  spread.setAttribute('aria-label', `${significant(now, 3)}; ${ends.join(' … ')}; ${words}`);
}

// Where the questions of this page stand that are not answered yet: asked of the server once a second, of one after the other.

import { address } from './routes.js';
import { VISITOR } from './visitor.js';

/**
 * asked: since a while; waiting: for `place` - 1 others; working: `share` of it is done; computing: more is not known; loading: the networks are
 * not there yet; arriving: the answer comes; away: nobody answers; busy: it was refused, and is asked again in `seconds`.
 * @typedef {object} Standing
 * @property {'asked' | 'waiting' | 'working' | 'computing' | 'loading' | 'arriving' | 'away' | 'busy'} state
 * @property {number | null} [place] 1 for the next
 * @property {number | null} [share] 0 to 1
 * @property {number | null} [seconds]
 */
/** @typedef {(standing: Standing | null) => void} Told null: there is nothing to wait for any more */
/** @typedef {{visit: string, told: Told, drop: () => void, isArriving: boolean, isLost: boolean}} Followed */

/** Whether nobody is at work for it now: it is asked again later. @param {Standing | null} standing */
export const isIdle = (standing) => standing?.state === 'away' || standing?.state === 'busy';

const PATIENCE = 700; // milliseconds that an answer may take before anything is said
const EVERY = 1000;
const SILENCE = 5000; // milliseconds after which a server does not answer

/** @type {Set<Followed>} those whose turn it is to be asked after, the longest not asked after first */
const followed = new Set();
let isAsking = false;
let isReady = false; // the networks are there

/**
 * Follow a question from now on: `told` hears where it stands, if it takes long. `drop` is called where the server has come
 * back and knows nothing of it: then it has to be asked again.
 * @param {string} visit
 * @param {Told} told
 * @param {() => void} drop
 */
export function follow(visit, told, drop) {
  /** @type {Followed} */
  const one = { visit, told, drop, isArriving: false, isLost: false };
  const patience = setTimeout(() => {
    followed.add(one);
    told({ state: one.isArriving ? 'arriving' : 'asked' });
    void ask();
  }, PATIENCE);
  return {
    /** Its answer has begun to come, which may take its time. */
    arrives() {
      one.isArriving = true;
    },
    end() {
      clearTimeout(patience);
      followed.delete(one);
    },
  };
}

/** Nobody answers: whoever comes next may have to load the networks first. */
export const lost = () => void (isReady = false);

/** Never more than one at a time. */
async function ask() {
  if (isAsking) return;
  isAsking = true;
  while (followed.size) {
    const [one] = followed;
    followed.delete(one);
    followed.add(one);
    tell(one, await standingOf(one.visit));
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
  isAsking = false;
}

/** @param {Followed} one @param {Standing} standing */
function tell(one, standing) {
  if (!followed.has(one)) return;
  const [isAway, isUnknown] = [standing.state === 'away', standing.state === 'computing'];
  if (one.isArriving && isAway) return; // what comes takes the whole of a slow connection
  if (one.isArriving && isUnknown) followed.delete(one); // it has been worked on: there is no more to be heard of it
  else if (one.isLost && isUnknown) one.drop();
  one.isLost = isAway;
  one.told(one.isArriving && isUnknown ? { state: 'arriving' } : standing);
}

/** @param {string} visit @returns {Promise<Standing>} */
async function standingOf(visit) {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), SILENCE);
  const get = (/** @type {string} */ route) => fetch(address(route), { headers: { 'X-Visitor': VISITOR }, signal: gone.signal, cache: 'no-store' });
  try {
    const response = await get(`visits/${visit}`);
    if (!response.ok) return { state: 'computing' }; // by another replica, as far as this one knows
    const standing = await response.json();
    if (standing.state !== 'working' || isReady) return standing;
    const ready = await get('../readyz');
    isReady = ready.status !== 503 || (await ready.json()).networks !== false;
    return isReady ? standing : { state: 'loading' };
  } catch {
    return { state: 'away' };
  } finally {
    clearTimeout(timer);
  }
}

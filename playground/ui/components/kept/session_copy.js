// The input as the browser keeps it for a reload: what the address has not got, or not yet.

const KEY = 'playground.input';

/** What the address says of the input. */
const said = () => new URLSearchParams(location.search).get('input');

/** What it said before it was told of the input: a reload that has begun ends at that address. @type {string | null} */
let before = null;

/** The address is about to be told of another input. */
export const leaveSaid = () => void (before = said());

/** Keep it for as long as this window is there; null keeps nothing. @param {string} task @param {any} input */
export function keepCopy(task, input) {
  try {
    if (input) sessionStorage.setItem(KEY, JSON.stringify({ task, said: [said(), before], input }));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Nothing can be kept here, or not so much.
  }
}

/** The input that was there when the page was left, if it is that page which is loaded again; else null. @param {string} task */
export function copyOf(task) {
  const [navigation] = performance.getEntriesByType('navigation');
  const { type } = /** @type {PerformanceNavigationTiming} */ (navigation ?? {});
  if (type !== 'reload' && type !== 'back_forward') return null;
  try {
    const copy = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    const isSaid = type === 'reload' ? copy?.said.includes(said()) : copy?.said[0] === said();
    return copy?.task === task && isSaid ? copy.input : null;
  } catch {
    return null;
  }
}

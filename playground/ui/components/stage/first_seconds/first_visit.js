// Who sees the first ten seconds: one who comes for the first time, by an address that says nothing of a place (one that gives an input is shown that).

import { addressed } from '../../store/store.js';

const KEY = 'playground.drawn'; // kept in the browser once the visitor has drawn
const MOST = 8; // answers of the network that the page asks for by itself

/** Whether the visitor has been here and drawn. */
function hasDrawn() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true; // where nothing can be kept, each load would be the first
  }
}

/** The visitor draws: never again is it drawn for them. */
export function keepDrawn() {
  try {
    localStorage.setItem(KEY, '1');
  } catch {
    // Nothing can be kept here.
  }
}

export const isFirstVisit = () => !hasDrawn() && !['selection', 'opened', 'changes', 'page', 'embed'].some((name) => addressed(/** @type {any} */ (name)) !== undefined);

/** Which of the growing counts of points are answered: as many as `most` with the whole, evenly spread. @param {number} [most] @returns {(count: number, total: number) => boolean} */
export function answeredShares(most = MOST) {
  let last = 0;
  return (count, total) => {
    const share = Math.floor((count / total) * most);
    if (share <= last || share >= most) return false;
    last = share;
    return true;
  };
}

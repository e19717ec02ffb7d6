// A drawing read while it is drawn: the pen's points go up in small batches, the time steps they make come back.

import { askForTrace } from '../server/ask_trace.js';
import { closeTrace, network, on, openTrace, session, setInput, take } from './session.js';

const PAUSE = 24; // milliseconds between two batches

/** @typedef {[number, number]} Point */
/** @typedef {{points: (Point | null)[], lifted: any, carry: any, fresh: boolean, failed: boolean, asking: boolean}} Follower null among the points: the pen lifted */

/** @type {Follower | null} */
let follower = null; // of the drawing in progress: {points, carry, fresh, failed, asking}

/** Whether the chosen network can follow the pen: one that reads from the end, too, cannot, and a changed one does not. */
const canFollow = () => session.task === 'strokes' && !session.changes && !network().arguments.bidirectional;

/**
 * The pen is down. It is followed when the drawing begins with it, or when all strokes before have been read;
 * else the whole is read when the pen lifts.
 * @param {boolean} isFirst
 */
export function begin(isFirst) {
  if (!canFollow()) drop();
  else if (isFirst || !isFollowing()) {
    drop();
    const carry = isFirst ? null : session.carry;
    if (isFirst || carry) follower = { points: [], lifted: null, carry, fresh: isFirst, failed: false, asking: false };
  }
  if (follower) follower.lifted = null;
}

export const isFollowing = () => following() !== null;

/** @returns {Follower | null} */
const following = () => (follower && !follower.failed ? follower : null);

/** @param {Point} place */
export function point(place) {
  const mine = following();
  if (!mine) return;
  mine.points.push(place);
  askFor(mine);
}

/** The pen is up; `drawing` is the whole so far. False when nobody followed it. @param {any} drawing */
export function lift(drawing) {
  const mine = following();
  if (!mine) return false;
  mine.points.push(null);
  mine.lifted = drawing;
  askFor(mine);
  return true;
}

/** Whatever the pen does next is no continuation of what was followed. */
export function drop() {
  if (follower) follower.failed = true;
  follower = null;
}
on('architecture', drop);
on('changes', drop);
on('task', drop);

/** @param {Follower} mine */
async function askFor(mine) {
  if (mine.asking) return;
  mine.asking = true;
  try {
    while (mine.points.length && !mine.failed) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      await send(mine);
    }
  } catch {
    mine.failed = true; // then the whole is asked for
    if (mine.lifted) setInput(mine.lifted);
  }
  mine.asking = false;
}

/** The points up to the next lift of the pen, and the time steps they make. @param {Follower} mine */
async function send(mine) {
  const end = mine.points.indexOf(null);
  const points = mine.points.splice(0, end < 0 ? Infinity : end);
  if (end >= 0) mine.points.shift();
  const asked = { task: 'strokes', architecture: session.architecture, points, lift: end >= 0, carry: mine.carry };
  for await (const frame of askForTrace(asked)) {
    if (mine.failed) return;
    if (frame.run) {
      if (mine.fresh) openTrace(frame.run);
      mine.fresh = false;
      if (session.trace) {
        session.trace.open = true;
        session.trace.exact = false; // what comes now comes coarse
      }
    } else take(frame);
  }
  mine.carry = session.carry;
  if (end >= 0 && !mine.points.length) closeTrace(mine.lifted);
}

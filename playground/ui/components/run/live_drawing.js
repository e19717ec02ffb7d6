// A drawing read while it is drawn: the pen's points go up in small batches, the time steps they make come back.

import { askForTrace } from '../server/ask_trace.js';
import { closeTrace, network, on, openTrace, session, setInput, take } from './session.js';

const PAUSE = 24; // milliseconds between two batches

let follower = null; // of the drawing in progress: {points, carry, fresh, failed, asking}

/** Whether the chosen network can follow the pen: one that reads from the end, too, cannot, and a changed one does not. */
const canFollow = () => session.task === 'strokes' && !session.changes && !network().arguments.bidirectional;

/**
 * The pen is down. It is followed when the drawing begins with it, or when all strokes before have been read;
 * else the whole is read when the pen lifts.
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

export const isFollowing = () => Boolean(follower) && !follower.failed;

export function point(place) {
  if (!isFollowing()) return;
  follower.points.push(place);
  askFor(follower);
}

/** The pen is up; `drawing` is the whole so far. False when nobody followed it. */
export function lift(drawing) {
  if (!isFollowing()) return false;
  follower.points.push(null);
  follower.lifted = drawing;
  askFor(follower);
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

/** The points up to the next lift of the pen, and the time steps they make. */
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
      session.trace.open = true;
    } else take(frame);
  }
  mine.carry = session.carry;
  if (end >= 0 && !mine.points.length) closeTrace(mine.lifted);
}

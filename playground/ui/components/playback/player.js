// Playback of a trace by moments: the time steps of a sequence, or the stages of a network without time.

import { on, session } from '../run/session.js';
import { signal } from '../store/signal.js';
import { part } from '../store/store.js';

const STEPS = 8; // time steps a second, at speed 1
const STAGES = 1.5; // stages a second
/** @type {import('../store/signal.js').Signal<void>} */
const moved = signal();

const shown = part('moment', 'count', 'playing', 'speed', 'auto', 'follow');
/** @type {typeof shown & {readonly atEnd: boolean}} */
export const player = Object.defineProperty(/** @type {any} */ (shown), 'atEnd', { get: () => shown.follow || shown.moment >= shown.count - 1 });

/** Call `listener` whenever the shown moment, or whether it plays, has changed. */
export const onMoment = moved.on;

/** Moments of a trace: its time steps, or its stages. @param {import('../run/trace.js').Trace} trace */
const countOf = (trace) => (trace.recurrent ? trace.steps : trace.stages.size);

/** @param {number} moment */
export function seek(moment) {
  player.moment = Math.max(0, Math.min(player.count - 1, moment));
  player.follow = player.moment === player.count - 1;
  moved.tell();
}

export function pause() {
  player.playing = false;
  moved.tell();
}

/** From the start when it stands at the end, else from where it stands. */
export function play() {
  if (!player.count) return;
  let at = player.atEnd ? 0 : player.moment;
  /** @type {number | null} */
  let before = null;
  player.playing = true;
  player.follow = false;
  const frame = (/** @type {number} */ now) => {
    if (!player.playing) return;
    at += ((now - (before ?? now)) / 1000) * player.speed * (session.trace?.recurrent ? STEPS : STAGES);
    before = now;
    player.playing = at < player.count - 1;
    if (Math.floor(at) !== player.moment || !player.playing) seek(Math.floor(at));
    if (player.playing) requestAnimationFrame(frame);
  };
  seek(at);
  requestAnimationFrame(frame);
}

// A new stroke cancels what is still playing; its trace is followed as it streams in.
on('interrupt', pause);
on('begin', () => {
  player.playing = false;
  player.follow = true;
});
on('stage', () => {
  const { trace } = session;
  if (!trace) return;
  player.count = countOf(trace);
  if (player.follow) player.moment = player.count - 1;
  if (trace.open) moved.tell();
});
on('end', ({ preview }) => (player.auto && !preview ? play() : moved.tell()));
on('clear', () => {
  Object.assign(player, { moment: 0, count: 0, playing: false, follow: true });
  moved.tell();
});

// Playback of a trace by moments: the time steps of a sequence, or the stages of a network without time.

import { gradientsNow, onGradients } from '../run/backward.js';
import { on, session } from '../run/session.js';
import { signal } from '../store/signal.js';
import { part } from '../store/store.js';

const STEPS = 8; // time steps a second, at speed 1
const STAGES = 1.5; // stages a second
/** @type {import('../store/signal.js').Signal<void>} */
const moved = signal();

const shown = part('moment', 'count', 'playing', 'speed', 'auto', 'follow');
/** `atEnd`: all that was given has been read. @type {typeof shown & {readonly atEnd: boolean}} */
export const player = Object.defineProperty(/** @type {any} */ (shown), 'atEnd', { get: () => shown.follow || shown.moment === goalOf(session.trace) });

/** Whether it plays from the last moment to the first, as backpropagation goes. */
export const isReversed = () => gradientsNow() !== null;

/** Moments a second. */
export const rateNow = () => player.speed * (session.trace?.recurrent ? STEPS : STAGES);

/** Where it ends. @param {import('../run/trace.js').Trace | null} trace */
const goalOf = (trace) => (isReversed() ? 0 : endOf(trace));

/** The moment at which all that was given has been read: the last one, but where a network then goes on by itself. @param {import('../run/trace.js').Trace | null} trace */
export const endOf = (trace) => (trace?.encoded?.kind === 'Series' ? trace.encoded.read : shown.count) - 1;

/** Call `listener` whenever the shown moment, or whether it plays, has changed. */
export const onMoment = moved.on;

/** Moments of a trace: its time steps, or its stages. @param {import('../run/trace.js').Trace} trace */
const countOf = (trace) => (trace.recurrent ? trace.steps : trace.stages.size);

/** @param {number} moment */
export function seek(moment) {
  player.moment = Math.max(0, Math.min(player.count - 1, moment));
  player.follow = player.moment === goalOf(session.trace);
  moved.tell();
}

export function pause() {
  player.playing = false;
  moved.tell();
}

/** From the start when it stands at the end, else from where it stands; of gradients the start is the last moment. */
export function play() {
  if (!player.count) return;
  const way = isReversed() ? -1 : 1;
  const [first, last] = way < 0 ? [player.count - 1, 0] : [0, player.count - 1];
  let at = player.atEnd || player.moment === last ? first : player.moment;
  /** @type {number | null} */
  let before = null;
  player.playing = true;
  player.follow = false;
  const frame = (/** @type {number} */ now) => {
    if (!player.playing) return;
    at += way * ((now - (before ?? now)) / 1000) * rateNow();
    before = now;
    player.playing = way * (last - at) > 0;
    const shownNow = way < 0 ? Math.ceil(at) : Math.floor(at);
    if (shownNow !== player.moment || !player.playing) seek(shownNow);
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
  if (player.follow) player.moment = Math.min(player.count - 1, endOf(trace));
});
on('end', ({ preview }) => (player.auto && !preview ? play() : moved.tell()));
/** @type {ReturnType<typeof gradientsNow>} */
let gradients = null; // that were shown last
// Values and gradients are looked at whole at first; what comes late for a run that is gone moves nothing.
onGradients(() => {
  const isSame = gradientsNow() === gradients;
  gradients = gradientsNow();
  if (isSame || !player.count) return;
  player.playing = false;
  player.follow = true;
  player.moment = endOf(session.trace);
  moved.tell();
});
on('clear', () => {
  Object.assign(player, { moment: 0, count: 0, playing: false, follow: true });
  moved.tell();
});

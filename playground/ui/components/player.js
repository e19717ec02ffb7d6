// Playback of a trace by moments: the time steps of a sequence, or the stages of a network without time.

import { on, session } from './session.js';

const STEPS = 8; // time steps a second, at speed 1
const STAGES = 1.5; // stages a second
const listeners = new Set();

export const player = { moment: 0, count: 0, playing: false, speed: 1, auto: false, follow: true };

Object.defineProperty(player, 'atEnd', { get: () => player.follow || player.moment >= player.count - 1 });

/** Call `listener` whenever the shown moment, or whether it plays, has changed. */
export const onMoment = (listener) => listeners.add(listener);
const tell = () => listeners.forEach((listener) => listener());

/** Moments of a trace: its time steps, or its stages. */
const countOf = (trace) => (trace.recurrent ? trace.steps : trace.stages.size);

export function seek(moment) {
  player.moment = Math.max(0, Math.min(player.count - 1, moment));
  player.follow = player.moment === player.count - 1;
  tell();
}

export function pause() {
  player.playing = false;
  tell();
}

/** From the start when it stands at the end, else from where it stands. */
export function play() {
  if (!player.count) return;
  let at = player.atEnd ? 0 : player.moment;
  let before = null;
  player.playing = true;
  player.follow = false;
  const frame = (now) => {
    if (!player.playing) return;
    at += ((now - (before ?? now)) / 1000) * player.speed * (session.trace.recurrent ? STEPS : STAGES);
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
  player.count = countOf(session.trace);
  if (player.follow) player.moment = player.count - 1;
  if (session.trace.open) tell();
});
on('end', () => (player.auto ? play() : tell()));
on('clear', () => {
  Object.assign(player, { moment: 0, count: 0, playing: false, follow: true });
  tell();
});

// The playback of a run as a video: a picture of each moment, painted one after the other on a canvas that is recorded.

import { contextOf } from '../canvas/context.js';
import { inksNow } from '../canvas/inks.js';
import { isReversed, pause, player, rateNow, seek } from '../playback/player.js';
import { imageOf } from './picture.js';
import { pictureAt, schedule, secondsLeft } from './schedule.js';

const TYPES = /** @type {const} */ ([['video/webm;codecs=vp9', 'webm'], ['video/webm;codecs=vp8', 'webm'], ['video/webm', 'webm'], ['video/mp4', 'mp4']]); // Safari has but the last
const BITS = 6_000_000; // a second

/** What this browser can record: [type, a file's ending]; undefined if nothing. */
export const recordable = () => ('MediaRecorder' in window && 'captureStream' in HTMLCanvasElement.prototype ? TYPES.find(([type]) => MediaRecorder.isTypeSupported(type)) : undefined);

const frame = () => new Promise(requestAnimationFrame);

/**
 * @param {() => import('./picture.js').Picture} paint what stands there at a moment
 * @param {{say: (what: 'painting' | 'recording', values: Record<string, number>) => void, signal: AbortSignal}} how `say` is told how far it is
 * @returns {Promise<{blob: Blob, ending: string, isFaster: boolean}>} Throws what `signal` was aborted with.
 */
export async function videoOf(paint, { say, signal }) {
  const [type, ending] = /** @type {NonNullable<ReturnType<typeof recordable>>} */ (recordable());
  const plan = schedule(player.count, rateNow());
  const images = await painted(plan.moments, paint, say, signal);
  return { blob: await recorded(images, plan, type, say, signal), ending, isFaster: plan.isFaster };
}

/** A picture of each moment; the page stands then where it stood before. @param {number[]} moments @param {() => import('./picture.js').Picture} paint @param {(what: 'painting', values: Record<string, number>) => void} say @param {AbortSignal} signal */
async function painted(moments, paint, say, signal) {
  const { moment, follow } = player;
  const images = [];
  pause();
  try {
    for (const at of isReversed() ? moments.toReversed() : moments) {
      signal.throwIfAborted();
      say('painting', { at: images.length + 1, of: moments.length });
      seek(at);
      await frame();
      await frame(); // what follows a moment is drawn with the next picture of the screen
      images.push({ ...paint(), image: /** @type {HTMLImageElement | null} */ (null) });
    }
  } finally {
    seek(moment);
    player.follow = follow;
  }
  return Promise.all(images.map(async (picture) => ({ ...picture, image: await imageOf(picture) })));
}

/** @param {Awaited<ReturnType<typeof painted>>} images @param {ReturnType<typeof schedule>} plan @param {string} type @param {(what: 'recording', values: Record<string, number>) => void} say @param {AbortSignal} signal */
async function recorded(images, plan, type, say, signal) {
  const even = (/** @type {number} */ length) => 2 * Math.ceil(length / 2); // as codecs want it
  const size = { width: even(Math.max(...images.map(({ width }) => width))), height: even(Math.max(...images.map(({ height }) => height))) };
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = contextOf(canvas);
  context.fillStyle = inksNow().ground; // below a picture whose caption is shorter
  const stream = canvas.captureStream();
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => (recorder.onstop = done));
  const show = (/** @type {number} */ k) => {
    context.fillRect(0, 0, size.width, size.height);
    context.drawImage(images[k].image, 0, 0);
  };
  show(0);
  recorder.start();
  try {
    const start = performance.now();
    for (let k = /** @type {number | null} */ (0); k !== null; ) {
      signal.throwIfAborted();
      show(k);
      await frame();
      const after = (performance.now() - start) / 1000;
      k = pictureAt(plan, after);
      say('recording', { seconds: Math.ceil(secondsLeft(plan, after)) });
    }
  } finally {
    recorder.stop();
    await stopped;
    for (const track of stream.getTracks()) track.stop();
  }
  return new Blob(parts, { type });
}

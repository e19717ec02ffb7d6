// The window slides over the picture cell by cell and fills the maps, then over the maps and fills the pooled ones.

import { signal } from '../store/signal.js';
import { lab, onLab, point } from './state.js';

const CELLS = 2.5; // a second, at speed 1
const CALM = 1; // at most, where somebody wants little motion
/** @type {import('../store/signal.js').Signal<void>} */
const moved = signal();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** at: cells that are filled, of `total`. */
export const slide = { at: 0, total: 0, playing: false, speed: 1 };
export const onSlide = moved.on;
const { tell } = moved;

/** @param {number[][][] | null} [maps] */
const count = (maps) => (maps ? maps[0].length * maps[0][0].length : 0);

/** How many cells of each map and of each pooled map are filled. */
export function filled() {
  const first = count(lab.result?.maps);
  return { maps: Math.min(slide.at, first), pooled: Math.max(0, slide.at - first) };
}

/** @param {number} at */
export function seek(at) {
  slide.at = Math.max(0, Math.min(slide.total, at));
  const { maps, pooled } = filled();
  const kind = pooled ? 'pool' : 'map';
  const grid = pooled ? lab.result?.pooled : lab.result?.maps;
  const k = (pooled || maps) - 1;
  if (grid) point(k < 0 ? null : { kind, map: lab.kernel, y: Math.floor(k / grid[0][0].length), x: k % grid[0][0].length });
  tell();
}

export function pause() {
  if (!slide.playing) return;
  slide.playing = false;
  tell();
}

/** From the start when all is filled. */
export function play() {
  if (!slide.total) return;
  slide.playing = true;
  seek(slide.at >= slide.total ? 1 : slide.at + 1);
  clearTimeout(waiting); // of before a pause
  const next = () => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const speed = calm ? Math.min(CALM, CELLS * slide.speed) : CELLS * slide.speed;
    waiting = setTimeout(() => {
      if (!slide.playing) return;
      if (slide.at >= slide.total) pause();
      else {
        seek(slide.at + 1);
        next();
      }
    }, 1000 / speed);
  };
  next();
}

/** Everything is there again. */
export function fill() {
  slide.playing = false;
  slide.at = slide.total;
  tell();
}

onLab((what) => {
  if (what !== 'result' || !lab.result) return;
  const total = count(lab.result.maps) + count(lab.result.pooled);
  if (total !== slide.total) {
    slide.total = total;
    fill();
  }
});

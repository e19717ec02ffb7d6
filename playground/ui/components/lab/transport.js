// Play, pause, step and speed of the sliding window.

import { find, findAll } from '../dom/find.js';
import { onLanguage, t } from '../text/text.js';
import { onSlide, pause, play, seek, slide } from './play.js';
import { onLab } from './state.js';

const PLAY = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 4l10 6-10 6z"/></svg>';
const PAUSE = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 4h3.6v12H5zM11.4 4H15v12h-3.6z"/></svg>';

/** @param {HTMLElement} element */
export function showTransport(element) {
  const button = find(element, '[data-slide]', HTMLButtonElement);
  const range = find(element, 'input', HTMLInputElement);
  const output = find(element, 'output', HTMLElement);
  const speed = find(element, 'select', HTMLSelectElement);
  const show = () => {
    button.innerHTML = slide.playing ? PAUSE : PLAY;
    button.title = t(slide.playing ? 'player.pause' : 'lab.play');
    button.setAttribute('aria-label', button.title);
    range.max = String(slide.total);
    range.value = String(slide.at);
    output.textContent = `${slide.at} / ${slide.total}`;
  };
  const step = (/** @type {number} */ by) => {
    pause();
    seek(slide.at >= slide.total && by > 0 ? 1 : slide.at + by);
  };
  button.onclick = () => (slide.playing ? pause() : play());
  for (const move of findAll(element, '[data-step]', HTMLButtonElement)) move.onclick = () => step(Number(move.dataset.step));
  range.addEventListener('input', () => {
    pause();
    seek(range.valueAsNumber);
  });
  speed.onchange = () => (slide.speed = Number(speed.value));
  onSlide(show);
  onLab((what) => what === 'result' && show());
  onLanguage(show);
}

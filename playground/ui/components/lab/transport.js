// Play, pause, step and speed of the sliding window.

import { onLanguage, t } from '../text/text.js';
import { onSlide, pause, play, seek, slide } from './play.js';
import { onLab } from './state.js';

const PLAY = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 4l10 6-10 6z"/></svg>';
const PAUSE = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 4h3.6v12H5zM11.4 4H15v12h-3.6z"/></svg>';

export function showTransport(element) {
  const button = element.querySelector('[data-slide]');
  const range = element.querySelector('input');
  const output = element.querySelector('output');
  const show = () => {
    button.innerHTML = slide.playing ? PAUSE : PLAY;
    button.setAttribute('aria-label', t(slide.playing ? 'player.pause' : 'lab.play'));
    button.title = button.getAttribute('aria-label');
    range.max = slide.total;
    range.value = slide.at;
    output.textContent = `${slide.at} / ${slide.total}`;
  };
  const step = (by) => {
    pause();
    seek(slide.at >= slide.total && by > 0 ? 1 : slide.at + by);
  };
  button.onclick = () => (slide.playing ? pause() : play());
  for (const move of element.querySelectorAll('[data-step]')) move.onclick = () => step(Number(move.dataset.step));
  range.addEventListener('input', () => {
    pause();
    seek(range.valueAsNumber);
  });
  element.querySelector('select').onchange = ({ target }) => (slide.speed = Number(target.value));
  onSlide(show);
  onLab((what) => what === 'result' && show());
  onLanguage(show);
}

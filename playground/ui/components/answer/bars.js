// Rows of bars, one a class: shares from zero, or signed values around the middle.
// @ts-nocheck: untyped until the next issue replaces it

import { t } from '../text/text.js';
import { percent } from './percent.js';

export { argmax, percent, setText } from './percent.js';

/**
 * Fill `element` with a row per label; element.update(values, mark, {before, most}) sets the bars and their numbers:
 * `before` are other values to compare with, `most` is what a signed bar of the whole width stands for.
 */
export function bars(element, labels, { signed = false } = {}) {
  element.classList.toggle('signed', signed);
  element.classList.toggle('long', labels.some((label) => label.length > 3));
  element.setAttribute('role', 'list');
  element.replaceChildren(...labels.map(row));
  const rows = [...element.children];
  element.update = (values, mark = -1, { before = null, most = Math.max(...values.map(Math.abs), 1e-9) } = {}) => {
    rows.forEach((r, k) => {
      const share = signed ? values[k] / most : values[k];
      const [, track, number] = r.children;
      const width = Math.abs(share) * (signed ? 50 : 100);
      const from = signed ? (share < 0 ? 50 - width : 50) : 0;
      // A transform, not a width: it moves at every step of a playback and must cost no layout.
      track.firstChild.style.transform = `translateX(${from}%) scaleX(${width / 100})`;
      track.firstChild.classList.toggle('negative', share < 0);
      r.classList.toggle('chosen', k === mark);
      track.lastChild.hidden = !before;
      if (before) track.lastChild.style.left = `${100 * before[k]}%`;
      const text = signed ? values[k].toFixed(2).replace('-', '−') : percent(values[k]);
      if (text === number.textContent) return;
      number.textContent = text;
      r.setAttribute('aria-label', t('answer.bar', { label: labels[k], value: text }));
    });
  };
  element.blank = () => {
    for (const r of rows) {
      r.children[1].firstChild.style.transform = 'scaleX(0)';
      r.children[1].lastChild.hidden = true;
      r.children[2].textContent = '';
      r.classList.remove('chosen');
    }
  };
}

function row(label) {
  const element = document.createElement('div');
  element.className = 'pg-bar';
  element.setAttribute('role', 'listitem');
  element.innerHTML = '<span></span><div><i></i><s hidden></s></div><span></span>';
  element.firstChild.textContent = label;
  return element;
}

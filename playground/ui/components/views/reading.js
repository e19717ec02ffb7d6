// A text as the network reads it: each token coloured by the guess after it, with what was unknown or dropped.
// @ts-nocheck: untyped until the next issue replaces it

import { labelOf, place } from '../run/time_axis.js';
import { argmax, percent } from '../answer/bars.js';
import { goTo } from '../panels/timed.js';
import { player } from '../playback/player.js';
import { session } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';
import { onView, span } from '../playback/view.js';
import { drawCourse } from './course.js';

const HTML = `
<h2 data-text="reading.title"></h2>
<div class="pg-read" role="list"></div>
<p class="pg-left-out"></p>
<p class="pg-soft"></p>
<figure class="pg-course-figure" hidden><figcaption></figcaption><canvas class="pg-course" aria-hidden="true"></canvas></figure>`;

export function make(element) {
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  let built = null;
  const draw = () => {
    const { trace } = session;
    const read = trace?.encoded?.tokens ? trace : null;
    find('.pg-soft').textContent = read ? t(`reading.${read.bidirectional ? 'both' : read.task}`) : '';
    find('.pg-left-out').textContent = read ? leftOut(read.encoded) : '';
    element.classList.toggle('nothing', !read);
    if (!read) {
      find('.pg-read').replaceChildren();
      find('.pg-course-figure').hidden = true;
    }
    if (read) build(find('.pg-read'), read, (built = span(read)));
    seek();
  };
  const seek = () => {
    const { trace } = session;
    if (!trace?.encoded?.tokens) return;
    if (built?.from !== span(trace).from) build(find('.pg-read'), trace, (built = span(trace)));
    for (const item of find('.pg-read').children) {
      item.classList.toggle('future', !player.atEnd && item.step > player.moment);
      item.classList.toggle('now', !player.atEnd && item.step === player.moment);
    }
    const course = find('.pg-course-figure');
    course.hidden = session.trace.labels.length !== 2 || session.trace.bidirectional;
    if (course.hidden) return;
    course.firstChild.textContent = t('reading.course');
    drawCourse(find('.pg-course'), session.trace, player.atEnd ? session.trace.steps - 1 : player.moment);
  };
  find('.pg-course').addEventListener('click', (event) => {
    const box = event.target.getBoundingClientRect();
    goTo(Math.min(session.trace.steps - 1, Math.floor(((event.clientX - box.left) / box.width) * session.trace.steps)));
  });
  onView(() => session.trace?.encoded?.tokens && !element.hidden && seek());
  onLanguage(() => fill(element));
  return { draw, seek, stage: (kind) => kind === 'Output' && draw() };
}

function leftOut({ dropped, known, tokens }) {
  if (dropped?.length) return t('reading.dropped', { characters: dropped.join(' ') });
  const strange = tokens.filter((_, k) => known?.[k] === false);
  if (!strange.length) return '';
  const words = t('reading.unknown', { words: [...new Set(strange)].slice(0, 12).join(', ') });
  return strange.length * 3 < tokens.length ? words : `${words} ${t('reading.mostly_unknown')}`;
}

function build(place, trace, { from, count }) {
  const { tokens } = trace.encoded;
  const shown = tokens.slice(from, from + count).map((text, k) => item(trace, text, from + k));
  if (from > 0) shown[0].classList.add('cut');
  place.classList.toggle('words', trace.task === 'reviews');
  place.replaceChildren(...shown);
}

/** One token. Its tint is the probability of the class that the network holds for most likely after it. */
function item(trace, text, step) {
  const element = document.createElement('button');
  element.type = 'button';
  element.step = step;
  element.setAttribute('role', 'listitem');
  element.textContent = text === ' ' ? '␣' : text;
  element.classList.toggle('unknown', trace.encoded.known?.[step] === false);
  element.onclick = () => goTo(step);
  const guess = trace.bidirectional ? null : trace.guess(step);
  const words = [place(trace, step)];
  if (guess) {
    const best = argmax(guess);
    const positive = trace.labels.indexOf('positive');
    // Of two classes the tint tells which; of many how sure the network is.
    const share = positive >= 0 ? guess[positive] * 2 - 1 : guess[best];
    element.style.setProperty('--pg-share', Math.abs(share).toFixed(3));
    element.classList.toggle('negative', share < 0);
    const said = document.createElement('small');
    said.textContent = positive >= 0 ? roundly(guess[positive]) : `${labelOf(trace.labels[best])}`;
    element.append(said);
    words.push(`${labelOf(trace.labels[best])} ${percent(guess[best])}`);
  }
  element.setAttribute('aria-label', words.join(', '));
  element.title = words.join(' · ');
  return element;
}

/** A probability in whole per cent; what rounding would make 0 or 100 is told apart from them. */
function roundly(p) {
  if (p > 0.995 && p < 1) return '>99%';
  if (p < 0.005 && p > 0) return '<1%';
  return `${Math.round(100 * p)}%`;
}

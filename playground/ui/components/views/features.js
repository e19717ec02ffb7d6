// Ten measurements as the network reads them, in standard deviations; where a number lies among others; and the truth.
// @ts-nocheck: untyped until the next issue replaces it

import { labelOf } from '../run/time_axis.js';
import { byWhom } from '../answer.js';
import { setText } from '../answer/bars.js';
import { significant } from '../text/numbers.js';
import { measureName, nameParts } from '../text/feature_names.js';
import { session } from '../run/session.js';
import { fill, onLanguage, t } from '../text/text.js';

const WIDE = 4; // standard deviations on either side, unless one is farther out
const HTML = `
<div class="pg-spread" role="img"><div><i class="band"></i><i class="median"></i><i class="truth"></i><i class="now"></i></div><p><span></span><span></span><span></span></p></div>
<p class="pg-truth"></p>
<h2 data-text="measured.title"></h2>
<div class="pg-deviations" role="list"></div>
<div class="pg-ticks" aria-hidden="true"><div></div></div>
<p class="pg-soft" data-text="measured.note"></p>
<p class="pg-toy"></p>`;

export function make(element) {
  element.innerHTML = HTML;
  const find = (selector) => element.querySelector(selector);
  let built = null;
  const draw = () => {
    const trace = session.trace?.encoded?.kind === 'Features' ? session.trace : null;
    setText(find('.pg-toy'), session.task ? t(`measured.toy.${session.task}`) : '');
    if (!trace?.output) return;
    const { features, target } = session.catalogue.examples;
    const rows = find('.pg-deviations');
    const names = features.map(({ name }) => measureName(name));
    if (built !== names.join()) rows.replaceChildren(...features.map(({ name }) => row(name)));
    built = names.join();
    const values = Array.from(trace.input.values);
    const most = Math.max(WIDE, Math.ceil(Math.max(...values.map(Math.abs))));
    element.style.setProperty('--pg-most', most);
    find('.pg-ticks div').replaceChildren(...[-1, -0.5, 0, 0.5, 1].map((share) => tick(share, share * most)));
    values.forEach((value, k) => show(rows.children[k], names[k], value, most));
    const truth = truthOf(trace);
    setText(find('.pg-truth'), truth === null ? '' : t(`measured.truth.${trace.task}`, { label: labelOf(truth) }));
    find('.pg-spread').hidden = !target;
    if (target) spread(find('.pg-spread'), target, answerOf(trace, target), truth === null ? null : Number(truth));
  };
  onLanguage(() => fill(element));
  return { draw, answer, stage: (kind) => kind === 'Output' && draw() };
}

const answerOf = (trace, { mean, sd }) => mean + sd * trace.output[0];

function answer(trace) {
  const { target } = session.catalogue.examples;
  const { min, max } = target;
  return {
    prediction: significant(answerOf(trace, target), 3),
    confidence: t(`measured.unit.${trace.task}`, { min, max }),
    caption: byWhom(trace),
  };
}

/** What is known of the chosen row of the data, while none of its values is changed. */
function truthOf({ encoded: { values } }) {
  const same = ({ input }) => input.values.every((value, k) => value === values[k]);
  return session.catalogue.examples.shown.find(same)?.label ?? null;
}

function row(name) {
  const element = document.createElement('div');
  element.className = 'pg-deviation';
  element.setAttribute('role', 'listitem');
  element.innerHTML = '<span></span><div><i></i></div><span></span>';
  const [short, rest] = nameParts(name);
  element.firstChild.title = short + rest;
  element.firstChild.append(short, Object.assign(document.createElement('small'), { textContent: rest }));
  return element;
}

function tick(share, value) {
  const element = document.createElement('span');
  element.textContent = `${value > 0 ? '+' : ''}${value}`.replace('-', '−');
  element.style.left = `${50 + 50 * share}%`;
  return element;
}

function show(element, name, value, most) {
  const [, track, number] = element.children;
  const share = value / most;
  track.firstChild.style.transform = `translateX(${share < 0 ? 50 + 50 * share : 50}%) scaleX(${Math.abs(share) / 2})`;
  track.firstChild.classList.toggle('negative', value < 0);
  const words = `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
  if (words === number.textContent) return;
  number.textContent = words;
  element.setAttribute('aria-label', t('answer.bar', { label: name, value: words }));
}

/** Where the answer lies among those that the network learned from: all of them, the middle half, and the median. */
function spread(element, { min, max, quartiles: [low, middle, high] }, now, truth) {
  const [from, to] = [Math.min(min, now), Math.max(max, now)];
  const at = (value) => `${(100 * (value - from)) / (to - from)}%`;
  const [band, median, real, mark] = element.firstChild.children;
  Object.assign(band.style, { left: at(low), width: `${(100 * (high - low)) / (to - from)}%` });
  median.style.left = at(middle);
  mark.style.left = at(now);
  real.hidden = truth === null;
  if (truth !== null) real.style.left = at(truth);
  const words = [significant(from, 3), t('measured.band', { low, high, middle }), significant(to, 3)];
  words.forEach((text, k) => setText(element.lastChild.children[k], text));
  element.setAttribute('aria-label', `${significant(now, 3)}; ${words.join('; ')}`);
}

// What has become of the training: the plane or the confusion, the curves, and the norms of each layer.

import { onTheme } from '../canvas/theme.js';
import { setHidden } from '../dom/changed.js';
import { onLanguage, t } from '../text/text.js';
import { bench, changeData, onBench, setExample } from './bench.js';
import { showConfusion } from './confusion.js';
import { showCurve } from './curve_chart.js';
import { made } from './elements.js';
import { showNorms } from './norms.js';
import { next } from './own.js';
import { movedByKey, paintPlane, pointAt } from './plane.js';
import { familyOf, hasClasses } from './setup.js';
import { onTraining, training } from './training.js';

const BOX = /** @type {[number, number]} */ ([-1.5, 1.5]);
const MOST_POINTS = 500;

/** @param {HTMLElement} element */
export function showResults(element) {
  const answer = made('div', 'pg-train-answers');
  const curves = made('div', 'pg-train-curves');
  const norms = made('div', 'pg-train-norms');
  element.append(answer, curves, norms);
  const drawPlane = showPlane(answer);
  const drawConfusion = showConfusion(answer);
  const drawn = [drawPlane, drawConfusion, showCurve(curves, 'loss'), showCurve(curves, 'accuracy'), showNorms(norms)];
  let isAsked = false;
  const later = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      for (const draw of drawn) draw();
    });
  };
  const arrange = () => {
    const { kind } = bench.setup.data;
    element.dataset.family = familyOf(kind);
    element.classList.toggle('numbers', !hasClasses(kind));
    setHidden(/** @type {HTMLElement} */ (curves.lastElementChild), !hasClasses(kind));
    later();
  };
  onBench((what) => (what === 'setup' ? arrange() : later()));
  onTraining(later);
  onTheme(later);
  onLanguage(later);
  new ResizeObserver(later).observe(element);
  arrange();
}

const isOwn = () => bench.setup.data.kind === 'points';

/** A place was chosen: for a point of one's own, or as the example of the picture. @param {[number, number]} place */
function choose(place) {
  const { points } = bench.setup.data;
  if (!isOwn()) setExample({ value: place, target: null });
  else if (points.length < MOST_POINTS) changeData({ points: [...points, [...place, next.point]] });
}

/** @param {HTMLElement} element */
function showPlane(element) {
  const canvas = Object.assign(document.createElement('canvas'), { className: 'pg-train-plane', tabIndex: 0 });
  canvas.setAttribute('role', 'application');
  element.append(canvas);
  /** @type {[number, number] | null} */
  let cursor = null; // of the keys
  const draw = () => {
    const isPlane = familyOf(bench.setup.data.kind) === 'plane';
    setHidden(canvas, !isPlane);
    canvas.title = t(isOwn() ? 'train.plane_own' : 'train.plane_example');
    canvas.setAttribute('aria-label', `${t('train.plane')}. ${canvas.title}`);
    if (isPlane) paintPlane(canvas, { ...contentNow(), cursor });
  };
  canvas.onclick = (event) => choose(pointAt(canvas, event, BOX));
  canvas.onblur = () => {
    cursor = null;
    draw();
  };
  canvas.onkeydown = (event) => {
    const moved = movedByKey(event.key, cursor ?? [0, 0], BOX);
    if (moved) cursor = moved;
    else if (event.key === 'Enter' || event.key === ' ') choose(cursor ?? [0, 0]);
    else return;
    event.preventDefault();
    draw();
  };
  return draw;
}

/** @returns {Omit<import('./plane.js').Content, 'cursor'>} */
function contentNow() {
  const { progress } = training;
  const { stack, setup } = bench;
  const own = setup.data.kind === 'points' ? setup.data.points.map(([x, y, label]) => /** @type {[number, number, number, number]} */ ([x, y, label, 0])) : [];
  const known = progress?.points;
  const examples = known ? Array.from(known.labels, (label, k) => /** @type {[number, number, number, number]} */ ([known.points[2 * k], known.points[2 * k + 1], label, known.part[k]])) : (stack?.points ?? own);
  const input = progress?.trace?.get('Input')?.arrays.values?.values ?? bench.example?.value;
  return { box: progress?.started?.box ?? stack?.box ?? BOX, examples, grid: progress?.grid ?? null, chosen: input ? [input[0], input[1]] : null };
}

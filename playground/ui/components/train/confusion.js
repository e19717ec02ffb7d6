// The confusion matrix of the validation part while it is trained.

import { matrixTable } from '../browse/matrix_table.js';
import { setHidden, setText } from '../dom/changed.js';
import { labelOf } from '../run/time_axis.js';
import { t } from '../text/text.js';
import { bench } from './bench.js';
import { made } from './elements.js';
import { familyOf } from './setup.js';
import { training } from './training.js';

/** What is returned draws it anew. @param {HTMLElement} place */
export function showConfusion(place) {
  const figure = made('figure', 'pg-train-confusion pg-matrix');
  const caption = made('figcaption');
  const table = made('div');
  figure.append(caption, table);
  place.append(figure);
  let shown = '';
  return () => {
    const { kind } = bench.setup.data;
    const { confusion, started } = training.progress ?? {};
    setHidden(figure, familyOf(kind) === 'plane' || !confusion);
    if (figure.hidden || !confusion || !started) return;
    setText(caption, t('train.confusion'));
    figure.title = t('train.confusion_about');
    const counts = rowsOf(confusion);
    const labels = started.classes.map((name) => labelOf(name, started.task));
    const now = JSON.stringify([counts, labels]);
    if (now !== shown) table.replaceChildren(matrixTable(counts, labels, () => made('span')));
    shown = now;
  };
}

/** @param {{size: number, counts: Float32Array}} confusion */
const rowsOf = ({ size, counts }) => Array.from({ length: size }, (_, row) => [...counts.subarray(row * size, (row + 1) * size)]);

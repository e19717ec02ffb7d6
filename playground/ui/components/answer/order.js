// In which form an answer stands in its column, and which classes of many stand in sight.

const ROWS = 10; // classes that have a row each beside their logits
const BEST = 5; // of more the best

/** @typedef {'rows' | 'pair' | 'best' | 'series' | 'score'} Form */

/** Beside the logits, as two bars, as the best of many; a number of a series, or one by itself. @param {{labels: string[], recurrent: boolean, task: string}} trace @returns {Form} */
export function formOf({ labels, recurrent, task }) {
  if (!labels.length) return task === 'series' ? 'series' : 'score';
  if (labels.length === 2 && !recurrent) return 'pair';
  return labels.length === 2 || labels.length > ROWS ? 'best' : 'rows';
}

/** The classes from the most probable on. @param {ArrayLike<number>} values @returns {{best: number[], others: number[]}} */
export function ordered(values) {
  const order = Array.from(values).map((_, k) => k).sort((a, b) => values[b] - values[a]);
  return { best: order.slice(0, BEST), others: order.slice(BEST) };
}

// The curves of some steps of learning: loss, probability of the right label, share of other examples that are right. Pure.

import { lineThrough } from '../strips/pieces.js';

/** As descent/learnt.py has it. @typedef {{loss: number, probability: number | null, prediction: string | number}} Point */
/** As learning/others.py has it. @typedef {{count: number, before: number, after: number}} Others */
/** @typedef {{loss: string | null, target: string | number, steps: number, curve: Point[], others: Others | null}} Lesson */
/** As lines of a strip; '' where nothing is known. @typedef {{loss: string, share: string, others: string}} Curves */

/** The loss from 0 to its largest, both shares from 0 to 1, a number between the least and the largest, of which one is the right one. `known`: by step how many of the others were right. @param {Lesson} lesson @param {Map<number, number>} known @returns {Curves} */
export function curvesOf({ curve, target, steps, others }, known) {
  const most = Math.max(...curve.map(({ loss }) => loss)) || 1;
  const answers = [...curve.map(({ prediction }) => Number(prediction)), Number(target)];
  const [low, high] = [Math.min(...answers), Math.max(...answers)];
  const path = (/** @type {[number, number][]} */ points) => lineThrough(points.map(([step, share]) => [steps ? step / steps : 0, share]));
  const counted = [...known].filter(([step]) => step <= steps).sort(([a], [b]) => a - b);
  return {
    loss: path(curve.map(({ loss }, step) => [step, loss / most])),
    share: path(curve.map(({ probability, prediction }, step) => [step, probability ?? (Number(prediction) - low) / (high - low || 1)])),
    others: others ? path(counted.map(([step, right]) => [step, right / others.count])) : '',
  };
}

/** What the steps have done, as the key of a sentence. @param {Lesson} lesson */
export function verdict({ steps, curve, others }) {
  if (!steps) return 'none';
  if (!others) return 'number';
  if (others.after > others.before) return 'better';
  if (others.after === others.before) return 'same';
  return (curve.at(-1)?.probability ?? 0) > 0.9 ? 'by_heart' : 'worse';
}

// The tasks of the page, in the order of their tabs: how each is entered, with which network and which of its examples it begins.

import { opening } from './opening.js';

/** `like`: of a task that a program brought, which of ours is of the same kind. @type {Record<string, {entry: string, network: string, example?: number, like?: string}>} */
export const TASKS = {
  digits: { entry: 'drawing', network: 'cnn', example: 3 },
  strokes: { entry: 'drawing', network: 'gru', example: 3 },
  names: { entry: 'words', network: 'gru' },
  reviews: { entry: 'words', network: 'lstm' },
  series: { entry: 'numbers', network: 'gru' },
  cancer: { entry: 'sliders', network: 'fnn', example: 3 },
  diabetes: { entry: 'sliders', network: 'fnn', example: 3 },
  plane: { entry: 'sliders', network: '' }, // of networks of the visitor's own, and there is a tab for it with the first of them
};

const { task, networks: [first], like } = opening;
if (task) TASKS[task] = like ? { entry: TASKS[like].entry, network: first.name, like } : { ...TASKS[task], network: first.name };

/** The task of ours whose input is of the same kind: itself, of one of ours. @param {string | null} task */
export const likeOf = (task) => TASKS[task ?? '']?.like ?? task;

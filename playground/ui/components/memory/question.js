// A question to the memory lab, and how it stands in the page's address: recall.50.same.1. Pure.

export const TASKS = ['recall', 'adding', 'copy'];
export const LAGS = [5, 10, 20, 50, 100, 200, 500];
export const WEIGHTS = ['same', 'all', 'fresh'];
export const FACTORS = { least: 0.5, most: 2, step: 0.05 };

/** `text`: null for a random sequence of the lag, by its `seed`. @typedef {{task: string, lag: number, weights: 'same' | 'all' | 'fresh', text: string | null, factor: number, seed: number}} Question */

/** @param {string | null} code @returns {Question} */
export function questionOf(code) {
  const [task, lag, weights, factor] = code?.match(CODE)?.slice(1) ?? ['recall', '20', 'same', '1'];
  return { task, lag: Number(lag), weights: /** @type {Question['weights']} */ (weights), text: null, factor: Number(factor), seed: 0 };
}

const CODE = new RegExp(`^(${TASKS.join('|')})\\.(${LAGS.join('|')})\\.(${WEIGHTS.join('|')})\\.((?:0\\.[5-9]\\d?)|(?:1(?:\\.\\d\\d?)?)|2)$`);

/** @param {Question} question */
export const codeOf = ({ task, lag, weights, factor }) => [task, lag, weights, factor].join('.');

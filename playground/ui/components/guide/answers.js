// What was answered to exercises: the last answer to each, as long as this tab is open, and who wants to hear of one.

import { signal } from '../store/signal.js';

/** @typedef {{ask: string, given: string, told: string, right: boolean}} Answer */

const KEY = 'playground-answers';

/** By the name of the exercise. @type {Map<string, Answer>} */
const answers = new Map(stored());

/** @returns {[string, Answer][]} */
function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
  } catch {
    return []; // a browser that keeps nothing for us
  }
}

/** @type {import('../store/signal.js').Signal<{name: string, answer: Answer}>} */
const noted = signal();

/** Call `listener` with the name of an exercise and the answer to it, whenever that has been measured. */
export const onAnswer = noted.on;

/** @param {string} name @param {Answer} answer */
export function note(name, answer) {
  answers.set(name, answer);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...answers]));
  } catch {
    // It is kept as long as the page stands.
  }
  noted.tell({ name, answer });
}

export const answered = () => [...answers.values()];

// What was answered to exercises, for a report: the last answer to each, as long as this tab is open.

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

/** @param {string} name @param {Answer} answer */
export function note(name, answer) {
  answers.set(name, answer);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...answers]));
  } catch {
    // It is kept as long as the page stands.
  }
}

export const answered = () => [...answers.values()];

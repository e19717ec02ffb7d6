// What this browser remembers of a visitor's choices, for an address that says nothing of them.

const KEY = 'playground.';

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(KEY + name, value);
  } catch {
    // Nothing can be kept here.
  }
}

/** What was chosen last, if it is one of these. @param {string} name @param {string[]} choices */
export function remembered(name, choices) {
  try {
    const value = localStorage.getItem(KEY + name);
    return choices.find((choice) => choice === value);
  } catch {
    return undefined;
  }
}

// The input that an address names; of one that cannot be had the visitor is told.

import { getJson, Refused } from '../server/asking.js';
import { misunderstood } from '../store/store.js';
import { likeOf, TASKS } from '../tasks.js';
import { readInput } from './input_code.js';

/** @param {string} task @param {string} text @param {import('../store/state.js').Catalogue} catalogue @returns {Promise<any>} null where it cannot be had */
export async function inputOf(task, text, catalogue) {
  const read = readInput(text, TASKS[task].entry, catalogue.examples.shown);
  if (read && 'input' in read && (likeOf(task) === 'digits' || !('test' in read.input))) return read.input; // a test digit is no way of a pen
  try {
    const found = read && 'key' in read && (await getJson(`kept/${read.key}`));
    if (found?.task === task) return found.input;
    misunderstood('kept', text, null, 'no_input');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    misunderstood('kept', text, null, 'input_gone');
  }
  return null;
}

// The names of a table's ten measurements.

import { session } from '../run/session.js';
import { t } from './text.js';

/** @param {string} name */
export const measureName = (name, task = session.task) => t(`features.${task}.${name}`);

/** [what it is called, what stands after that in brackets], as there is not always room for both. @param {string} name @param {string} task */
export function nameParts(name, task) {
  const words = measureName(name, task);
  const short = words.replace(/\s?[(（].*/, '');
  return [short, words.slice(short.length)];
}

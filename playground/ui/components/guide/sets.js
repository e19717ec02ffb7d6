// An exercise set beside the guide's own, a teacher's file: all of its exercises one below the other.

import { currentLanguage, t } from '../text/text.js';
import { ofSet } from './exercises.js';

/** @typedef {{title: Record<string, string>, exercises: Record<string, import('./exercises.js').Exercise>}} ExerciseSet */

/** The name of a set in the address, "set.name"; null of another place of the guide. @param {string | null} guide */
export const setOf = (guide) => /^set\.(.+)$/.exec(guide ?? '')?.[1] ?? null;

/** @param {string} name @param {{sets: Record<string, ExerciseSet>, tables: Record<string, any>}} story @returns {Node[]} */
export function wholeSet(name, { sets, tables }) {
  const { title, exercises } = sets[name];
  const parts = Object.entries(exercises).flatMap(([key, one], k) => [
    Object.assign(document.createElement('h3'), { textContent: t('story.exercise', { number: k + 1 }) }),
    ofSet(`${name}.${key}`, one, tables),
  ]);
  return [Object.assign(document.createElement('h2'), { textContent: title[currentLanguage()] }), ...parts];
}

// Asks which inputs of the example set a unit or a map answers most strongly to; what was told is kept.

import { postJson } from './post_json.js';

/** @typedef {{task: string, architecture: string, layer: number, unit: number}} Asked */
/** `cell`: row and column, of a map. @typedef {{label: string, answer: string, probability: number | null, input: any, sketch: {pixels: string}, value: number, cell: [number, number] | null}} Found */

const MOST_KEPT = 20;
/** @type {Map<string, {searched: number, matches: Found[]}>} */
const kept = new Map();

/** @param {Asked} asked @param {import('./asking.js').How} how @returns {Promise<{searched: number, matches: Found[]}>} */
export async function findExciting(asked, how) {
  const question = JSON.stringify(asked);
  const known = kept.get(question);
  if (known) return known;
  const found = await postJson('exciting', asked, how);
  if (kept.size >= MOST_KEPT) kept.delete([...kept.keys()][0]);
  kept.set(question, found);
  return found;
}

// What the server tells of one value (playground/explanation): its equation with the numbers in it, kept for each run.

import { Refused } from '../server/asking.js';
import { postJson } from '../server/post_json.js';
import { keyOf } from '../run/trace.js';
import { whole } from '../stage/reading.js';
import { currentLanguage } from '../text/text.js';

/** @typedef {import('../explanation/selection.js').Selection} Selection */
/** @typedef {import('../run/trace.js').Trace} Trace */
/** @typedef {{label: string, index: number[], weight: number, value: number, product: number, padding?: boolean}} Term */
/** @typedef {{symbol: string, terms: Term[], more: number, rest: number, padding: number, total: number}} Sum */
/** @typedef {{role: string, stage: string, layer: number | null, direction: number | null, t: number | null, quantity: string, ranges: [number, number][]}} Source */
/**
 * @typedef {object} Told
 * @property {string} kind
 * @property {string} role
 * @property {string} symbol
 * @property {Selection} selection
 * @property {string[]} symbols
 * @property {string[]} numbers
 * @property {Sum[]} sums
 * @property {{name: string, symbol: string, value: number}[]} steps
 * @property {Source[]} sources
 * @property {number} value
 * @property {string} torch
 * @property {[string, string][]} where
 * @property {string[]} notes
 * @property {[number, number][] | null} window
 * @property {Source | null} field
 */

const MOST_KEPT = 200;
/** @typedef {{asked: Promise<Told>, told: Told | null}} Kept */
/** @type {WeakMap<Trace, Map<string, Kept>>} */
const kept = new WeakMap();

/** The place of a value as the run has it, whatever the address says. @param {Selection} selection @param {Trace} run @returns {Selection} */
function placeOf({ original, against, ...given }, run) {
  return { ...given, direction: run.stages.get(keyOf(given))?.direction ?? null };
}

/** @param {Selection} place @param {number} [terms] */
const nameOf = ({ stage, layer, direction, t, quantity, index }, terms) => JSON.stringify([stage, layer, direction, t, quantity, index, terms ?? 0, currentLanguage()]);

/** What has been told already. @param {Selection} selection @param {Trace} run @param {number} [terms] @returns {Told | null} */
export const toldNow = (selection, run, terms) => kept.get(run)?.get(nameOf(placeOf(selection, run), terms))?.told ?? null;

/** `terms`: how many of them, the strongest first; without it a few. @param {Selection} selection @param {Trace} run @param {number} [terms] @returns {Promise<Told>} */
export function toldOf(selection, run, terms) {
  const place = placeOf(selection, run);
  const name = nameOf(place, terms);
  const all = kept.get(run) ?? new Map();
  kept.set(run, all);
  const known = all.get(name);
  if (known) return known.asked;
  if (all.size > MOST_KEPT) all.clear();
  /** @type {Kept} */
  const entry = { asked: ask(place, run, terms), told: null };
  all.set(name, entry);
  entry.asked.then((told) => (entry.told = told), () => all.delete(name)); // the next who looks asks again
  return entry.asked;
}

/** @param {Selection} selection @param {Trace} run @param {number} [terms] @returns {Promise<Told>} */
async function ask(selection, run, terms) {
  const { of } = run;
  if (!of) throw new Refused('', 422);
  const { task, input, architecture, changes = null } = of;
  return postJson('explain', { task, input, architecture, changes, selection: whole(run, selection), terms: terms ?? null });
}

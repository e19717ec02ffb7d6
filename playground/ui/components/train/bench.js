// What the training lab is set up for, in the page's address too; and what its stack of layers comes to, asked anew after each change.

import { Refused } from '../server/asking.js';
import { failureText, postJson } from '../server/post_json.js';
import { isIdle } from '../server/standing.js';
import { waitingWords } from '../server/waiting_words.js';
import { signal } from '../store/signal.js';
import { misunderstood, put, state } from '../store/store.js';
import { askedOf, firstSetup } from './setup.js';
import { readSetup, writeSetup } from './setup_code.js';

/** @typedef {import('./setup.js').Setup} Setup */
/** What a stack comes to: of each layer and of the output layer its shape and its parameters; which examples there are. @typedef {{layers: {shape: number[], parameters: number}[], parameters: number, input: number[], parts: import('./progress.js').Sizes, box?: [number, number], points?: [number, number, number, number][]}} Stack */
/** What the picture shows instead of the first example that is held out: an input as the task reads it, and the right answer, where that is known. @typedef {{value: any, target: string | null}} Example */
/** setup: another one; stack: what it comes to, or why it cannot be; selected: another layer; looks: what the picture shows; example: of which input. @typedef {'setup' | 'stack' | 'selected' | 'looks' | 'example'} News */

const FIRST = 'circles';
const REST = 120; // milliseconds that a setup stands before the server is asked

/** @type {{setup: Setup, selected: number | null, stack: Stack | null, refusal: {message: string, layer: number | null} | null, shows: 'values' | 'gradients', example: Example | null, preset: string | null}} */
export const bench = { setup: firstSetup(FIRST), selected: null, stack: null, refusal: null, shows: 'values', example: null, preset: null };
/** @type {import('../store/signal.js').Signal<News>} */
const told = signal();

/** Call `listener` with what has changed. */
export const onBench = told.on;

/** Other values of the setup. @param {Partial<Setup>} patch */
export const change = (patch) => begin({ ...bench.setup, ...patch }, bench.preset);

/** Other values of its data. @param {Partial<import('./setup.js').Data>} patch */
export const changeData = (patch) => change({ data: { ...bench.setup.data, ...patch } });

/** A whole setup, of a preset or the visitor's own. @param {Setup} setup @param {string | null} preset */
export function begin(setup, preset) {
  const text = writeSetup(setup);
  take(setup, preset);
  if (bench.selected !== null && bench.selected >= setup.layers.length) bench.selected = null;
  put({ training: text === FIRST ? null : text });
  told.tell('setup');
  later();
}

/** An example of other data cannot be read. @param {Setup} setup @param {string | null} preset */
function take(setup, preset) {
  const isOther = setup.data.kind !== bench.setup.data.kind;
  Object.assign(bench, { setup, preset });
  if (isOther && bench.example) setExample(null);
}

let isBegun = false;

/** That of the address; where it cannot be read the first one, and that is said. */
export function restoreSetup() {
  const text = state.training ?? FIRST;
  if (isBegun && text === writeSetup(bench.setup)) return;
  isBegun = true;
  const setup = readSetup(text);
  if (!setup) misunderstood('training', text, FIRST);
  bench.selected = null;
  take(setup ?? firstSetup(FIRST), null);
  told.tell('setup');
  later();
}

/** Select a layer to be changed; null: none. @param {number | null} at */
export function selectLayer(at) {
  bench.selected = at;
  told.tell('selected');
}

/** @param {'values' | 'gradients'} shows */
export function setShows(shows) {
  bench.shows = shows;
  told.tell('looks');
}

/** The picture shows this example from now on; null: that of the data. @param {Example | null} example */
export function setExample(example) {
  bench.example = example;
  told.tell('example');
}

let asking = new AbortController();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;

/** Ask when the hand rests. */
function later() {
  asking.abort();
  clearTimeout(due);
  due = setTimeout(() => void ask(), REST);
}

/** @param {import('../server/standing.js').Standing | null} standing */
function wait(standing) {
  bench.refusal = isIdle(standing) && standing ? { message: waitingWords(standing), layer: null } : null;
  told.tell('stack');
}

/** What the stack comes to, in the page's language. */
export async function ask() {
  asking.abort();
  asking = new AbortController();
  const { signal: stopped } = asking;
  const { data, layers, seed } = askedOf(bench.setup);
  try {
    const stack = await postJson('architecture', { data, layers, seed }, { signal: stopped, told: (standing) => stopped.aborted || wait(standing) });
    Object.assign(bench, { stack, refusal: null });
  } catch (error) {
    if (stopped.aborted) return;
    Object.assign(bench, { stack: null, refusal: { message: failureText(error), layer: error instanceof Refused ? (error.told.layer ?? null) : null } });
  }
  told.tell('stack');
}

// The store: the values of state.js, in the page's address where they have a key, and what was not understood there.

import { signal } from './signal.js';
import { STATE } from './state.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {keyof State} Name */

/** @type {State} */
export const state = /** @type {any} */ (Object.fromEntries(Object.entries(STATE).map(([name, { first }]) => [name, first])));

/** @type {import('./signal.js').Signal<Name[]>} */
const changed = signal();

/**
 * Call `listener` when one of the named values has been put.
 * @param {Name[]} names
 * @param {() => void} listener
 * @param {{signal?: AbortSignal}} [options]
 */
export const onPut = (names, listener, options) => changed.on((put) => put.some((name) => names.includes(name)) && listener(), options);

/**
 * Put values in place, and into the address those that have a key; null takes one out of it. With `step` the browser's
 * way back leads to what was before; without `told` the address stays as it is.
 * @param {Partial<State>} patch
 * @param {{step?: boolean, told?: boolean}} [options]
 */
export function put(patch, { step = false, told = true } = {}) {
  Object.assign(state, patch);
  const names = /** @type {Name[]} */ (Object.keys(patch));
  for (const name of names) {
    if (told && STATE[name].key) tellAddress(name, step);
    const problem = problems.get(name);
    if (problem && problem.used !== state[name]) forgive(name);
  }
  changed.tell(names);
}

/** @type {Map<Name, number>} */
const late = new Map();

/** @param {Name} name @param {boolean} step */
function tellAddress(name, step) {
  const { write = String, late: patience } = STATE[name];
  const value = state[name];
  clearTimeout(late.get(name));
  if (value === null) writeAddress(name, null, step);
  else if (patience) late.set(name, /** @type {any} */ (setTimeout(() => writeAddress(name, write(value), step), patience)));
  else writeAddress(name, write(value), step);
}

/** @param {Name} name @param {string | null} text @param {boolean} step */
function writeAddress(name, text, step) {
  const here = new URL(location.href);
  const key = STATE[name].key ?? name;
  if (here.searchParams.get(key) === text) return;
  if (text === null) here.searchParams.delete(key);
  else here.searchParams.set(key, text);
  history[step ? 'pushState' : 'replaceState'](history.state, '', here);
}

/**
 * What the address says of a value; undefined if it says nothing, or nothing that can be understood: then the visitor is
 * told, and that `used` stands in its place.
 * @template {Name} N
 * @param {N} name
 * @param {any} [used]
 * @returns {State[N] | undefined}
 */
export function addressed(name, used = STATE[name].first) {
  const { key = name, read } = STATE[name];
  const text = new URLSearchParams(location.search).get(key);
  if (text === null || !read) return undefined;
  const value = read(text);
  if (value === undefined) misunderstood(name, text, used);
  return value;
}

/** @typedef {{key: string, text: string, used: any}} Problem */
/** @type {Map<Name, Problem>} */
const problems = new Map();
/** @type {import('./signal.js').Signal<Problem[]>} */
const problem = signal();

/**
 * What the address has under the key of `name` cannot be used; `used` stands in its place.
 * @param {Name} name
 * @param {string} text
 * @param {any} used
 */
export function misunderstood(name, text, used) {
  problems.set(name, { key: STATE[name].key ?? name, text, used });
  problem.tell(notUnderstood());
}

/** What the address has that was not understood, until something else stands in its place. */
export const notUnderstood = () => [...problems.values()];
export const onNotUnderstood = problem.on;

/** It has been read, or is no longer so. @param {Name} [name] */
export function forgive(name) {
  if (name) problems.delete(name);
  else problems.clear();
  problem.tell(notUnderstood());
}

/**
 * Some values of the store under their names, to be read, and to be set where nobody is to be told.
 * @template {Name} N
 * @param {...N} names
 * @returns {Pick<State, N>}
 */
export function part(...names) {
  const some = /** @type {any} */ ({});
  for (const name of names) {
    Object.defineProperty(some, name, {
      enumerable: true,
      get: () => state[name],
      set: (value) => (state[name] = value),
    });
  }
  return some;
}

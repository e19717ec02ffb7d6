// The store: the values of state.js, in the page's address where they have a key, and what was not understood there.

import { signal } from './signal.js';
import { tellParent } from './space.js';
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
  let isStep = step; // one for all of them
  for (const name of names) {
    if (told && STATE[name].key && tellAddress(name, isStep)) isStep = false;
    if (told && STATE[name].kept) looks.add(name);
    const problem = problems.get(name);
    if (problem && problem.used !== state[name]) forgive(name);
  }
  changed.tell(names);
}

/** What stands a while before the address tells it: its timer and what it is. @type {Map<Name, {timer: ReturnType<typeof setTimeout>, text: string}>} */
const late = new Map();

/** True if the address has another text at once. @param {Name} name @param {boolean} step */
function tellAddress(name, step) {
  const { write = String, late: patience } = STATE[name];
  const text = state[name] === null ? null : write(state[name]);
  clearTimeout(late.get(name)?.timer);
  late.delete(name);
  if (text === null || !patience) return writeAddress(name, text, step);
  late.set(name, { text, timer: setTimeout(() => tellLate(name), patience) });
  return false;
}

/** The address with all that was to be told a while later. */
export function addressNow() {
  for (const waiting of [...late.keys()]) tellLate(waiting);
  return location.href;
}

/** @param {Name} name */
function tellLate(name) {
  const { timer, text = null } = late.get(name) ?? {};
  clearTimeout(timer);
  late.delete(name);
  writeAddress(name, text, false);
}

/** The address tells all that it is to tell, and nothing waits any more. */
export function tellAll() {
  for (const waiting of [...late.keys()]) tellLate(waiting);
}

/** @param {Name} name @param {string | null} text @param {boolean} step */
function writeAddress(name, text, step) {
  if (step) tellAll(); // it is of the page that is left
  const here = new URL(location.href);
  const key = STATE[name].key ?? name;
  if (here.searchParams.get(key) === text) return false;
  if (text === null) here.searchParams.delete(key);
  else here.searchParams.set(key, text);
  history[step ? 'pushState' : 'replaceState'](history.state, '', here);
  tellParent(here);
  return true;
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
  const { key = name, read, why } = STATE[name];
  const text = new URLSearchParams(location.search).get(key);
  if (text === null || !read) return undefined;
  const value = read(text);
  if (value === undefined) misunderstood(name, text, used, why);
  return value;
}

/**
 * All that the address says of where one is: what it does not say, or not so that it can be understood, is as it is at
 * first. What was to be told of the page before is dropped; how it looks (`kept`) stays, and the address is told.
 * @param {Partial<State>} [used] what is said to stand in place of what is not understood
 * @returns {State} those that have a key
 */
export function fromAddress(used = {}) {
  for (const { timer } of late.values()) clearTimeout(timer);
  late.clear();
  const names = /** @type {Name[]} */ (Object.keys(STATE)).filter((name) => STATE[name].key && !STATE[name].kept);
  for (const name of names) forgive(name);
  return /** @type {any} */ (Object.fromEntries(names.map((name) => [name, addressed(name, used[name]) ?? STATE[name].first])));
}

/** @type {Set<Name>} how the page looks, as the visitor chose it */
const looks = new Set();

/** The browser went to another address: how the page looks stays as it was chosen. */
export const keepLooks = () => looks.forEach((name) => tellAddress(name, false));

/** @typedef {{key: string, text: string, used: any, why?: string}} Problem `why`: in texts, notices */
/** @type {Map<Name, Problem>} */
const problems = new Map();
/** @type {import('./signal.js').Signal<Problem[]>} */
const problem = signal();

/**
 * What the address has under the key of `name` cannot be used; `used` stands in its place.
 * @param {Name} name
 * @param {string} text
 * @param {any} used
 * @param {string} [why]
 */
export function misunderstood(name, text, used, why) {
  problems.set(name, { key: STATE[name].key ?? name, text, used, why });
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
